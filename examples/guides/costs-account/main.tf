terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

provider "paperspace" {
  api_version = "v1"
}

data "paperspace_machines" "all" {}
data "paperspace_networks" "all" {}
data "paperspace_snapshots" "all" {}
data "paperspace_shared_drives" "all" {}

data "paperspace_templates" "custom" {
  custom = true
}

data "paperspace_public_ips" "unused" {
  assigned = false
}

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

# Public IP addresses that no machine has.
output "unused_addresses" {
  value = { for a in data.paperspace_public_ips.unused.public_ips : a.address => a.region }
}

output "snapshots" {
  value = { for s in data.paperspace_snapshots.all.snapshots : s.id => "${s.name} of machine ${s.machine_id}" }
}

output "custom_templates" {
  value = { for t in data.paperspace_templates.custom.templates : t.id => t.name }
}

output "shared_drives" {
  value = { for d in data.paperspace_shared_drives.all.shared_drives : d.id => "${d.name}, ${d.size} GB" }
}
