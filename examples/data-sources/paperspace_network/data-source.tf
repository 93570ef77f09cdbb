# A network by its name. The region distinguishes networks with the same name.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_network" "lab" {
  name   = "Lab"
  region = "ny2"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "lab" {
  name         = "lab"
  machine_type = "C5"
  size         = 50
  region       = data.paperspace_network.lab.region
  template_id  = data.paperspace_template.ubuntu.id
  network_id   = data.paperspace_network.lab.id

  lifecycle {
    ignore_changes = [template_id]
  }
}
