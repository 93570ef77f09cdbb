package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The official Go client (paperspace-go): filters are in the JSON body of the GET, in "filter" for machines and bare
// for networks. It also creates and deletes networks.
func TestClientGoFiltersInTheBodyAndManagesNetworks(t *testing.T) {
	c := newCaller(t, psfake.WithSamples())
	other := c.AddMachine(psfake.Machine{Name: "other"})
	p := c.coreClient("Accept", "application/json", "Content-Type", "application/json", "User-Agent", "Go Paperspace Gradient 1.0")
	want(t, "all", p.send("GET", "/machines/getMachines", `{"filter":{}}`).allIDs(t), "ps123abc "+other.ID)
	want(t, "one", p.send("GET", "/machines/getMachines", `{"filter":{"name":"other"}}`).allIDs(t), other.ID)

	made := p.send("POST", "/networks", `{"name":"lab 2","regionId":2}`).wantStatus(t, "create", 200).object(t)
	n := c.Networks()[2]
	wantKeys(t, made, map[string]any{"id": n.ID, "name": "lab 2", "network": n.Network, "netmask": n.Netmask, "teamId": "te456def",
		"isManaged": false, "dtCreated": "2017-02-16T20:26:54.880Z", "dtDeleted": nil})
	want(t, "region", n.Region, psfake.WestCoast)
	for _, tc := range []struct{ body, ids string }{
		{`{}`, "n789ghi n123abc " + n.ID},
		{`{"id":"` + n.ID + `"}`, n.ID},
		{`{"name":"Lab"}`, "n123abc"},
		{`{"region":"West Coast (CA1)"}`, n.ID},
		{`{"teamId":"te7"}`, ""},
	} {
		want(t, tc.body, p.send("GET", "/networks", tc.body).wantStatus(t, tc.body, 200).allIDs(t), tc.ids)
	}

	m := c.AddMachine(psfake.Machine{NetworkID: n.ID, Region: psfake.WestCoast})
	p.send("DELETE", "/networks/"+n.ID, "").wantStatus(t, "network with a machine", 400)
	c.RemoveMachine(m.ID)
	p.send("DELETE", "/networks/"+n.ID, "").wantStatus(t, "delete", 200)
	p.send("DELETE", "/networks/"+n.ID, "").wantStatus(t, "again", 404)
	p.send("DELETE", "/networks/n789ghi", "").wantStatus(t, "default network", 404)
	want(t, "left", len(c.Networks()), 2)
}
