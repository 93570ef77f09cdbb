package psfake_test

import (
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1LifeAsDocumented(t *testing.T) {
	c := documentedCaller(t)
	o, id := c.v1Create(`,"publicIpType":"dynamic"`)
	wantKeys(t, part(o, "event"), map[string]any{"name": "create", "state": "new", "machineId": id, "dtStarted": nil,
		"dtFinished": nil, "error": nil})
	wantKeys(t, part(o, "data"), map[string]any{"name": "box", "state": "provisioning", "os": "", "machineType": "P4000",
		"agentType": "LinuxHeadless", "cpus": 8.0, "ram": 32212254720.0, "storageTotal": 107374182400.0, "storageUsed": 0.0,
		"region": "East Coast (NY2)", "privateIp": nil, "networkId": nil, "publicIp": nil, "publicIpType": "dynamic",
		"autoShutdownEnabled": false, "autoShutdownTimeout": nil, "autoShutdownForce": nil, "autoSnapshotEnabled": false,
		"autoSnapshotFrequency": nil, "autoSnapshotSaveCount": nil, "updatesPending": false, "restorePointEnabled": false,
		"restorePointFrequency": nil, "restorePointSnapshotId": nil, "usageRate": 0.4, "storageRate": 7.0,
		"dtCreated": "2017-02-16T20:26:54.880Z", "dtModified": "2017-02-16T20:26:54.880Z", "dtDeleted": nil, "reservation": nil})
	event := part(o, "event")["id"].(string)

	c.clock.Advance(paced.Provision / 2)
	wantKeys(t, c.v1OK("GET", "/machine-events/"+event, ""), map[string]any{"state": "done",
		"dtStarted": "2017-02-16T20:27:24.880Z", "dtFinished": "2017-02-16T20:27:24.880Z"})
	wantKeys(t, c.v1Show(id), map[string]any{"state": "provisioning", "os": "Ubuntu 20.04", "networkId": "n789ghi"})
	c.clock.Advance(paced.Provision / 2)
	m := c.v1Show(id)
	wantKeys(t, m, map[string]any{"state": "ready", "dtModified": "2017-02-16T20:27:54.880Z"})
	want(t, "dynamic address while it runs", m["publicIp"] != nil, true)

	stop := c.v1OK("PATCH", "/machines/"+id+"/stop", "")
	want(t, "event", part(stop, "event")["name"], any("stop"))
	want(t, "state", part(stop, "data")["state"], any("stopping"))
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 409, "This machine is currently stopping.")
	c.clock.Advance(paced.Stop)
	wantKeys(t, c.v1Show(id), map[string]any{"state": "off", "publicIp": nil, "publicIpType": "dynamic"})
	want(t, "a second stop is done immediately", part(c.v1OK("PATCH", "/machines/"+id+"/stop", ""), "event")["state"], any("done"))

	c.v1OK("PATCH", "/machines/"+id+"/start", "{}")
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 409, "This machine is currently starting.")
	c.clock.Advance(paced.Start)
	restart := c.v1OK("PATCH", "/machines/"+id+"/restart", "")
	want(t, "state", part(restart, "data")["state"], any("restarting"))
	c.clock.Advance(paced.Restart)
	want(t, "state", c.v1Show(id)["state"], any("ready"))
	want(t, "events", c.v1Events(id), "restart/done start/done stop/done stop/done start/done create/done")

	gone := c.v1OK("DELETE", "/machines/"+id, "")
	wantKeys(t, part(gone, "event"), map[string]any{"name": "deactivate", "state": "in progress"})
	want(t, "still there", c.v1Show(id)["dtDeleted"], nil)
	want(t, "still listed", len(items(c.v1OK("GET", "/machines", ""))), 1)
	wantRejection(t, c.v1("DELETE", "/machines/"+id, ""), 404, "Machine")
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 404, "Machine")
	c.clock.Advance(paced.Destroy)
	wantRejection(t, c.v1("GET", "/machines/"+id, ""), 404, "Machine")
	want(t, "its events remain", c.v1OK("GET", "/machine-events/"+event, "")["machineId"], any(id))
}

func TestV1LifeAsObserved(t *testing.T) {
	c := observedCaller(t)
	o, id := c.v1Create(`,"publicIpType":"static","startOnCreate":true`)
	m := part(o, "data")
	wantKeys(t, m, map[string]any{"ram": "32212254720", "storageTotal": "107374182400", "storageUsed": "0", "os": ""})
	address := m["publicIp"]
	want(t, "static address immediately", address != nil, true)
	gpu := m["accelerators"].([]any)[0].(map[string]any)
	wantKeys(t, gpu, map[string]any{"name": "Quadro P4000", "memory": "8589934592", "count": 1.0})

	c.clock.Advance(paced.Provision / 2)
	want(t, "late os", c.v1Show(id)["os"], any(""))
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/stop", ""), 412, "currently provisioning.")
	c.clock.Advance(paced.Provision / 2)
	wantKeys(t, c.v1Show(id), map[string]any{"state": "ready", "os": "Ubuntu 20.04", "publicIp": address})
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 412, "currently ready.")

	restart := c.v1OK("PATCH", "/machines/"+id+"/restart", "")
	want(t, "event", part(restart, "event")["state"], any("new"))
	want(t, "state lags", part(restart, "data")["state"], any("ready"))
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/stop", ""), 412, "currently restarting.")
	c.clock.Advance(3 * time.Second)
	want(t, "state", c.v1Show(id)["state"], any("restarting"))
	c.clock.Advance(27 * time.Second)
	want(t, "state", c.v1Show(id)["state"], any("ready"))

	stop := c.v1OK("PATCH", "/machines/"+id+"/stop", "")
	want(t, "state lags", part(stop, "data")["state"], any("ready"))
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 412, "currently stopping.")
	c.clock.Advance(paced.Stop)
	wantKeys(t, c.v1Show(id), map[string]any{"state": "off", "publicIp": address})
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/stop", ""), 412, "currently off.")
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/restart", ""), 412, "currently off.")

	c.v1OK("DELETE", "/machines/"+id, "")
	wantKeys(t, c.v1Show(id), map[string]any{"dtDeleted": "2017-02-16T20:29:04.880Z", "publicIp": nil})
	want(t, "not listed", len(items(c.v1OK("GET", "/machines", ""))), 0)
	c.clock.Advance(paced.Destroy)
	want(t, "gone", c.v1("GET", "/machines/"+id, "").status, 404)
	left := items(c.v1OK("GET", "/public-ips", ""))
	want(t, "its address remains", left[0]["ip"], address)
	want(t, "unassigned", left[0]["assignedMachineId"], nil)
}

