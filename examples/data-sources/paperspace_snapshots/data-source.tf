# The snapshots of one machine, without those of its schedule (API v1 only). The
# newest is the first.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_machine" "render" {
  name = "render-1"
}

data "paperspace_snapshots" "manual" {
  machine_id = data.paperspace_machine.render.id
  automatic  = false
}

output "snapshots" {
  value = [for s in data.paperspace_snapshots.manual.snapshots : "${s.id} ${s.name}"]
}
