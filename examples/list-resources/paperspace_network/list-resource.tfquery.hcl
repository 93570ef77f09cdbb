# Private networks.
#
# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=networks.tf

list "paperspace_network" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_network" "in_europe" {
  provider = paperspace
  limit    = 10000

  config {
    region = "ams1"
  }
}
