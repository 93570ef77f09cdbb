terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_networks" "east" {
  region = "East Coast (NY2)"
}

output "networks" {
  value = { for n in data.paperspace_networks.east.networks : n.name => "${n.network}/${n.netmask}" }
}
