# A private network and two machines in it (API v1 only).

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

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "node" {
  count = 2

  name         = "node-${count.index}"
  machine_type = "C5"
  size         = 50
  region       = paperspace_network.lab.region
  template_id  = data.paperspace_template.ubuntu.id
  network_id   = paperspace_network.lab.id

  lifecycle {
    ignore_changes = [template_id]
  }
}
