# Runs without a server and without an API key.
mock_provider "paperspace" {}

run "each_member_has_a_machine" {
  command = plan

  module {
    source = "./team"
  }

  variables {
    name   = "vision"
    region = "East Coast (NY2)"
    members = {
      arya = { email = "arya@example.com", machine_type = "C5" }
      jon  = { email = "jon@example.com", machine_type = "A4000", size = 100 }
    }
  }

  assert {
    condition     = length(paperspace_machine.member) == 2
    error_message = "Each member must have a machine."
  }

  assert {
    condition     = paperspace_machine.member["jon"].size == 100 && paperspace_machine.member["arya"].size == 50
    error_message = "The size must be that of the member, or 50."
  }
}
