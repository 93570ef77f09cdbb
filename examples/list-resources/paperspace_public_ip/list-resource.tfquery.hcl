# Addresses that are billed although no machine has them (API v1 only). Addresses
# of machines with assign_public_ip = true belong to these machines, so they are
# not listed here.
#
# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=addresses.tf

list "paperspace_public_ip" "unused" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so

  config {
    assigned = false
  }
}
