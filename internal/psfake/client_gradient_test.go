package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// gradient returns the official Python CLI (Paperspace/gradient-cli) of 2019. It adds a slash to every path, and
// sends JSON only if the request has a body.
func (c *caller) gradient() client {
	return c.coreClient("ps_client_name", "gradient-cli-sdk", "ps_client_version", "0.4.0", "User-Agent", "python-requests/2.22.0")
}

// The official Python CLI (gradient-cli), with all of its machine commands: the slash at the end of a path has no
// effect.
func TestClientGradientEndsPathsWithASlash(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	cli := c.gradient()
	r := cli.sendJSON("POST", "/machines/createSingleMachinePublic/", `{"machineName":"some_name","machineType":"P5000",`+
		`"region":"West Coast (CA1)","size":50,"billingType":"hourly","templateId":"t0nspur5","dynamicPublicIp":true}`)
	id, _ := r.wantStatus(t, "create", 201).object(t)["id"].(string)
	c.clock.Advance(air.Provision)
	for _, step := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/machines/getAvailability/?machineType=P4000&region=East+Coast+%28NY2%29", "", 200},
		{"GET", "/machines/getMachinePublic/?machineId=" + id, "", 200},
		{"GET", "/machines/getMachines/", "", 200},
		{"GET", "/machines/getUtilization/?machineId=" + id + "&billingMonth=2017-02", "", 200},
		{"POST", "/machines/" + id + "/updateMachinePublic/", `{"machineName":"some_name","shutdownTimeoutInHours":2,` +
			`"shutdownTimeoutForces":true,"performAutoSnapshot":false,"autoSnapshotFrequency":"hour","autoSnapshotSaveCount":1,"dynamicPublicIp":false}`, 204},
		{"POST", "/machines/" + id + "/restart/", "", 204},
		{"POST", "/machines/" + id + "/start/", "", 204},
		{"POST", "/machines/" + id + "/stop/", "", 204},
		{"POST", "/machines/" + id + "/destroyMachine/", `{"releasePublicIp":true}`, 204},
		{"POST", "/machines/psnone/stop/", "", 404},
	} {
		cli.sendJSON(step.method, step.path, step.body).wantStatus(t, step.method+" "+step.path, step.status)
	}
	want(t, "every call has a route", c.Journal().Count("unknown"), 0)
}

// The official Python CLI (gradient-cli), "machines list" with filters: they are in the JSON body of the GET, in
// "params".
func TestClientGradientFiltersInTheBody(t *testing.T) {
	c := newCaller(t, psfake.WithSamples())
	other := c.AddMachine(psfake.Machine{Name: "other", State: "off", ShutdownHours: new(2), AutoSnapshot: true})
	cli := c.gradient()
	for _, tc := range []struct{ body, ids string }{
		{"", "ps123abc " + other.ID},
		{`{"params": {"name": "other"}}`, other.ID},
		{`{"params": {"machineId": "ps123abc"}}`, "ps123abc"},
		{`{"params": {"cpus": 4, "gpu": "GRID K160Q (2GB)"}}`, "ps123abc"},
		{`{"params": {"ram": 8589938688, "state": "ready"}}`, "ps123abc"},
		{`{"params": {"shutdownTimeoutInHours": 2, "performAutoSnapshot": true}}`, other.ID},
		{`{"params": {"scriptId": null}}`, other.ID},
		{`{"params": {"region": "West Coast (CA1)"}}`, ""},
	} {
		want(t, tc.body, cli.sendJSON("GET", "/machines/getMachines/", tc.body).wantStatus(t, tc.body, 200).allIDs(t), tc.ids)
	}
}
