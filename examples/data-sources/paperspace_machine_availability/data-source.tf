# Which GPU types can be had right now, best first.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

locals {
  gpu_types = ["V100", "P6000", "P5000", "P4000"]
}

data "paperspace_machine_availability" "gpu" {
  for_each = toset(local.gpu_types)

  machine_type = each.key
  region       = "East Coast (NY2)"
}

output "available" {
  value = [for t in local.gpu_types : t if data.paperspace_machine_availability.gpu[t].available]
}
