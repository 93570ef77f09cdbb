# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=machines.tf

list "paperspace_machine" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_machine" "off_in_europe" {
  provider = paperspace
  limit    = 10000

  include_resource = true

  config {
    region = "ams1"
    state  = "off"
  }
}
