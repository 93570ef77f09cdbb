terraform {
  required_providers {
    paperspace = {
      source = "paperspace-community/paperspace"
    }
  }
}

provider "paperspace" {
  api_version = "v1"
}

data "paperspace_machines" "all" {}
data "paperspace_networks" "all" {}
data "paperspace_templates" "all" {}

output "machines" {
  value = {
    for m in data.paperspace_machines.all.machines : m.id => {
      name    = m.name
      type    = m.machine_type
      state   = m.state
      size    = m.size
      address = m.public_ip_address
    }
  }
}

output "networks" {
  value = { for n in data.paperspace_networks.all.networks : n.id => n.name }
}

# Public templates have no region.
output "custom_templates" {
  value = { for t in data.paperspace_templates.all.templates : t.id => t.label if t.region != null }
}
