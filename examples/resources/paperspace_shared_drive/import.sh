# By the ID of the drive, which the data source paperspace_shared_drives lists:
terraform import paperspace_shared_drive.data sdvkpg3v2v
