# Starts a machine that shuts down automatically after two hours:
#
#   terraform apply -invoke=action.paperspace_machine_start.workstation

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "workstation" {
  name         = "workstation"
  machine_type = "P4000"
  size         = 100
  region       = "ny2"
  template_id  = data.paperspace_template.ubuntu.id

  shutdown_timeout_in_hours = 2

  lifecycle {
    ignore_changes = [template_id]
  }
}

action "paperspace_machine_start" "workstation" {
  config {
    machine_id = paperspace_machine.workstation.id

    timeouts {
      invoke = "10m"
    }
  }
}
