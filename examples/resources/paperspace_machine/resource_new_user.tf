# A machine and a new team member who owns it (CORE API only). The password is an
# ephemeral variable, so it is neither in the state nor in a saved plan.

terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

variable "password" {
  description = "First password of the new team member. Every plan and apply asks for it; only the create uses it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

data "paperspace_template" "windows" {
  label = "Windows 10"
}

resource "paperspace_machine" "desktop" {
  name         = "ada's desktop"
  machine_type = "P4000"
  size         = 100
  region       = "Europe (AMS1)"
  template_id  = data.paperspace_template.windows.id

  email      = "ada@example.com"
  password   = var.password
  first_name = "Ada"
  last_name  = "Lovelace"

  # Paperspace sends an email to this address when the machine has been created.
  notification_email = "it@example.com"

  lifecycle {
    ignore_changes = [template_id]
  }
}
