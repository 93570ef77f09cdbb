# By the ID of the snapshot, which the data source paperspace_snapshots lists:
terraform import paperspace_snapshot.before_resize slqafgu4n6gxge
