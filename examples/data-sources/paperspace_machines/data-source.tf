# Machines that are ready and never shut down automatically.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_machines" "forgotten" {
  state                     = "ready"
  region                    = "East Coast (NY2)"
  shutdown_timeout_in_hours = 0
}

# The text "null" finds machines without a value.
data "paperspace_machines" "private" {
  public_ip_address = "null"
}

output "forgotten" {
  # Names are not unique, so the IDs are the keys.
  value = { for m in data.paperspace_machines.forgotten.machines : m.id => "${m.name}: ${m.usage_rate}" }
}

output "private_ids" {
  value = data.paperspace_machines.private.machines[*].id
}
