# A machine that the user owns (CORE API only).

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_user" "jon" {
  email = "jon@example.com"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "jon" {
  name         = "jon"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id
  user_id      = data.paperspace_user.jon.id

  lifecycle {
    ignore_changes = [template_id]
  }
}
