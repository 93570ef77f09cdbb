package psfake

import (
	"net/http"
	"strconv"
)

// TeamNumber identifies the team in the paths of CORE's calls for its private
// networks. No call returns it, so clients have it configured.
const TeamNumber = "123456"

// regionNumbers are the regions by the numbers that new networks name.
var regionNumbers = map[int]string{1: EastCoast, 2: WestCoast, 3: Europe}

func (c *core) network(n Network) object {
	return object{{"id", n.ID}, {"name", n.Name}, {"region", n.Region}, {"dtCreated", isoDate(n.Created)},
		{"network", n.Network}, {"netmask", n.Netmask}, {"teamId", n.TeamID}}
}

var networkFilters = []string{"id", "name", "region", "dtCreated", "network", "netmask", "teamId"}

func (c *core) listNetworks(r coreRequest, _ outcome) answer {
	return list(c, r, r.networks.allAt(r.at), c.network, networkFilters...)
}

// managedNetwork renders a network for the newer calls, which the official Go
// client sends.
func (c *core) managedNetwork(n Network) object {
	return object{{"id", n.ID}, {"name", n.Name}, {"network", n.Network}, {"netmask", n.Netmask}, {"teamId", n.TeamID},
		{"isManaged", false}, {"dtCreated", isoDate(n.Created)}, {"dtDeleted", nil}}
}

// listManagedNetworks also filters by region, although its items have none.
func (c *core) listManagedNetworks(r coreRequest, _ outcome) answer {
	out, asked := []object{}, r.filters()
	for _, n := range r.networks.allAt(r.at) {
		if pass(asked, c.network(n), networkFilters...) {
			out = append(out, c.managedNetwork(n))
		}
	}
	return c.json(http.StatusOK, out)
}

func (c *core) createNetwork(r coreRequest, _ outcome) answer {
	n, err := r.newNetwork()
	if err != nil {
		return c.refuse(err)
	}
	return c.json(http.StatusOK, c.managedNetwork(n))
}

// newNetwork creates the network that a body asks for.
func (r coreRequest) newNetwork() (Network, error) {
	in, err := r.read(map[string]field{"name": needsText, "regionId": {kind: number, required: true}})
	if err != nil {
		return Network{}, err
	}
	number, _ := in["regionId"].(int)
	region, ok := regionNumbers[number]
	if !ok {
		return Network{}, refusedError("Unknown region")
	}
	in = r.bent(in)
	r.changes++
	return r.addNetwork(Network{Name: in.text("name"), Region: region}, r.at), nil
}

// destroyNetwork accepts the id, or the number that the team's list shows.
func (c *core) destroyNetwork(r coreRequest, _ outcome) answer {
	for _, n := range r.networks.allAt(r.at) {
		if n.Default || n.ID != r.id && strconv.Itoa(n.Number) != r.id {
			continue
		}
		if r.holdsMachines(n.ID) {
			return c.refuse(refusedError("The network has machines attached."))
		}
		r.changes++
		r.networks.remove(n.ID, r.at)
		return c.json(http.StatusOK, object{})
	}
	return c.fail(http.StatusNotFound, "Network not found")
}

// createTeamNetwork returns an empty body, and so no id. Clients look the network
// up by name in the team's list.
func (c *core) createTeamNetwork(r coreRequest, _ outcome) answer {
	if r.id != TeamNumber {
		return c.fail(http.StatusNotFound, "Team not found")
	}
	if _, err := r.newNetwork(); err != nil {
		return c.refuse(err)
	}
	return c.done()
}

// firstVLAN keeps the numbers of VLANs apart from those of networks.
const firstVLAN = 1000

func (c *core) listTeamNetworks(r coreRequest, _ outcome) answer {
	if r.id != TeamNumber {
		return c.fail(http.StatusNotFound, "Team not found")
	}
	out := []object{}
	for _, n := range r.networks.allAt(r.at) {
		out = append(out, object{{"name", n.Name}, {"network", object{{"id", n.Number}, {"handle", n.ID}, {"isTaken", true},
			{"network", n.Network}, {"netmask", n.Netmask}, {"vlanId", firstVLAN + n.Number}}}})
	}
	return c.json(http.StatusOK, out)
}
