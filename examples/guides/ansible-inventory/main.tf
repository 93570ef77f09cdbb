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

variable "workers" {
  type    = set(string)
  default = ["worker-1", "worker-2"]
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "worker" {
  for_each = var.workers

  name              = each.key
  machine_type      = "C5"
  size              = 50
  template_id       = data.paperspace_template.ubuntu.id
  dynamic_public_ip = true

  lifecycle {
    ignore_changes = [template_id]
  }
}

# An inventory in the form of Ansible. It contains only machines that have an
# address, because a machine that is off has no dynamic public IP address.
output "ansible_inventory" {
  value = {
    all = {
      vars = { ansible_user = "paperspace" }
      children = {
        workers = {
          hosts = {
            for name, m in paperspace_machine.worker : name => {
              ansible_host  = m.public_ip_address
              paperspace_id = m.id
            } if m.public_ip_address != null
          }
        }
      }
    }
  }
}
