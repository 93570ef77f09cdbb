# A script that one existing machine runs at every boot. A changed text takes effect
# at the next boot and does not change the machine.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "trainer" {
  name         = "trainer"
  machine_type = "P4000"
  size         = 100
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_script" "mount" {
  name        = "mount-data"
  script_text = <<-EOT
    #!/bin/bash
    mount -t nfs 10.64.21.9:/data /mnt
  EOT

  # Detaches the former script of the machine. Do not also set script_id there.
  machine_id = paperspace_machine.trainer.id
}
