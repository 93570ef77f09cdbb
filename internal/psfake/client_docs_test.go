package psfake_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// curl with the HTTP samples of the CORE documentation, including the IDs in them.
func TestClientCurlOfTheSamples(t *testing.T) {
	for _, tc := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/machines/getAvailability?region=East%20Coast%20(NY2)&machineType=GPU%2B", "", 200, `{"available":true}`},
		{"GET", "/templates/getTemplates", "", 200, `"id":"t123abc"`},
		{"POST", "/machines/createSingleMachinePublic", seedCreate, 201, `"state":"provisioning"`},
		{"POST", "/machines/createSingleMachinePublic", strings.Replace(seedCreate, "}", `, "scriptId": "sc123abc"}`, 1), 201, `"scriptId":"sc123abc"`},
		{"GET", "/machines/getMachines", "", 200, `"id":"ps123abc"`},
		{"GET", "/machines/getMachinePublic?machineId=ps123abc", "", 200, `"events":[{"name":"start","state":"done"`},
		{"POST", "/machines/ps123abc/restart", "", 204, ""},
		{"POST", "/machines/ps123abc/start", "", 204, ""},
		{"POST", "/machines/ps123abc/stop", "", 204, ""},
		{"POST", "/machines/ps123abc/updateMachinePublic", `{"machineId": "ps123abc", "machineName": "New Machine Name", ` +
			`"shutdownTimeoutInHours": 24, "shutdownTimeoutForces": true, "performAutoSnapshot": true, ` +
			`"autoSnapshotFrequency": "week", "autoSnapshotSaveCount": 4, "dynamicPublicIp": true}`, 204, ""},
		{"GET", "/machines/ps123abc/setMachineAccessPublic?userId=u123abc", "", 200, `"id":"ps123abc"`},
		{"GET", "/machines/getUtilization?machineId=ps123abc&billingMonth=2017-08", "", 200, `"billingMonth":"2017-08"`},
		{"POST", "/machines/ps123abc/destroyMachine", "", 204, ""},
		{"GET", "/scripts/getScript?scriptId=sc123abc", "", 200, `"machines":[{"machineId":"ps123abc","dtLastRun":"2017-06-30T07:22:49.763Z"}]`},
		{"GET", "/scripts/getScriptText?scriptId=sc123abc", "", 200, `"`},
		{"POST", "/scripts/sc123abc/destroy", "", 204, ""},
	} {
		c := newCaller(t, psfake.WithSamples())
		r := c.coreClient().sendJSON(tc.method, tc.path, tc.body).wantStatus(t, tc.path, tc.status)
		if !strings.Contains(r.raw, tc.says) {
			t.Errorf("%s: %s does not contain %s", tc.path, r.raw, tc.says)
		}
	}
}

// With the option WithSamples, the machine is the one in the documented samples for list and show. Without it, there
// are no machines and no scripts.
func TestSamplesAreThoseOfTheDocumentation(t *testing.T) {
	c := newCaller(t, psfake.WithSamples())
	want(t, "list", c.get("/machines/getMachines").raw, "["+sampleJSON+"}]")
	want(t, "show", c.get("/machines/getMachinePublic?machineId=ps123abc&state=off").raw, sampleJSON+
		`,"events":[{"name":"start","state":"done","errorMsg":"","handle":"8ebe43dd-57c8-4bd4-b770-86b7fd0202e4",`+
		`"dtModified":"2017-08-16T14:36:24.802Z","dtFinished":null,"dtCreated":"2017-08-16T14:36:18.373Z"},`+
		`{"name":"start","state":"error","errorMsg":"Uh oh. This machine type can't start due to insufficient capacity or `+
		`higher than normal demand. Please try again later.","handle":"f6adb486-f5ae-4ab3-9a1a-51c19df5b337",`+
		`"dtModified":"2017-06-09T15:32:38.115Z","dtFinished":"2017-06-09T15:32:38.115Z","dtCreated":"2017-06-09T15:32:37.019Z"},`+
		`{"name":"stop","state":"done","errorMsg":"","handle":"e352ad96-734f-4a26-8829-007c2f1d89f2",`+
		`"dtModified":"2017-06-03T04:14:01.327Z","dtFinished":null,"dtCreated":"2017-06-03T04:13:47.885Z"}]}`)
	plain := newCaller(t)
	want(t, "without", len(plain.Machines())+len(plain.Scripts()), 0)
}

// curl with the sample for setMachineAccess in the last edition of the CORE documentation: the flag is text, and the
// machine's ID is only in the path.
func TestClientCurlSetsAccessWithAText(t *testing.T) {
	c := newCaller(t)
	m, u := c.AddMachine(psfake.Machine{}), c.AddUser(psfake.User{Email: "x@example.com"})
	curl, path := c.coreClient(), "/machines/"+m.ID+"/setMachineAccess"
	access := func() int { m, _ := c.Machine(m.ID); return len(m.Access) }
	curl.sendJSON("POST", path, `{
    "userId": "`+u.ID+`",
    "enableAccess": "true"
  }`).wantStatus(t, "grant", 200)
	want(t, "granted", access(), 1)
	curl.sendJSON("POST", path, `{"userId":"`+u.ID+`","enableAccess":"false"}`).wantStatus(t, "revoke", 200)
	want(t, "revoked", access(), 0)
	curl.sendJSON("POST", path, `{"userId":"`+u.ID+`","enableAccess":"maybe"}`).wantStatus(t, "neither", 400)
}

// curl with samples of the v1 documentation: the body repeats the ID of the path, although the schemas allow no other
// keys.
func TestClientCurlRepeatsTheIDOfThePath(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m, u := c.AddMachine(psfake.Machine{}), c.AddUser(psfake.User{Email: "x@example.com"})
		curl := c.v1Client()
		curl.sendJSON("POST", "/v1/machines/"+m.ID+"/accessors", `{
        "id": "`+m.ID+`",
        "userId": "`+u.ID+`"
      }`).wantStatus(t, "accessor", 200)
		curl.sendJSON("PATCH", "/v1/machines/"+m.ID+"/stop", `{"id":"`+m.ID+`"}`).wantStatus(t, "stop", 200)
		wantRejection(t, curl.sendJSON("PUT", "/v1/machines/"+m.ID, `{"id":"psother","name":"x"}`), 400, "Unknown parameter: id")
	})
}
