# The cost of each machine in one month, in US dollars (CORE API only).

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_machines" "all" {}

data "paperspace_machine_utilization" "july" {
  for_each = toset(data.paperspace_machines.all.machines[*].id)

  machine_id    = each.key
  billing_month = "2024-07"
}

output "july" {
  value = {
    for id, u in data.paperspace_machine_utilization.july : id =>
    coalesce(u.seconds_used, 0) / 3600 * coalesce(u.hourly_rate, 0)
  }
}
