# A network by its name; the region tells it from one of the same name.
data "paperspace_network" "lab" {
  name   = "Lab"
  region = "ny2"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "lab" {
  name         = "lab"
  machine_type = "C5"
  size         = 50
  region       = data.paperspace_network.lab.region
  template_id  = data.paperspace_template.ubuntu.id
  network_id   = data.paperspace_network.lab.id

  lifecycle {
    ignore_changes = [template_id]
  }
}
