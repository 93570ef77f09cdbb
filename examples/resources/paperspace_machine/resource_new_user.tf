# A machine for a colleague who has no Paperspace account yet. The password is
# an ephemeral variable, so it gets into neither the state nor a saved plan.

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

  # Paperspace mails this address when the machine is there.
  notification_email = "it@example.com"

  lifecycle {
    ignore_changes = [template_id]
  }
}
