# A custom template, made from one machine, and a machine made from it (API v1
# only). The machine is stopped while the template is made, and started again.

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

resource "paperspace_machine" "base" {
  name         = "base"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_custom_template" "golden" {
  name         = "golden"
  machine_id   = paperspace_machine.base.id
  stop_machine = true

  lifecycle {
    # Keep the template when the machine that it was made from is replaced.
    ignore_changes = [machine_id]
  }
}

resource "paperspace_machine" "worker" {
  name         = "worker"
  machine_type = "C5"
  size         = 50
  region       = paperspace_custom_template.golden.region
  template_id  = paperspace_custom_template.golden.id

  lifecycle {
    # A newer template is for the next machine and must not replace this one.
    ignore_changes = [template_id]
  }
}
