# A machine that a second member of the team can use.

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

data "paperspace_user" "jon" {
  email = "jon@example.com"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "shared" {
  name         = "shared"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  dynamic_public_ip = true # so that it can be reached

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_machine_access" "jon" {
  machine_id = paperspace_machine.shared.id
  user_id    = data.paperspace_user.jon.id
}
