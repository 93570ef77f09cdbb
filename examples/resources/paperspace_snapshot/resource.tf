# A snapshot of the disk of a machine, taken while the machine is running (API v1
# only). Paperspace deletes it together with the machine.

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

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "db" {
  name         = "db"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_snapshot" "before_resize" {
  name       = "before-resize"
  machine_id = paperspace_machine.db.id
}
