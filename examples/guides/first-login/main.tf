terraform {
  required_providers {
    paperspace = {
      source  = "paperspace-community/paperspace"
      version = "~> 0.1"
    }
  }
}

provider "paperspace" {
  api_version = "v1"
  region      = "East Coast (NY2)"
}

variable "public_keys" {
  type        = list(string)
  default     = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1xO8v0yYyQ3l5v1c9n2b8m7k6j5h4g3f2d1s0a9q8w you@example.com"]
  description = "The public SSH keys that can log in, such as the text of ~/.ssh/id_ed25519.pub."
}

# The user paperspace exists in all Linux templates of Paperspace.
resource "paperspace_script" "keys" {
  name        = "authorized-keys"
  script_text = <<-EOT
    #!/bin/bash
    install -d -m 0700 -o paperspace -g paperspace /home/paperspace/.ssh
    cat > /home/paperspace/.ssh/authorized_keys <<KEYS
    ${join("\n    ", var.public_keys)}
    KEYS
    sed -i 's/^ *//' /home/paperspace/.ssh/authorized_keys
    chown paperspace:paperspace /home/paperspace/.ssh/authorized_keys
    chmod 0600 /home/paperspace/.ssh/authorized_keys
  EOT
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "first" {
  name              = "first"
  machine_type      = "C5"
  size              = 50
  template_id       = data.paperspace_template.ubuntu.id
  script_id         = paperspace_script.keys.id
  dynamic_public_ip = true

  lifecycle {
    ignore_changes = [template_id]
  }
}

output "login" {
  value = "ssh paperspace@${paperspace_machine.first.public_ip_address}"
}
