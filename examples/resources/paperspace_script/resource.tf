# A script for machines to come. The hash in the name and create_before_destroy
# let a new text replace the old one although script names are unique.

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
    # A new script or image is for the next machine and must not rebuild this one.
    ignore_changes = [script_id, template_id]
  }
}
