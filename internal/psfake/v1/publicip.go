package psfake

// region renders the region of an address, a template, or a drive.
func (d *v1) region(name string, listed bool) string {
	if form := d.dialect().Regions; form == RegionNames || form == RegionMixed && listed {
		return name
	}
	return regionCode(name)
}

func (d *v1) publicIP(a Address, listed bool) object {
	o := object{{"ip", a.IP}, {"region", d.region(a.Region, listed)}}
	if a.MachineID != "" {
		o.add("assignedMachineId", a.MachineID)
	}
	o.add("dtCreated", isoDate(a.Created))
	return o
}

func (d *v1) listPublicIPs(r v1Request, _ outcome) answer {
	var all []Address
	for _, a := range r.publicIPs() {
		if regionMatches(r, a.Region) {
			all = append(all, a)
		}
	}
	return listing[Address]{
		id: func(a Address) string { return a.IP }, by: "dtCreated",
		render: func(a Address) object { return d.publicIP(a, true) },
		orders: map[string]func(Address) string{"dtCreated": func(a Address) string { return isoDate(a.Created) }},
	}.answer(d, r, all)
}

func (d *v1) claimPublicIP(r v1Request, _ outcome) answer {
	in, err := r.read(map[string]field{"region": needsText})
	region, ok := regionOf(in.text("region"))
	if err == nil && !ok {
		err = refusedError("Unknown region")
	}
	if err != nil {
		return d.refuse(err)
	}
	set(&region, r.bent(input{"region": region}), "region")
	r.changes++
	return d.json(d.publicIP(r.claimAddress(region, r.at), false))
}

// assignPublicIP gives an address to a machine, or with null to none.
func (d *v1) assignPublicIP(r v1Request, _ outcome) answer {
	a, ok := r.publicIP(r.id)
	if !ok {
		return d.refuse(notFound("Public IP"))
	}
	in, err := r.read(map[string]field{"machineId": nullText})
	if err == nil {
		err = d.checkAssign(r, in, a)
	}
	if err != nil {
		return d.refuse(err)
	}
	if in = r.bent(in); in.has("machineId") {
		r.lendAddress(a, in.text("machineId"), r.at)
	}
	a, _ = r.publicIP(r.id)
	return d.json(d.publicIP(a, false))
}

func (d *v1) checkAssign(r v1Request, in input, a Address) error {
	switch value := in["machineId"]; {
	case !in.has("machineId"), value == "":
		return refusedError("Missing required parameter: machineId")
	case value == nil:
		return nil
	}
	m, err := r.targetOf(in.text("machineId"))
	switch {
	case err != nil:
		return err
	case m.Region != a.Region:
		return refusedError("The address belongs to another region")
	case a.MachineID != "" && a.MachineID != m.ID && d.dialect().RefuseMoves:
		return d.conflict("The address is assigned to another machine.")
	case m.PublicIP != "" && m.PublicIP != a.IP && d.dialect().SecondAddress != 0:
		return statusError{d.dialect().SecondAddress, "The machine has another public address."}
	}
	return nil
}

// releasePublicIP also takes an address that is in use.
func (d *v1) releasePublicIP(r v1Request, _ outcome) answer {
	if !r.releaseAddress(r.id, r.at) {
		return d.refuse(notFound("Public IP"))
	}
	r.changes++
	return d.json(object{{"ip", r.id}})
}
