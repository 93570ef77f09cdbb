# By the ID of the machine:
terraform import paperspace_machine.web psr5k1x0d
