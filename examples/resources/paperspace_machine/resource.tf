# A machine from a template that is looked up by its label, with a snapshot of the
# disk every day.

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

  # A public IP address while the machine is on.
  dynamic_public_ip = true

  # After 12 hours, a Linux machine shuts down even if a job is still running.
  shutdown_timeout_in_hours = 12

  perform_auto_snapshot    = true
  auto_snapshot_frequency  = "day"
  auto_snapshot_save_count = 7

  lifecycle {
    # Do not replace this machine when Paperspace publishes a newer template.
    ignore_changes = [template_id]
  }
}

output "web_address" {
  value = paperspace_machine.web.private_ip_address
}
