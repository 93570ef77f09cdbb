# By the IDs of the machine and the user. The CORE API does not return who has
# access, so the import shows a warning.
terraform import paperspace_machine_access.jon psr5k1x0d/u123abc
