# Several machines with one resource block. The provider polls all of them with
# one request at a time.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

locals {
  workers = {
    small = { machine_type = "C5", size = 50 }
    large = { machine_type = "C7", size = 100 }
    huge  = { machine_type = "C9", size = 250 }
  }
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "worker" {
  for_each = local.workers

  name         = "worker-${each.key}"
  machine_type = each.value.machine_type
  size         = each.value.size
  region       = "ny2"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

output "worker_ids" {
  value = { for name, machine in paperspace_machine.worker : name => machine.id }
}
