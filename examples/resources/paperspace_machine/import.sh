# By the machine's id:
terraform import paperspace_machine.web psr5k1x0d
