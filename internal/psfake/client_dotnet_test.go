package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The C# client (paperspace.net) sends releasePublicIp in the query, with the flag written as in C#.
func TestClientDotnetReleasesTheAddressInTheQuery(t *testing.T) {
	c := newCaller(t)
	net := c.coreClient()
	for _, tc := range []struct {
		query string
		kept  int
	}{{"False", 1}, {"True", 1}} {
		m := c.AddMachine(psfake.Machine{AssignPublicIP: true})
		net.send("POST", "/machines/"+m.ID+"/destroyMachine?releasePublicIp="+tc.query, "").wantStatus(t, tc.query, 204)
		want(t, "kept after "+tc.query, len(c.KeptAddresses()), tc.kept)
	}
}

// The C# client (paperspace.net): its model declares the hours and a flag of an update as strings, so it sends strings.
func TestClientDotnetSendsNumbersAsText(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{})
	net := c.coreClient()
	path := "/machines/" + m.ID + "/updateMachinePublic"
	net.sendJSON("POST", path, `{"shutdownTimeoutInHours":"24","shutdownTimeoutForces":"true"}`).wantStatus(t, "update", 204)
	wantKeys(t, c.show(m.ID), map[string]any{"shutdownTimeoutInHours": 24.0, "shutdownTimeoutForces": true})
	for _, body := range []string{`{"shutdownTimeoutInHours":"soon"}`, `{"shutdownTimeoutInHours":"0"}`, `{"shutdownTimeoutInHours":""}`,
		`{"shutdownTimeoutForces":"yes"}`, `{"shutdownTimeoutForces":1}`, `{"shutdownTimeoutInHours":true}`} {
		net.sendJSON("POST", path, body).wantStatus(t, body, 400)
	}
}
