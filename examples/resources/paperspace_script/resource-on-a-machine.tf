# A script that one machine runs at every boot. Changing the text gives the
# machine the new script from its next boot on and leaves the machine alone.

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

  # The machine's former script is detached. Do not set script_id there as well.
  machine_id = paperspace_machine.trainer.id
}
