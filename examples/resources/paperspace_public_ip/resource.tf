# A static public IP address that a machine has, and that can move to another
# machine (API v1 only). The machine leaves out assign_public_ip.

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

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_public_ip" "web" {
  region     = "East Coast (NY2)"
  machine_id = paperspace_machine.web.id
}

# public_ip_address of the machine shows the address only after the next refresh.
output "web_address" {
  value = paperspace_public_ip.web.address
}
