# The static public IP addresses that no machine has. They are billed (API v1 only).

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_public_ips" "unused" {
  assigned = false
}

output "unused_addresses" {
  value = { for a in data.paperspace_public_ips.unused.public_ips : a.address => a.region }
}
