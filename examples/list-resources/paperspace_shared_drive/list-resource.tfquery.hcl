# Shared drives (API v1 only).
#
# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=drives.tf

list "paperspace_shared_drive" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_shared_drive" "in_europe" {
  provider = paperspace
  limit    = 10000

  config {
    region = "ams1"
  }
}
