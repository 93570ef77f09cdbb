import {
  to = paperspace_machine_access.jon
  id = "psr5k1x0d/u123abc"
}

resource "paperspace_machine_access" "jon" {
  machine_id = "psr5k1x0d"
  user_id    = "u123abc"
}
