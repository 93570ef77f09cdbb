# Custom templates (API v1 only).
#
# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=templates.tf

list "paperspace_custom_template" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_custom_template" "in_europe" {
  provider = paperspace
  limit    = 10000

  config {
    region = "ams1"
  }
}
