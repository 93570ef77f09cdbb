package psfake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// officialProvider returns the client of Paperspace/paperspace 0.4, the official Terraform provider. Every request
// has the JSON content type, even without a body.
func (c *caller) officialProvider() client {
	return c.coreClient("Accept", "application/json", "Content-Type", "application/json",
		"User-Agent", "terraform-provider-paperspace", "ps_client_name", "terraform-provider-paperspace")
}

// The official provider (SDK), with a paperspace_machine: auto_snapshot_save_count is a string in its schema and in
// its request, live_forever is null, and is_managed is a key that is not documented.
func TestClientOfficialProviderMachine(t *testing.T) {
	behavior := psfake.Observed() // it accepts only a 200
	behavior.CapitalBilling = false
	c := newCaller(t, psfake.WithTimings(air), psfake.WithBehavior(behavior), psfake.WithSamples())
	p := c.officialProvider()
	want(t, "template", p.send("GET", "/templates/getTemplates?id=t04azgph", "").allIDs(t), "t04azgph")
	want(t, "user", p.send("GET", "/users/getUsers?email=jon%40example.com&teamId=te456def", "").allIDs(t), "u123abc")

	r := p.send("POST", "/machines/createSingleMachinePublic", `{
  "autoSnapshotFrequency": "week",
  "autoSnapshotSaveCount": "4",
  "assignPublicIp": true,
  "billingType": "hourly",
  "isManaged": true,
  "machineName": "Terraform Test",
  "machineType": "C1",
  "performAutoSnapshot": true,
  "region": "East Coast (NY2)",
  "scriptId": "sc123abc",
  "shutdownTimeoutInHours": null,
  "size": 50,
  "teamId": "te456def",
  "templateId": "t04azgph",
  "userId": "u123abc"
}`).wantStatus(t, "create", 200)
	id, _ := r.object(t)["id"].(string)
	c.clock.Advance(air.Provision)
	show := "/machines/getMachinePublic?machineId=" + id
	wantKeys(t, p.send("GET", show, "").wantStatus(t, "show", 200).object(t), map[string]any{"state": "ready",
		"autoSnapshotSaveCount": 4.0, "autoSnapshotFrequency": "week", "shutdownTimeoutInHours": nil, "scriptId": "sc123abc"})

	d := p.send("POST", "/machines/"+id+"/destroyMachine", "").wantStatus(t, "destroy", 204)
	want(t, "an empty body, which it treats as success", d.raw, "")
	c.clock.Advance(air.Destroy)
	want(t, "a body without an ID means that the machine is gone", p.send("GET", show, "").object(t)["id"], nil)
}

// The official provider (SDK), with a paperspace_script.
func TestClientOfficialProviderScript(t *testing.T) {
	c := newCaller(t)
	p := c.officialProvider()
	id := p.send("POST", "/scripts/createScript", `{"isEnabled": true, "scriptDescription": "a short description",
		"scriptName": "My Script", "scriptText": "#!/bin/bash\necho hello > index.html\n"}`).wantStatus(t, "create", 200).object(t)["id"].(string)
	p.send("GET", "/scripts/getScript?scriptId="+id, "").wantStatus(t, "show", 200)
	want(t, "text", p.send("GET", "/scripts/getScriptText?scriptId="+id, "").raw, `"#!/bin/bash\necho hello > index.html\n"`)
	p.send("POST", "/scripts/"+id+"/destroy", "").wantStatus(t, "destroy", 204)
}

