import {
  to = paperspace_machine.web
  id = "psr5k1x0d"
}

# An imported machine needs no template_id.
resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
}
