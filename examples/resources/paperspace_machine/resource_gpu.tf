# A GPU machine with a public address of its own. GPUs can be sold out: this
# one is waited for, up to two hours, before anything is bought.

data "paperspace_template" "ml" {
  label       = "ML in a Box"
  most_recent = true
}

resource "paperspace_machine" "trainer" {
  name         = "trainer"
  machine_type = "P4000"
  size         = 250
  region       = "ny2"
  billing_type = "hourly"
  template_id  = data.paperspace_template.ml.id

  wait_for_capacity = true

  assign_public_ip             = true
  release_public_ip_on_destroy = true

  shutdown_timeout_in_hours = 1
  shutdown_timeout_forces   = true

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
