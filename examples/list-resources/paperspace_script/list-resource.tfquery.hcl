# List them:                   terraform query
# Write blocks to adopt them:  terraform query -generate-config-out=scripts.tf

list "paperspace_script" "all" {
  provider = paperspace
  limit    = 10000 # otherwise Terraform stops after 100 and does not say so
}

list "paperspace_script" "first_boot_only" {
  provider = paperspace
  limit    = 10000

  config {
    is_enabled = true
    run_once   = true
  }
}
