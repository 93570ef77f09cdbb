# Shared drives (API v1 only).
import {
  to = paperspace_shared_drive.data
  id = "sdvkpg3v2v"
}

resource "paperspace_shared_drive" "data" {
  name       = "data"
  size       = 500
  region     = "East Coast (NY2)"
  network_id = "nkx2p4a"
}
