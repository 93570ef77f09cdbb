terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

variable "name" {
  type        = string
  description = "The name of the team. It is part of the names of the network and the machines."
}

variable "region" {
  type = string
}

variable "members" {
  type = map(object({
    email        = string
    machine_type = string
    size         = optional(number, 50)
  }))
  description = "The members of the team, by a short name."
}

resource "paperspace_network" "team" {
  name   = var.name
  region = var.region
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "member" {
  for_each = var.members

  name              = "${var.name}-${each.key}"
  machine_type      = each.value.machine_type
  size              = each.value.size
  region            = var.region
  template_id       = data.paperspace_template.ubuntu.id
  network_id        = paperspace_network.team.id
  dynamic_public_ip = true

  lifecycle {
    ignore_changes = [template_id]
  }
}

data "paperspace_user" "member" {
  for_each = var.members

  email = each.value.email
}

resource "paperspace_machine_access" "member" {
  for_each = var.members

  machine_id = paperspace_machine.member[each.key].id
  user_id    = data.paperspace_user.member[each.key].id
}

output "addresses" {
  value = { for name, m in paperspace_machine.member : name => m.public_ip_address }
}
