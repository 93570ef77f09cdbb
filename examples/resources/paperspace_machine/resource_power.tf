# A machine that Terraform starts and stops:
#
#   terraform apply -var running=false

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

variable "running" {
  description = "If true, keep the machine running."
  type        = bool
  default     = true
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "nightly" {
  name         = "nightly"
  machine_type = "C7"
  size         = 100
  region       = "West Coast (CA1)"
  template_id  = data.paperspace_template.ubuntu.id

  desired_state = var.running ? "ready" : "off"

  # A new public IP address at every start, released at every stop.
  dynamic_public_ip = true

  # Disable the shutdown timeout, so that only Terraform stops the machine.
  shutdown_timeout_in_hours = 0

  lifecycle {
    ignore_changes = [template_id]
  }
}
