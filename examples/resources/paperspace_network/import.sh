# By the network's id:
terraform import paperspace_network.lab nkx2p4a
