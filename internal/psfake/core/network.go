package fakecore

import (
	"net/http"
	"strconv"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// TeamNumber identifies the team in the paths of CORE's calls for private networks. No call returns it, so clients
// have it in their configuration.
const TeamNumber = "123456"

// regionNumbers are the numbers of regions in requests for new networks.
var regionNumbers = map[int]string{1: psfake.EastCoast, 2: psfake.WestCoast, 3: psfake.Europe}

func network(n psfake.Network) wire.Object {
	return wire.Object{{"id", n.ID}, {"name", n.Name}, {"region", n.Region}, {"dtCreated", wire.Date(n.Created)},
		{"network", n.Network}, {"netmask", n.Netmask}, {"teamId", n.TeamID}}
}

var networkFilters = []string{"id", "name", "region", "dtCreated", "network", "netmask", "teamId"}

func (r request) listNetworks() psfake.Response {
	return list(r, r.Networks().All(), network, networkFilters...)
}

// managedNetwork renders a network for the newer calls, which the official Go client sends.
func managedNetwork(n psfake.Network) wire.Object {
	return wire.Object{{"id", n.ID}, {"name", n.Name}, {"network", n.Network}, {"netmask", n.Netmask}, {"teamId", n.TeamID},
		{"isManaged", false}, {"dtCreated", wire.Date(n.Created)}, {"dtDeleted", nil}}
}

// listManagedNetworks also filters by region, although its items have no region.
func (r request) listManagedNetworks() psfake.Response {
	out, query := []wire.Object{}, r.filters()
	for _, n := range r.Networks().All() {
		if pass(query, network(n), networkFilters...) {
			out = append(out, managedNetwork(n))
		}
	}
	return respond(http.StatusOK, out)
}

func (r request) createNetwork() psfake.Response {
	n, err := r.newNetwork()
	if err != nil {
		return r.reject(err)
	}
	return respond(http.StatusOK, managedNetwork(n))
}

// newNetwork creates the network of a request.
func (r request) newNetwork() (psfake.Network, error) {
	in, err := r.read(map[string]wire.Field{"name": wire.NeedsText, "regionId": wire.NeedsNumber})
	if err != nil {
		return psfake.Network{}, err
	}
	number, _ := in["regionId"].(int)
	region, ok := regionNumbers[number]
	if !ok {
		return psfake.Network{}, wire.Rejection("Unknown region")
	}
	in = r.Stored(in)
	return r.AddNetwork(psfake.Network{Name: in.Text("name"), Region: region}), nil
}

// destroyNetwork accepts the ID of a network, or its number from the team's list.
func (r request) destroyNetwork() psfake.Response {
	for _, n := range r.Networks().All() {
		if n.Default || n.ID != r.ID && strconv.Itoa(n.Number) != r.ID {
			continue
		}
		if r.HoldsMachines(n.ID) {
			return r.reject(wire.Rejection("The network has machines attached."))
		}
		r.Networks().Remove(n.ID)
		return respond(http.StatusOK, wire.Object{})
	}
	return r.fail(http.StatusNotFound, "Network not found")
}

// createTeamNetwork responds with an empty body. Clients look up the ID of the network by name in the team's list.
func (r request) createTeamNetwork() psfake.Response {
	if r.ID != TeamNumber {
		return r.fail(http.StatusNotFound, "Team not found")
	}
	if _, err := r.newNetwork(); err != nil {
		return r.reject(err)
	}
	return done()
}

// firstVLAN makes the numbers of VLANs differ from those of networks.
const firstVLAN = 1000

func (r request) listTeamNetworks() psfake.Response {
	if r.ID != TeamNumber {
		return r.fail(http.StatusNotFound, "Team not found")
	}
	out := []wire.Object{}
	for _, n := range r.Networks().All() {
		out = append(out, wire.Object{{"name", n.Name}, {"network", wire.Object{{"id", n.Number}, {"handle", n.ID}, {"isTaken", true},
			{"network", n.Network}, {"netmask", n.Netmask}, {"vlanId", firstVLAN + n.Number}}}})
	}
	return respond(http.StatusOK, out)
}
