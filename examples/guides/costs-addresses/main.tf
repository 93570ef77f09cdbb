terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

provider "paperspace" {
  api_version = "v1"
}

data "paperspace_public_ips" "unused" {
  assigned = false
}

# Before you apply, remove the addresses from this map that you want to keep.
locals {
  unused = { for a in data.paperspace_public_ips.unused.public_ips : a.address => a.region }
}

import {
  for_each = local.unused
  to       = paperspace_public_ip.unused[each.key]
  id       = each.key
}

resource "paperspace_public_ip" "unused" {
  for_each = local.unused

  region = each.value
}
