# Machines that are started and stopped elsewhere. The plan waits until each is ready.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_machines" "all" {}

data "paperspace_machine" "render" {
  for_each = toset([for m in data.paperspace_machines.all.machines : m.id if startswith(m.name, "render-")])

  id       = each.key
  wait_for = "ready"

  timeouts {
    read = "15m"
  }
}

output "render_addresses" {
  value = { for m in data.paperspace_machine.render : m.name => m.private_ip_address }
}
