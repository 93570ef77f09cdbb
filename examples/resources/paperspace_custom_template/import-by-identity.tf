# Custom templates (API v1 only).
import {
  to = paperspace_custom_template.golden
  identity = {
    id = "tx98gvxz"
  }
}

resource "paperspace_custom_template" "golden" {
  name       = "golden"
  machine_id = "psr5k1x0d"
}
