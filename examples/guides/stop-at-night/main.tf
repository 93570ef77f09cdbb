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

variable "power" {
  type        = string
  default     = "ready"
  description = "The power state of the machines: ready or off."
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "dev" {
  count = 2

  name              = "dev-${count.index}"
  machine_type      = "C5"
  size              = 50
  template_id       = data.paperspace_template.ubuntu.id
  dynamic_public_ip = true
  desired_state     = var.power

  lifecycle {
    ignore_changes = [template_id]
  }
}
