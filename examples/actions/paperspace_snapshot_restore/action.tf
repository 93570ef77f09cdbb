# Restores a snapshot onto its machine (API v1 only), by hand and never in a plan:
#
#   terraform apply -invoke=action.paperspace_snapshot_restore.web

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

resource "paperspace_snapshot" "configured" {
  name       = "configured"
  machine_id = paperspace_machine.web.id
}

action "paperspace_snapshot_restore" "web" {
  config {
    snapshot_id = paperspace_snapshot.configured.id

    timeouts {
      invoke = "1h"
    }
  }
}
