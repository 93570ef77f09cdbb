# By the script's id:
terraform import paperspace_script.setup scf64o4x1
