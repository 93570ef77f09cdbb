# Switches a machine off without waiting for it, and machines that are managed
# anywhere else, by their IDs:
#
#   terraform apply -invoke=action.paperspace_machine_stop.web
#   terraform apply -invoke='action.paperspace_machine_stop.idle["psr5k1x0d"]'

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

action "paperspace_machine_stop" "web" {
  config {
    machine_id = paperspace_machine.web.id
    wait       = false
  }
}

variable "idle" {
  type        = set(string)
  default     = []
  description = "The IDs of machines that are not needed tonight."
}

action "paperspace_machine_stop" "idle" {
  for_each = var.idle

  config {
    machine_id = each.value
  }
}
