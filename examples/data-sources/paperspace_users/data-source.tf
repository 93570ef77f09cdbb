terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_users" "team" {}

output "members" {
  value = { for u in data.paperspace_users.team.users : u.email => u.id }
}
