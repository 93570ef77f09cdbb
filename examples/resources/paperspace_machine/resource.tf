# An everyday machine: the image is looked up by its label, the disk is
# snapshotted every day, and a forgotten machine shuts itself down.

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  shutdown_timeout_in_hours = 12

  perform_auto_snapshot    = true
  auto_snapshot_frequency  = "day"
  auto_snapshot_save_count = 7

  lifecycle {
    # A newer image is for the next machine and must not rebuild this one.
    ignore_changes = [template_id]
  }
}

output "web_address" {
  value = paperspace_machine.web.private_ip_address
}
