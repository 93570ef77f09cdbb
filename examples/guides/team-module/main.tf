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

module "vision" {
  source = "./team"

  name   = "vision"
  region = "East Coast (NY2)"
  members = {
    jon = { email = "jon@example.com", machine_type = "C5" }
  }
}

output "addresses" {
  value = module.vision.addresses
}
