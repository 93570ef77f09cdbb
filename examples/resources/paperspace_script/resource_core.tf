# A script for new machines (CORE API only). That API cannot change a script. The
# hash in the name and create_before_destroy create the new script before the old
# one is destroyed, although names are unique.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

locals {
  setup = <<-EOT
    #!/bin/bash
    apt-get update
    apt-get install --yes nginx
  EOT
}

resource "paperspace_script" "setup" {
  name        = "setup-${substr(sha256(local.setup), 0, 8)}"
  description = "Installs a web server at the first boot"
  script_text = local.setup
  run_once    = true

  lifecycle {
    create_before_destroy = true
  }
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
    # A new script or image is for new machines and must not replace this one.
    ignore_changes = [script_id, template_id]
  }
}
