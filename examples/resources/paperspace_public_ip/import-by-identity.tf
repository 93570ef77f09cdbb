# Public IP addresses (API v1 only).
import {
  to = paperspace_public_ip.web
  identity = {
    id = "198.51.100.7"
  }
}

resource "paperspace_public_ip" "web" {
  region = "East Coast (NY2)"
}
