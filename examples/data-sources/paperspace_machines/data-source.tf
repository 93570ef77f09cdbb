# Machines that nobody uses and that never shut down by themselves.
data "paperspace_machines" "forgotten" {
  state                     = "ready"
  region                    = "East Coast (NY2)"
  shutdown_timeout_in_hours = 0
}

# The text "null" looks for machines without a value.
data "paperspace_machines" "private" {
  public_ip_address = "null"
}

output "forgotten" {
  value = { for m in data.paperspace_machines.forgotten.machines : m.name => m.usage_rate }
}

output "private_ids" {
  value = data.paperspace_machines.private.machines[*].id
}
