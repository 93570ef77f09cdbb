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

locals {
  # One custom template for each of these names. To make the next one, add a name.
  images = ["2026-11"]

  # The image for new workers.
  current = "2026-11"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

# The machine that you install the software on.
resource "paperspace_machine" "base" {
  name         = "base"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id

  dynamic_public_ip = true

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_custom_template" "golden" {
  for_each = toset(local.images)

  name       = "golden-${each.key}"
  machine_id = paperspace_machine.base.id

  # Stop the machine while the template is made, and start it again.
  stop_machine = true

  lifecycle {
    # Keep the templates when the base machine is replaced.
    ignore_changes = [machine_id]
  }
}

resource "paperspace_machine" "worker" {
  count = 2

  name         = "worker-${count.index}"
  machine_type = "C5"
  size         = 50
  template_id  = paperspace_custom_template.golden[local.current].id

  dynamic_public_ip = true

  lifecycle {
    # The next image is for the next worker and must not replace this one.
    ignore_changes = [template_id]
  }
}
