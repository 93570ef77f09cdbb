terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

# The API key comes from the environment variable PAPERSPACE_API_KEY, so that no
# file contains it.
provider "paperspace" {
  api_version = "v1"
  region      = "East Coast (NY2)"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "first" {
  name         = "first"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id

  # A public IP address while the machine is on.
  dynamic_public_ip = true

  lifecycle {
    ignore_changes = [template_id]
  }
}
