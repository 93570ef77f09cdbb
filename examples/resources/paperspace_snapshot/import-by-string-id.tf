# Snapshots (API v1 only).
import {
  to = paperspace_snapshot.before_resize
  id = "slqafgu4n6gxge"
}

resource "paperspace_snapshot" "before_resize" {
  name       = "before-resize"
  machine_id = "psr5k1x0d"
}
