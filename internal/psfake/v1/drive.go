package psfake

// drive renders a drive. Every response has the password, lists included.
func (d *v1) drive(s SharedDrive, listed bool) object {
	size := int64(s.SizeGB)
	if !d.dialect().DriveGigabytes {
		size *= gib
	}
	return object{{"id", s.ID}, {"name", s.Name}, {"size", d.bytes(size)}, {"mountPoint", s.MountPoint},
		{"username", s.Username}, {"password", s.Password}, {"networkId", s.NetworkID}, {"region", d.region(s.Region, listed)},
		{"dtCreated", isoDate(s.Created)}, {"dtDeleted", nil}}
}

func (d *v1) listDrives(r v1Request, _ outcome) answer {
	var all []SharedDrive
	for _, s := range r.drives.allAt(r.at) {
		if d.nameMatches(r, s.Name) && regionMatches(r, s.Region) {
			all = append(all, s)
		}
	}
	return listing[SharedDrive]{
		id: func(s SharedDrive) string { return s.ID }, by: "dtCreated",
		render: func(s SharedDrive) object { return d.drive(s, true) },
		orders: map[string]func(SharedDrive) string{
			"dtCreated": func(s SharedDrive) string { return isoDate(s.Created) },
			"name":      func(s SharedDrive) string { return s.Name },
		},
	}.answer(d, r, all)
}

func (d *v1) showDrive(r v1Request, _ outcome) answer {
	s, ok := r.drives.getAt(r.id, r.at)
	if !ok {
		return d.none("Shared drive")
	}
	return d.json(d.drive(s, false))
}

var v1NewDriveFields = map[string]field{"name": needsText, "size": {kind: number, required: true}, "region": needsText, "networkId": needsText}

func (d *v1) createDrive(r v1Request, _ outcome) answer {
	in, err := r.read(v1NewDriveFields)
	region, ok := regionOf(in.text("region"))
	if err == nil && !ok {
		err = refusedError("Unknown region")
	}
	var n Network
	if err == nil {
		n, err = r.privateNetwork(in.text("networkId"))
	}
	if err == nil && n.Region != region {
		err = refusedError("The network belongs to another region")
	}
	if err != nil {
		return d.refuse(err)
	}
	in = r.bent(in)
	r.changes++
	s := SharedDrive{Region: region, NetworkID: n.ID}
	set(&s.Name, in, "name")
	set(&s.SizeGB, in, "size")
	return d.json(d.drive(r.makeDrive(s, r.at), false))
}

func (d *v1) updateDrive(r v1Request, _ outcome) answer {
	s, ok := r.drives.getAt(r.id, r.at)
	if !ok {
		return d.refuse(notFound("Shared drive"))
	}
	in, err := r.read(map[string]field{"name": aText})
	if err == nil {
		err = in.checkName()
	}
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	set(&s.Name, r.bent(in), "name")
	r.drives.put(s.ID, r.at, s)
	return d.json(d.drive(s, false))
}

func (d *v1) destroyDrive(r v1Request, _ outcome) answer {
	if _, ok := r.drives.getAt(r.id, r.at); !ok {
		return d.refuse(notFound("Shared drive"))
	}
	r.changes++
	r.dropDrive(r.id, r.at)
	return d.json(object{{"id", r.id}})
}
