# The team's scripts; those of single users have owner_type "user".
data "paperspace_scripts" "team" {
  owner_type = "team"
}

output "scripts" {
  value = { for s in data.paperspace_scripts.team.scripts : s.id => s.name }
}
