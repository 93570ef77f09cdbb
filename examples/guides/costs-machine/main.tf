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

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "worker" {
  name         = "worker"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id

  # After 8 hours, a Linux machine shuts down even if a job is still running.
  shutdown_timeout_in_hours = 8

  # A static public IP address, which is released with the machine.
  assign_public_ip             = true
  release_public_ip_on_destroy = true

  # One snapshot a week. Paperspace deletes the oldest if there are more than two.
  perform_auto_snapshot    = true
  auto_snapshot_frequency  = "week"
  auto_snapshot_save_count = 2

  lifecycle {
    ignore_changes = [template_id]
  }
}