// The official provider (SDK), with a paperspace_network: it creates the network with the number of a team, receives
// no ID, and looks up the name in the team's list. A machine then uses the handle.
func TestClientOfficialProviderTeamNetworks(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	p := c.officialProvider()
	r := p.send("POST", "/teams/123456/createPrivateNetwork", `{"name":"managed_network_0a1b2c3","regionId":2}`)
	want(t, "body of the create", r.raw, "")
	want(t, "success", r.status/100, 2)

	type network = map[string]any
	var found network
	all := p.send("GET", "/teams/123456/getNetworks", "").wantStatus(t, "list", 200).list(t)
	for _, n := range all {
		if n["name"] == "managed_network_0a1b2c3" {
			found, _ = n["network"].(network)
		}
	}
	want(t, "networks of the team", len(all), 3)
	made := c.Networks()[2]
	wantKeys(t, found, network{"handle": made.ID, "isTaken": true, "network": made.Network, "netmask": made.Netmask})
	want(t, "region", made.Region, psfake.WestCoast)
	numbers := map[float64]bool{}
	for _, n := range all {
		inner, _ := n["network"].(network)
		number, _ := inner["id"].(float64)
		vlan, _ := inner["vlanId"].(float64)
		want(t, "whole numbers", number > 0 && vlan > 0, true)
		numbers[number] = true
	}
	want(t, "numbers differ", len(numbers), 3)

	m := p.send("POST", "/machines/createSingleMachinePublic", strings.Replace(ubuntu, "East Coast (NY2)", "West Coast (CA1)", 1)+
		`,"networkId":"`+made.ID+`"}`).wantStatus(t, "machine", 201).object(t)
	c.clock.Advance(air.Provision)
	want(t, "in the network", c.show(m["id"].(string))["networkId"], any(made.ID))
	want(t, "data source", p.send("GET", "/networks/getNetworks?name=managed_network_0a1b2c3&region=West+Coast+%28CA1%29", "").allIDs(t), made.ID)

	for _, tc := range []struct {
		what, path, body string
		status           int
	}{
		{"another team", "/teams/7/createPrivateNetwork", `{"name":"x","regionId":1}`, 404},
		{"the team's other ID", "/teams/te456def/createPrivateNetwork", `{"name":"x","regionId":1}`, 404},
		{"no region", "/teams/123456/createPrivateNetwork", `{"name":"x"}`, 400},
		{"unknown region", "/teams/123456/createPrivateNetwork", `{"name":"x","regionId":4}`, 400},
		{"no name", "/teams/123456/createPrivateNetwork", `{"name":"","regionId":1}`, 400},
	} {
		p.send("POST", tc.path, tc.body).wantStatus(t, tc.what, tc.status)
	}
	p.send("DELETE", "/networks/"+fmt.Sprint(found["id"]), "").wantStatus(t, "delete by its number, with a machine", 400)
	p.send("DELETE", "/networks/2", "").wantStatus(t, "delete by its number", 200)
	want(t, "deleted", p.send("GET", "/networks/getNetworks?id=n123abc", "").allIDs(t), "")
	c.Inject(psfake.Fault{Kind: psfake.FaultMissing, ID: made.ID, Times: 1})
	want(t, "missing from a list", len(p.send("GET", "/teams/123456/getNetworks", "").list(t)), 1)
	p.send("GET", "/teams/7/getNetworks", "").wantStatus(t, "list of another team", 404)
	want(t, "nothing else was made", len(c.Networks()), 2)
}

// The official provider (SDK), if another client creates a network with the same name at the same time: the list
// contains both, with different numbers.
func TestClientOfficialProviderNetworksWithTheSameName(t *testing.T) {
	c := newCaller(t)
	p := c.officialProvider()
	c.Inject(psfake.Fault{Kind: psfake.FaultTwin, Times: 1})
	p.send("POST", "/teams/123456/createPrivateNetwork", `{"name":"twins","regionId":1}`).wantStatus(t, "create", 204)
	var numbers []any
	for _, n := range p.send("GET", "/teams/123456/getNetworks", "").list(t) {
		if n["name"] == "twins" {
			numbers = append(numbers, part(n, "network")["id"])
		}
	}
	want(t, "networks", len(numbers), 2)
	want(t, "numbers differ", numbers[0] != numbers[1], true)
}
