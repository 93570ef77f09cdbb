package psfake

import "slices"

func (d *v1) network(n Network) object {
	return object{{"id", n.ID}, {"name", n.Name}, {"region", n.Region}, {"network", n.Network}, {"netmask", n.Netmask},
		{"dtCreated", isoDate(n.Created)}, {"dtDeleted", nil}}
}

// privateNetwork finds a network that is not the default of its region.
func (r v1Request) privateNetwork(id string) (Network, error) {
	n, ok := r.networks.getAt(id, r.at)
	if !ok || n.Default {
		return n, notFound("Private network")
	}
	return n, nil
}

// checkNetwork holds an id in a body against the private networks. A default
// one is refused like one that is not there: observed.
func (r v1Request) checkNetwork(id string) error {
	if id == "" {
		return nil
	}
	_, err := r.privateNetwork(id)
	return err
}

func (d *v1) listNetworks(r v1Request, _ outcome) answer {
	all := slices.DeleteFunc(r.networks.allAt(r.at), func(n Network) bool {
		return n.Default && !d.dialect().ListDefaultNetwork || !d.nameMatches(r, n.Name) || !regionMatches(r, n.Region)
	})
	return listing[Network]{
		id: func(n Network) string { return n.ID }, render: d.network, by: "dtCreated",
		orders: map[string]func(Network) string{
			"dtCreated": func(n Network) string { return isoDate(n.Created) },
			"name":      func(n Network) string { return n.Name },
		},
	}.answer(d, r, all)
}

// showNetwork answers null for what it does not have, and for default networks.
func (d *v1) showNetwork(r v1Request, _ outcome) answer {
	n, err := r.privateNetwork(r.id)
	if err != nil {
		return d.json(nil)
	}
	return d.json(d.network(n))
}

var v1NetworkFields = map[string]field{"name": needsText, "region": needsText, "migrateMachines": aFlag}

func (d *v1) createNetwork(r v1Request, out outcome) answer {
	in, err := r.read(v1NetworkFields)
	region, ok := regionOf(in.text("region"))
	if err == nil && !ok {
		err = refusedError("Unknown region")
	}
	if err != nil {
		return d.refuse(err)
	}
	in = r.bent(in)
	r.changes++
	n := r.addNetwork(Network{Name: in.text("name"), Region: region}, r.at)
	for _, m := range r.machines.all() {
		if old, _ := r.networks.get(m.NetworkID); in.flag("migrateMachines") && old.Default && m.Region == region && !m.Destroying {
			r.rebuild(m.ID, rebuild{networkID: n.ID}, r.at, out)
		}
	}
	return d.json(d.network(n))
}

func (d *v1) updateNetwork(r v1Request, _ outcome) answer {
	n, err := r.privateNetwork(r.id)
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"name": aText})
	if err == nil {
		err = in.checkName()
	}
	if err != nil {
		return d.refuse(err)
	}
	in = r.bent(in)
	r.changes++
	set(&n.Name, in, "name")
	r.networks.put(n.ID, r.at, n)
	return d.json(d.network(n))
}

// destroyNetwork needs an empty network.
func (d *v1) destroyNetwork(r v1Request, _ outcome) answer {
	n, err := r.privateNetwork(r.id)
	if err != nil {
		return d.refuse(err)
	}
	if r.holdsMachines(n.ID) {
		return d.refuse(d.conflict("The network has machines attached."))
	}
	if r.holdsDrives(n.ID) {
		return d.refuse(d.conflict("The network has shared drives."))
	}
	r.changes++
	r.networks.remove(n.ID, r.at)
	return d.json(object{{"id", n.ID}})
}
