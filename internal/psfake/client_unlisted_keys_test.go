package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Keys that no source lists: a Go client (go-paperspace) sends back the whole machine, the devpod provider uses names
// of API v1, and the official CLI (paperspace-node) sends all flags that it is given.
func TestClientsSendKeysThatNoSourceLists(t *testing.T) {
	c := newCaller(t, psfake.WithSamples())
	client := c.coreClient()
	for _, tc := range []struct {
		client, path, body string
		status             int
	}{
		{"go-paperspace", "/machines/ps123abc/updateMachinePublic", `{"machineId":"ps123abc","name":"x","os":"x","state":"ready","Events":null}`, 204},
		{"devpod", "/machines/createSingleMachinePublic", ubuntu + `,"startOnCreate":true,"startupScriptId":"sc123abc","restorePointEnabled":true}`, 201},
		{"paperspace-node", "/machines/ps123abc/stop", `{"machineId":"ps123abc","json":true,"debug":false}`, 204},
		{"paperspace-node", "/machines/ps123abc/destroyMachine", `{"machineId":"ps123abc","y":true}`, 204},
		{"paperspace-node", "/scripts/createScript", `{"scriptName":"x","scriptText":"true","json":true}`, 200},
		{"paperspace-node", "/scripts/sc123abc/destroy", `{"scriptId":"sc123abc","json":true}`, 204},
	} {
		client.sendJSON("POST", tc.path, tc.body).wantStatus(t, tc.client+" "+tc.path, tc.status)
	}
	m, _ := c.Machine("ps123abc")
	want(t, "an unknown key is not used", m.Name, "My Machine")

	client.headers["Content-Type"] = "multipart/form-data; boundary=b"
	client.send("POST", "/scripts/createScript?scriptName=up&json=true", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.sh\"\r\n\r\ntrue\r\n--b--\r\n").
		wantStatus(t, "paperspace-node uploads a file", 200)
}