func TestV1CreateOff(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		_, id := c.v1Create(`,"startOnCreate":false`)
		c.clock.Advance(paced.Provision)
		want(t, "state", c.v1Show(id)["state"], any("off"))
		want(t, "events", c.v1Events(id), "create/done")
	})
}

// In the documented behavior, a restart boots a machine that is off, as with CORE.
func TestV1RestartOfOff(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{State: "off"})
	o := c.v1OK("PATCH", "/machines/"+m.ID+"/restart", "")
	want(t, "event", part(o, "event")["name"], any("start"))
	want(t, "state", part(o, "data")["state"], any("starting"))
}

// The documentation defines no body for a PATCH, so this test defines which bodies a client can send.
func TestV1PatchBody(t *testing.T) {
	for kind, tc := range map[string]struct {
		body   string
		status int
	}{
		"":                 {"", 200},
		"text/plain":       {"", 200},
		"application/json": {"{}", 200},

		"application/json; charset=utf-8":   {"", 400},
		"application/x-www-form-urlencoded": {"", 400},
		"application/JSON":                  {`{"id":"x"}`, 400},
	} {
		inBoth(t, func(t *testing.T, c *caller) {
			m := c.AddMachine(psfake.Machine{})
			c.http.Transport = contentType{kind, c.http.Transport}
			want(t, kind, c.v1("PATCH", "/machines/"+m.ID+"/stop", tc.body).status, tc.status)
			want(t, "effect of "+kind, c.Journal()[0].Effect, tc.status == 200)
		})
	}
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{})
	c.http.Transport = contentType{"application/json", c.http.Transport}
	want(t, "GET with a type", c.v1("GET", "/machines/"+m.ID, "").status, 200)
	want(t, "DELETE with a type", c.v1("DELETE", "/machines/"+m.ID, "").status, 200)
}

func TestV1Trouble(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		c.Inject(psfake.Fault{Call: "machines.create", Machine: "box", Kind: psfake.FaultFailure, Times: 1})
		_, id := c.v1Create(`,"startOnCreate":true`)
		c.clock.Advance(paced.Provision)
		want(t, "state", c.v1Show(id)["state"], any("off"))
		newest := items(c.v1OK("GET", "/machine-events?machineId="+id, ""))[0]
		wantKeys(t, newest, map[string]any{"state": "error", "error": psfake.Capacity, "machineId": id})

		c.Inject(psfake.Fault{Call: "machines.start", Machine: id, Kind: psfake.FaultStuck})
		c.v1OK("PATCH", "/machines/"+id+"/start", "")
		c.clock.Advance(time.Hour)
		want(t, "stuck", c.v1Show(id)["state"], any("starting"))

		c.Inject(psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultCutAfter, Times: 1})
		if _, err := c.send("DELETE", "/v1/machines/"+id, ""); err == nil {
			t.Error("a response")
		}
		c.clock.Advance(paced.Destroy)
		want(t, "gone anyway", len(c.Machines()), 0)

		c.SetAvailability(psfake.EastCoast, "P4000", false)
		wantRejection(t, c.v1("POST", "/machines", box+"}"), 400, "insufficient capacity")
	})
}

// A stale read returns the earlier state, including events and addresses.
func TestV1Stale(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		c.clock.Advance(time.Minute)
		_, id := c.v1Create(`,"publicIpType":"static","startOnCreate":true`)
		c.clock.Advance(paced.Provision)
		c.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: paced.Provision + time.Second})
		want(t, "machine", c.v1("GET", "/machines/"+id, "").status, 404)
		for _, path := range []string{"/machines", "/machine-events", "/public-ips"} {
			want(t, path, len(items(c.v1OK("GET", path, ""))), 0)
		}
	})
}

func TestV1DeleteCanRequireOff(t *testing.T) {
	c := documentedCaller(t)
	c.ChangeBehavior(func(d *psfake.Behavior) { d.V1.DeleteNeedsOff = true })
	on, off := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{State: "off"})
	wantRejection(t, c.v1("DELETE", "/machines/"+on.ID, ""), 409, "must be off")
	c.v1OK("DELETE", "/machines/"+off.ID, "")
}
