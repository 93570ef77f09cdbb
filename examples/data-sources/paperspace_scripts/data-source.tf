# Scripts that no machine runs at its boot any more.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_scripts" "disabled" {
  is_enabled = false
}

output "disabled_scripts" {
  value = { for s in data.paperspace_scripts.disabled.scripts : s.id => s.name }
}
