# A script that machines run at every boot. With API v1, the apply of a changed
# text updates the script in place, and machines run it at their next boot.

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

resource "paperspace_script" "setup" {
  name        = "setup"
  script_text = <<-EOT
    #!/bin/bash
    apt-get update
    apt-get install --yes nginx
  EOT
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
  script_id    = paperspace_script.setup.id

  lifecycle {
    # A newer image must not replace this machine.
    ignore_changes = [template_id]
  }
}
