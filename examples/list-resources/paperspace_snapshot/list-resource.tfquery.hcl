# Snapshots that were not taken by a schedule (API v1 only).
#
# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=snapshots.tf

list "paperspace_snapshot" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_snapshot" "of_the_database" {
  provider = paperspace
  limit    = 10000

  config {
    machine_id = "psr5k1x0d"
  }
}
