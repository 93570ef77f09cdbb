# The texts of all scripts that run at every boot. API v1 does not return texts,
# so they are null with it.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_scripts" "all" {
  is_enabled = true
  run_once   = false
}

data "paperspace_script" "all" {
  for_each = toset(data.paperspace_scripts.all.scripts[*].id)

  id = each.key
}

output "scripts" {
  value = { for s in data.paperspace_script.all : s.name => s.script_text }
}

output "machines_with_a_script" {
  value = distinct(flatten([for s in data.paperspace_script.all : s.machine_ids]))
}
