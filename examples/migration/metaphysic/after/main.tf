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

  # The key comes from the environment variable PAPERSPACE_API_KEY.
}

resource "paperspace_machine" "train" {
  name             = "Everything"
  machine_type     = "A4000"
  size             = 100
  region           = "ny2"
  template_id      = "t0nspur5"
  network_id       = "n123abc"
  assign_public_ip = true
  desired_state    = "ready"

  shutdown_timeout_in_hours = 24
  shutdown_timeout_forces   = true
  perform_auto_snapshot     = true
  auto_snapshot_frequency   = "day"
  auto_snapshot_save_count  = 7
}

resource "paperspace_machine" "idle" {
  name         = "off"
  machine_type = "C5"
  size         = 50
  region       = "Europe (AMS1)"
  template_id  = "t0nspur5"

  shutdown_timeout_in_hours = 0
}
