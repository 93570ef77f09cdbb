# For a server that speaks the CORE API (CORE API only). The guide shows what to
# change for a Paperspace account.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

provider "paperspace" {
  # The key comes from the environment variable PAPERSPACE_API_KEY.
  region = "East Coast (NY2)"
}

data "paperspace_template" "ubuntu" {
  id = "t04azgph"
}

data "paperspace_user" "jon" {
  email   = "jon@example.com"
  team_id = "te456def"
}

resource "paperspace_script" "hello" {
  name        = "My Script"
  description = "a short description"
  script_text = "#!/bin/bash\necho hello > index.html\n"
  is_enabled  = true
  run_once    = false
}

resource "paperspace_machine" "web" {
  region                    = "East Coast (NY2)"
  name                      = "Terraform Test"
  machine_type              = "C1"
  size                      = 50
  billing_type              = "hourly"
  assign_public_ip          = true
  template_id               = data.paperspace_template.ubuntu.id
  user_id                   = data.paperspace_user.jon.id
  team_id                   = data.paperspace_user.jon.team_id
  script_id                 = paperspace_script.hello.id
  shutdown_timeout_in_hours = 42
  perform_auto_snapshot     = true
  auto_snapshot_frequency   = "week"
  auto_snapshot_save_count  = 4 # a number now, although "4" works as well
}

resource "paperspace_machine" "new_user" {
  name         = "For a new user"
  machine_type = "C5"
  size         = 100
  billing_type = "monthly"
  template_id  = data.paperspace_template.ubuntu.id

  # email, password, firstname and lastname made the user. The user exists.

  shutdown_timeout_in_hours = 0 # was: live_forever = true
}
