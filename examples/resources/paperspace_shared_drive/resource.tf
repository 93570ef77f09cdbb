# A shared drive that the machines of a private network can mount (API v1 only).

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

resource "paperspace_network" "lab" {
  name   = "lab"
  region = "East Coast (NY2)"
}

resource "paperspace_shared_drive" "data" {
  name       = "data"
  size       = 500
  region     = paperspace_network.lab.region
  network_id = paperspace_network.lab.id

  lifecycle {
    # Replacing the drive deletes its data.
    prevent_destroy = true
  }
}

output "mount_point" {
  value = paperspace_shared_drive.data.mount_point
}
