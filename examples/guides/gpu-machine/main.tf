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
  region      = "East Coast (NY2)"
}

data "paperspace_template" "ml" {
  label       = "ML in a Box"
  most_recent = true
}

resource "paperspace_machine" "trainer" {
  name         = "trainer"
  machine_type = "A4000"
  size         = 100
  template_id  = data.paperspace_template.ml.id

  # A public IP address while the machine is on.
  dynamic_public_ip = true

  # If Paperspace has no A4000 at the moment, wait for up to two hours before
  # anything is created.
  wait_for_capacity = true

  timeouts {
    create = "2h"
  }

  lifecycle {
    ignore_changes = [template_id]
  }
}
