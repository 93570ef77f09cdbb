# Switches a machine off without waiting for it, and machines that are managed
# anywhere else, by their ids:
#
#   terraform apply -invoke=action.paperspace_machine_stop.web
#   terraform apply -invoke='action.paperspace_machine_stop.idle["psr5k1x0d"]'

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
  description = "The ids of machines that nobody needs tonight."
}

action "paperspace_machine_stop" "idle" {
  for_each = var.idle

  config {
    machine_id = each.value
  }
}
