# The custom templates of the team, by the machine that each was made from (API v1
# only).

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_templates" "custom" {
  custom = true
}

output "custom_templates" {
  value = { for t in data.paperspace_templates.custom.templates : t.id => t.parent_machine_id }
}
