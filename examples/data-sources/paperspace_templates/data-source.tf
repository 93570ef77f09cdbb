# All templates that the API key can use.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_templates" "all" {}

# Public templates belong to no region: the text "null" looks for those without.
data "paperspace_templates" "public" {
  region = "null"
}

output "labels" {
  value = { for t in data.paperspace_templates.all.templates : t.id => coalesce(t.label, t.os) }
}

output "public_ids" {
  value = data.paperspace_templates.public.templates[*].id
}
