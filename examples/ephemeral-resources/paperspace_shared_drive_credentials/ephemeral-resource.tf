# Mounts a shared drive on a Linux machine (API v1 only). Terraform connects with the
# keys of your SSH agent.

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

resource "paperspace_network" "lab" {
  name   = "lab"
  region = "East Coast (NY2)"
}

resource "paperspace_shared_drive" "data" {
  name       = "data"
  size       = 500
  network_id = paperspace_network.lab.id
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "worker" {
  name         = "worker"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id
  network_id   = paperspace_network.lab.id

  lifecycle {
    ignore_changes = [template_id]
  }
}

resource "paperspace_public_ip" "worker" {
  machine_id = paperspace_machine.worker.id
}

ephemeral "paperspace_shared_drive_credentials" "data" {
  shared_drive_id = paperspace_shared_drive.data.id
}

resource "terraform_data" "mount" {
  # Mount again if the machine or the drive is replaced.
  triggers_replace = [paperspace_machine.worker.id, paperspace_shared_drive.data.id]

  connection {
    host = paperspace_public_ip.worker.address
    user = "paperspace"
  }

  # Create the file with mode 0600 before it has the password in it.
  provisioner "remote-exec" {
    inline = [
      "set -e",
      "sudo apt-get update",
      "sudo apt-get install --yes cifs-utils",
      "install -m 0600 /dev/null /home/paperspace/.data-credentials",
    ]
  }

  provisioner "file" {
    destination = "/home/paperspace/.data-credentials"
    content     = <<-EOT
      username=${ephemeral.paperspace_shared_drive_credentials.data.username}
      password=${ephemeral.paperspace_shared_drive_credentials.data.password}
    EOT
  }

  provisioner "remote-exec" {
    inline = [
      "set -e",
      "sudo mkdir -p /mnt/data",
      "sudo mount -t cifs -o credentials=/home/paperspace/.data-credentials,uid=paperspace ${replace(paperspace_shared_drive.data.mount_point, "\\", "/")} /mnt/data",
    ]
  }
}
