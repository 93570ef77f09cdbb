# A GPU machine with a static public IP address. If Paperspace has no such GPU at
# the moment, the apply waits for up to two hours before it creates anything.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_template" "ml" {
  label       = "ML in a Box"
  most_recent = true
}

resource "paperspace_machine" "trainer" {
  name         = "trainer"
  machine_type = "A4000"
  size         = 250
  region       = "ny2"
  template_id  = data.paperspace_template.ml.id

  wait_for_capacity = true

  assign_public_ip             = true
  release_public_ip_on_destroy = true

  # After a day, a Linux machine shuts down even if a job is still running.
  shutdown_timeout_in_hours = 24

  timeouts {
    create = "2h"
  }

  lifecycle {
    ignore_changes = [template_id]
  }
}

output "trainer_address" {
  value = paperspace_machine.trainer.public_ip_address
}
