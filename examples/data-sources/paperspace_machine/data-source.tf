terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = data.paperspace_template.ubuntu.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

# What the resource does not return: the last events. A machine of another
# configuration can be found by its name as well: name = "web".
data "paperspace_machine" "web" {
  id = paperspace_machine.web.id
}

output "web_events" {
  value = [for e in data.paperspace_machine.web.events : "${e.dt_created} ${e.name}: ${e.state} ${coalesce(e.error_msg, "-")}"]
}
