data "paperspace_users" "team" {}

output "members" {
  value = { for u in data.paperspace_users.team.users : u.email => u.id }
}
