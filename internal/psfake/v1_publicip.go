package psfake

func (d *v1) publicIP(a Address) object {
	o := object{{"ip", a.IP}, {"region", a.Region}}
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
		id: func(a Address) string { return a.IP }, render: d.publicIP, by: "dtCreated",
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
	r.changes++
	return d.json(d.publicIP(r.claimAddress(region, r.at)))
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
	r.lendAddress(a, in.text("machineId"), r.at)
	a, _ = r.publicIP(r.id)
	return d.json(d.publicIP(a))
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
	case a.MachineID != "" && a.MachineID != m.ID:
		return d.conflict("The address is assigned to another machine.")
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
