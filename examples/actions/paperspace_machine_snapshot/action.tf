# Takes a snapshot of each machine before it is updated in place (API v1 only).
# Also by hand:
#
#   terraform apply -invoke='action.paperspace_machine_snapshot.before_update["web"]'

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

locals {
  machines = {
    web = "C5"
    db  = "C7"
  }
}

variable "snapshot_before_update" {
  type        = bool
  default     = true
  description = "Set to false to update machines without a snapshot. Each snapshot is billed until it is deleted."
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "server" {
  for_each = local.machines

  name         = each.key
  machine_type = each.value
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]

    action_trigger {
      events    = [before_update]
      condition = var.snapshot_before_update
      actions   = [action.paperspace_machine_snapshot.before_update[each.key]]
    }
  }
}

action "paperspace_machine_snapshot" "before_update" {
  for_each = local.machines

  config {
    # Not machine_id: an action cannot refer to the machine that triggers it.
    machine_name = each.key
  }
}
