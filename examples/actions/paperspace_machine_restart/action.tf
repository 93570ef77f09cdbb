# Restarts a machine whenever a new release is named, and by hand with
#
#   terraform apply -invoke=action.paperspace_machine_restart.web

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

resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

action "paperspace_machine_restart" "web" {
  config {
    machine_id = paperspace_machine.web.id
  }
}

resource "terraform_data" "release" {
  input = "2024-06"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.paperspace_machine_restart.web]
    }
  }
}
