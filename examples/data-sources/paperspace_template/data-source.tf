# The one template with this label. None or several is an error that lists
# what there is.

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

# Several have this label; the newest of them.
data "paperspace_template" "ml" {
  label       = "ML in a Box"
  most_recent = true
}

output "templates" {
  value = [data.paperspace_template.ubuntu.id, data.paperspace_template.ml.id]
}
