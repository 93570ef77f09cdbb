# The configuration that `make demo` plans, applies, repairs, and destroys. The
# demo runs against a fake server, but the configuration is a real one: with the
# API key of an account, PAPERSPACE_API_VERSION=v1, and no PAPERSPACE_ENDPOINT, the
# machines are real and billed.

terraform {
  required_providers {
    paperspace = {
      # In full, since Terraform and OpenTofu add different hosts otherwise.
      source  = "registry.terraform.io/paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

provider "paperspace" {
  region        = "East Coast (NY2)"
  poll_interval = var.poll_interval
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

data "paperspace_machine_availability" "gpu" {
  machine_type = "P4000"
}

resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id

  shutdown_timeout_in_hours = 8

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_machine" "trainer" {
  name         = "trainer"
  machine_type = "P4000"
  size         = 100
  template_id  = data.paperspace_template.ubuntu.id

  # Found off, it is started again.
  desired_state = "ready"

  lifecycle {
    ignore_changes = [template_id]

    precondition {
      condition     = data.paperspace_machine_availability.gpu.available
      error_message = "There is no P4000 in East Coast (NY2) right now."
    }
  }
}
