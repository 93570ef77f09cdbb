package fakev1

import (
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// region renders the region of an address, a template, or a drive.
func (r request) region(name string, listed bool) string {
	if form := r.Behavior().V1.Regions; form == psfake.RegionNames || form == psfake.RegionMixed && listed {
		return name
	}
	return psfake.RegionCode(name)
}

func (r request) publicIP(a psfake.Address, listed bool) wire.Object {
	o := wire.Object{{"ip", a.IP}, {"region", r.region(a.Region, listed)}}
	if a.MachineID != "" {
		o.Add("assignedMachineId", a.MachineID)
	}
	o.Add("dtCreated", wire.Date(a.Created))
	return o
}

func (r request) listPublicIPs() psfake.Response {
	var all []psfake.Address
	for _, a := range r.PublicIPs() {
		if r.regionMatches(a.Region) {
			all = append(all, a)
		}
	}
	return listing[psfake.Address]{
		id: func(a psfake.Address) string { return a.IP }, by: "dtCreated",
		render: func(a psfake.Address) wire.Object { return r.publicIP(a, true) },
		orders: map[string]func(psfake.Address) string{"dtCreated": func(a psfake.Address) string { return wire.Date(a.Created) }},
	}.page(r, all)
}

func (r request) claimPublicIP() psfake.Response {
	in, err := r.read(map[string]wire.Field{"region": wire.NeedsText})
	region, ok := psfake.RegionOf(in.Text("region"))
	if err == nil && !ok {
		err = wire.Rejection("Unknown region")
	}
	if err != nil {
		return r.reject(err)
	}
	wire.Set(&region, r.Stored(wire.Input{"region": region}), "region")
	return respond(r.publicIP(r.ClaimPublicIP(region), false))
}

// assignPublicIP assigns an address to a machine, or unassigns it if machineId is null.
func (r request) assignPublicIP() psfake.Response {
	a, ok := r.PublicIP(r.ID)
	if !ok {
		return r.reject(notFound("Public IP"))
	}
	in, err := r.read(map[string]wire.Field{"machineId": wire.NullText})
	if err == nil {
		err = r.checkAssign(in, a)
	}
	if err != nil {
		return r.reject(err)
	}
	if in = r.Stored(in); in.Has("machineId") {
		r.AssignPublicIP(a, in.Text("machineId"))
	}
	a, _ = r.PublicIP(r.ID)
	return respond(r.publicIP(a, false))
}

func (r request) checkAssign(in wire.Input, a psfake.Address) error {
	switch value := in["machineId"]; {
	case !in.Has("machineId"), value == "":
		return wire.Rejection("Missing required parameter: machineId")
	case value == nil:
		return nil
	}
	m, err := r.targetOf(in.Text("machineId"))
	switch {
	case err != nil:
		return err
	case m.Region != a.Region:
		return wire.Rejection("The address belongs to another region")
	case a.MachineID != "" && a.MachineID != m.ID && r.Behavior().V1.RejectMoves:
		return r.conflict("The address is assigned to another machine.")
	case m.PublicIP != "" && m.PublicIP != a.IP && r.Behavior().V1.SecondAddress != 0:
		return statusError{r.Behavior().V1.SecondAddress, "The machine already has a static public IP address. Unassign it first."}
	}
	return nil
}

// releasePublicIP releases an address, even if it is assigned.
func (r request) releasePublicIP() psfake.Response {
	if !r.ReleasePublicIP(r.ID) {
		return r.reject(notFound("Public IP"))
	}
	return respond(wire.Object{{"ip", r.ID}})
}
