# By the ids of the machine and the user. CORE cannot tell whether the user has
# access, so the import is believed, with a warning.
terraform import paperspace_machine_access.jon psr5k1x0d/u123abc
