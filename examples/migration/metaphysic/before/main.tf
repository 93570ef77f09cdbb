terraform {
  required_providers {
    paperspace = {
      source = "metaphysic/paperspace"
    }
  }
}

provider "paperspace" {
  # The key comes from the environment variable PAPERSPACE_API_KEY.
}

resource "paperspace_machine" "train" {
  name                     = "Everything"
  machine_type             = "A4000"
  disk_size                = 100
  region                   = "ny2"
  template_id              = "t0nspur5"
  private_network_id       = "n123abc"
  public_ip_type           = "static"
  state                    = "ready"
  auto_shutdown_enabled    = true
  auto_shutdown_timeout    = 24
  auto_shutdown_force      = true
  auto_snapshot_enabled    = true
  auto_snapshot_frequency  = "daily"
  auto_snapshot_save_count = 7
  accessor_ids             = ["u123abc", "u456def"]
  email_password           = false
  take_initial_snapshot    = true
}

resource "paperspace_machine" "idle" {
  name                  = "off"
  machine_type          = "C5"
  disk_size             = 50
  region                = "Europe (AMS1)"
  template_id           = "t0nspur5"
  public_ip_type        = "none"
  auto_shutdown_enabled = false
}
