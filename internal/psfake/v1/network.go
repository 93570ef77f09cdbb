package fakev1

import (
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

func network(n psfake.Network) wire.Object {
	return wire.Object{{"id", n.ID}, {"name", n.Name}, {"region", n.Region}, {"network", n.Network}, {"netmask", n.Netmask},
		{"dtCreated", wire.Date(n.Created)}, {"dtDeleted", nil}}
}

// privateNetwork returns the network with an ID, unless it is a default network.
func (r request) privateNetwork(id string) (psfake.Network, error) {
	n, ok := r.Networks().Get(id)
	if !ok || n.Default {
		return n, notFound("Private network")
	}
	return n, nil
}

// checkNetwork checks an ID in a body against the private networks. The ID of a default network is rejected as
// unknown, as observed.
func (r request) checkNetwork(id string) error {
	if id == "" {
		return nil
	}
	_, err := r.privateNetwork(id)
	return err
}

func (r request) listNetworks() psfake.Response {
	all := slices.DeleteFunc(r.Networks().All(), func(n psfake.Network) bool {
		return n.Default && !r.Behavior().V1.ListDefaultNetwork || !r.nameMatches(n.Name) || !r.regionMatches(n.Region)
	})
	return listing[psfake.Network]{
		id: func(n psfake.Network) string { return n.ID }, render: network, by: "dtCreated",
		orders: map[string]func(psfake.Network) string{
			"dtCreated": func(n psfake.Network) string { return wire.Date(n.Created) },
			"name":      func(n psfake.Network) string { return n.Name },
		},
	}.page(r, all)
}

// showNetwork responds with null for unknown and for default networks.
func (r request) showNetwork() psfake.Response {
	n, err := r.privateNetwork(r.ID)
	if err != nil {
		return respond(nil)
	}
	return respond(network(n))
}

var networkFields = map[string]wire.Field{"name": wire.NeedsText, "region": wire.NeedsText, "migrateMachines": wire.AFlag}

func (r request) createNetwork() psfake.Response {
	in, err := r.read(networkFields)
	region, ok := psfake.RegionOf(in.Text("region"))
	if err == nil && !ok {
		err = wire.Rejection("Unknown region")
	}
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	n := r.AddNetwork(psfake.Network{Name: in.Text("name"), Region: region})
	for _, m := range r.Machines().All() {
		if old, _ := r.Networks().Now(m.NetworkID); in.Flag("migrateMachines") && old.Default && m.Region == region && !m.Destroying {
			r.Rebuild(m.ID, psfake.Rebuild{NetworkID: n.ID})
		}
	}
	return respond(network(n))
}

func (r request) updateNetwork() psfake.Response {
	n, err := r.privateNetwork(r.ID)
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(map[string]wire.Field{"name": wire.AText})
	if err == nil {
		err = checkName(in)
	}
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	wire.Set(&n.Name, in, "name")
	r.Networks().Put(n.ID, n)
	return respond(network(n))
}

// destroyNetwork deletes a network, unless it is in use.
func (r request) destroyNetwork() psfake.Response {
	n, err := r.privateNetwork(r.ID)
	if err != nil {
		return r.reject(err)
	}
	if r.HoldsMachines(n.ID) {
		return r.reject(r.conflict("The network has machines attached."))
	}
	if r.HoldsDrives(n.ID) {
		return r.reject(r.conflict("The network has shared drives."))
	}
	r.Networks().Remove(n.ID)
	return respond(wire.Object{{"id", n.ID}})
}
