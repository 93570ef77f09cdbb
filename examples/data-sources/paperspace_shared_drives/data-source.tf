# The shared drives of one region (API v1 only).

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_shared_drives" "east" {
  region = "East Coast (NY2)"
}

output "mount_points" {
  value = { for d in data.paperspace_shared_drives.east.shared_drives : d.name => d.mount_point }
}
