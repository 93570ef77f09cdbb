terraform {
  required_providers {
    paperspace = {
      source = "paperspace-community/paperspace"
    }
  }
}

# The API key comes from the environment variable PAPERSPACE_API_KEY, so that
# it stands in no file.
provider "paperspace" {
  region = "East Coast (NY2)"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "first" {
  name         = "first"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}
