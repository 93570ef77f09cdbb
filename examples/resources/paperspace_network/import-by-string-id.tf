# Private networks.
import {
  to = paperspace_network.lab
  id = "nkx2p4a"
}

resource "paperspace_network" "lab" {
  name   = "lab"
  region = "East Coast (NY2)"
}
