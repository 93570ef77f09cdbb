# By the address, which the data source paperspace_public_ips lists:
terraform import paperspace_public_ip.web 198.51.100.7
