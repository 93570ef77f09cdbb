package psfake_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The tests of this project's client depend on a strict server rejecting what only other clients send. The tests of
// each call have more cases, such as numbers as text.
func TestStrictRejectsWhatOnlyOtherClientsSend(t *testing.T) {
	c := newCaller(t, psfake.Strict(), psfake.WithSamples())
	core, v1 := c.coreClient(), c.v1Client()
	for _, tc := range []struct {
		client             client
		method, path, body string
	}{
		{core, "POST", "/machines/ps123abc/stop", `{"force":true}`},
		{core, "POST", "/machines/ps123abc/updateMachinePublic", `{"machineName":2024}`},
		{core, "POST", "/scripts/createScript", `{"scriptName":"x","scriptText":"true","json":true}`},
		{core, "POST", "/networks", `{"name":"x","regionId":"1"}`},
		{v1, "PUT", "/v1/machines/ps123abc", `{"id":"ps123abc","name":"x"}`},
		{v1, "PATCH", "/v1/machines/ps123abc/stop", `{"id":"ps123abc"}`},
	} {
		tc.client.sendJSON(tc.method, tc.path, tc.body).wantStatus(t, tc.path+" "+tc.body, 400)
	}
	core.headers["Content-Type"] = "multipart/form-data; boundary=b"
	upload := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.sh\"\r\n\r\ntrue\r\n--b--\r\n"
	r := core.send("POST", "/scripts/createScript?scriptName=up&json=true", upload).wantStatus(t, "upload", 400)
	want(t, "says which", strings.Contains(r.raw, "Unknown parameter: json"), true)
	core.send("POST", "/scripts/createScript?scriptName=up&runOnce=true", upload).wantStatus(t, "a query contains only texts", 200)
	for _, e := range c.Journal()[:6] {
		want(t, "effect of "+e.Path, e.Effect, false)
	}
}
