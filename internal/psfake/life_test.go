package psfake_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

type dropContentType struct{ next http.RoundTripper }

func (d dropContentType) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Del("Content-Type")
	return d.next.RoundTrip(r)
}

// TestRecordedLife checks the states and events that were recorded for a machine, from create to destroy.
func TestRecordedLife(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air), psfake.WithBehavior(psfake.Observed()))
	id := c.create(`,"assignPublicIp":true`)
	bare := map[string]any{"state": "provisioning", "os": nil, "ram": nil, "gpu": nil, "storageTotal": nil,
		"storageUsed": nil, "networkId": nil, "privateIpAddress": nil, "region": nil, "cpus": 1.0,
		"publicIpAddress": "", "dynamicPublicIp": false, "usageRate": "P4000 Hourly", "shutdownTimeoutInHours": 168.0}
	m := c.show(id)
	wantKeys(t, m, bare)
	want(t, "events", newest(m), "create/new")
	if got := c.get("/machines/getMachines?region=East%20Coast%20(NY2)").list(t); len(got) != 0 {
		t.Errorf("a machine without region is found by it: %v", got)
	}

	c.clock.Advance(35 * time.Second)
	m = c.show(id)
	wantKeys(t, m, map[string]any{"state": "provisioning", "os": "", "ram": "32212254720", "gpu": "Quadro P4000",
		"storageTotal": "107374182400", "storageUsed": "0", "networkId": "n789ghi", "region": "East Coast (NY2)",
		"cpus": 8.0, "publicIpAddress": ""})
	want(t, "events", newest(m), "start/in progress create/done")
	want(t, "private address", m["privateIpAddress"] != nil, true)

	c.clock.Advance(22 * time.Second)
	m = c.show(id)
	wantKeys(t, m, map[string]any{"state": "ready", "os": "Ubuntu 20.04"})
	want(t, "events", newest(m), "start/done create/done")
	event := m["events"].([]any)[0].(map[string]any)
	want(t, "dtFinished", event["dtFinished"], any("2017-02-16T20:27:51.880Z"))
	address := m["publicIpAddress"]
	want(t, "public address", address != "", true)

	want(t, "stop", c.post("/machines/"+id+"/stop", "").status, 204)
	m = c.show(id)
	want(t, "state lags", m["state"], any("ready"))
	want(t, "events", newest(m), "stop/new start/done create/done")
	want(t, "second stop", c.post("/machines/"+id+"/stop", "").status, 204)
	c.clock.Advance(4 * time.Second)
	m = c.show(id)
	want(t, "state", m["state"], any("stopping"))
	want(t, "events", newest(m), "stop/in progress start/done create/done")
	c.clock.Advance(64 * time.Second)
	m = c.show(id)
	wantKeys(t, m, map[string]any{"state": "off", "publicIpAddress": address})

	want(t, "start", c.post("/machines/"+id+"/start", `{"machineId":"`+id+`"}`).status, 204)
	m = c.show(id)
	want(t, "state", m["state"], any("starting"))
	want(t, "events", newest(m), "start/in progress stop/done start/done create/done")
	c.clock.Advance(air.Start)
	want(t, "state", c.show(id)["state"], any("ready"))

	want(t, "restart", c.post("/machines/"+id+"/restart", "").status, 204)
	want(t, "state", c.show(id)["state"], any("restarting"))
	c.clock.Advance(30 * time.Second)
	m = c.show(id)
	want(t, "state after its event", m["state"], any("restarting"))
	want(t, "events", newest(m)[:len("restart/done")], "restart/done")
	c.post("/machines/"+id+"/restart", "")
	c.clock.Advance(30 * time.Second)
	want(t, "restarted again", c.show(id)["state"], any("restarting"))
	c.clock.Advance(5 * time.Second)
	want(t, "state", c.show(id)["state"], any("ready"))

	want(t, "destroy", c.post("/machines/"+id+"/destroyMachine", "").status, 204)
	c.clock.Advance(time.Minute)
	m = c.show(id)
	want(t, "state", m["state"], any("off"))
	want(t, "events", newest(m)[:len("deactivate/in progress bill-sessions/done")], "deactivate/in progress bill-sessions/done")
	want(t, "list hides it", len(c.get("/machines/getMachines").list(t)), 0)
	again := c.post("/machines/"+id+"/destroyMachine", "")
	want(t, "second destroy", again.status, 400)
	want(t, "inner status", again.object(t)["error"].(map[string]any)["status"], any(404.0))
	c.clock.Advance(30 * time.Second)
	gone := c.get("/machines/getMachinePublic?machineId=" + id)
	want(t, "gone", gone.raw, "{}")
	want(t, "kept address", slices.Equal(c.KeptAddresses(), []string{address.(string)}), true)
}

func TestNoOpsHaveNoEffect(t *testing.T) {
	c := newCaller(t)
	on, off := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{State: "off"})
	for _, path := range []string{on.ID + "/start", off.ID + "/stop"} {
		want(t, path, c.post("/machines/"+path, "").status, 204)
	}
	for _, e := range c.Journal() {
		want(t, "effect of "+e.Path, e.Effect, false)
	}
	want(t, "events", len(c.Machines()[0].Events)+len(c.Machines()[1].Events), 0)
	// In the documented behavior, a restart boots a machine that is off.
	c.post("/machines/"+off.ID+"/restart", "")
	want(t, "booted", c.show(off.ID)["state"], any("ready"))
}

func TestDynamicAddress(t *testing.T) {
	c := newCaller(t, psfake.Strict())
	m := c.AddMachine(psfake.Machine{DynamicPublicIP: true})
	first := c.show(m.ID)["publicIpAddress"]
	c.post("/machines/"+m.ID+"/stop", "")
	want(t, "address when off", c.show(m.ID)["publicIpAddress"], nil)
	c.post("/machines/"+m.ID+"/start", "")
	second := c.show(m.ID)["publicIpAddress"]
	want(t, "another address", second != nil && second != first, true)
	c.post("/machines/"+m.ID+"/destroyMachine", "")
	want(t, "kept", len(c.KeptAddresses()), 0)

	a := c.AddMachine(psfake.Machine{AssignPublicIP: true})
	c.post("/machines/"+a.ID+"/destroyMachine?releasePublicIp=true", "")
	want(t, "kept, because only other clients send it in the query", len(c.KeptAddresses()), 1)
	b := c.AddMachine(psfake.Machine{AssignPublicIP: true})
	c.post("/machines/"+b.ID+"/destroyMachine", `{"releasePublicIp":true}`)
	want(t, "released", len(c.KeptAddresses()), 1)
	want(t, "machines", len(c.Machines()), 0)
}

func TestServiceReady(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(psfake.Timings{Provision: 20 * time.Second, Start: 2 * time.Second, ServiceReady: 5 * time.Second}))
	id := c.create("")
	for _, step := range []struct {
		after time.Duration
		state string
	}{{14 * time.Second, "provisioning"}, {time.Second, "serviceready"}, {4 * time.Second, "serviceready"}, {time.Second, "ready"}} {
		c.clock.Advance(step.after)
		want(t, "state", c.show(id)["state"], any(step.state))
	}
	c.ChangeMachine(id, func(m *psfake.Machine) { m.State = "off" })
	c.post("/machines/"+id+"/start", "")
	want(t, "a start shorter than serviceready", c.show(id)["state"], any("serviceready"))
	c.clock.Advance(5 * time.Second)
	want(t, "state", c.show(id)["state"], any("ready"))
}

func TestBusy(t *testing.T) {
	for _, tc := range []struct {
		behavior psfake.Behavior
		state    string
	}{{psfake.Documented(), "ready"}, {psfake.Observed(), "off"}} {
		c := newCaller(t, psfake.WithTimings(air), psfake.WithBehavior(tc.behavior))
		m := c.AddMachine(psfake.Machine{})
		c.post("/machines/"+m.ID+"/stop", "")
		c.clock.Advance(air.Stop / 2)
		want(t, "state", c.show(m.ID)["state"], any("stopping"))
		want(t, "start", c.post("/machines/"+m.ID+"/start", "").status, 204)
		c.clock.Advance(air.Stop + air.Start)
		want(t, "end", c.show(m.ID)["state"], any(tc.state))
	}
}

func TestStartWithoutCapacity(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	m := c.AddMachine(psfake.Machine{State: "off"})
	c.SetAvailability(m.Region, m.MachineType, false)
	want(t, "accepted", c.post("/machines/"+m.ID+"/start", "").status, 204)
	want(t, "state", c.show(m.ID)["state"], any("starting"))
	c.clock.Advance(air.Start)
	got := c.show(m.ID)
	want(t, "state", got["state"], any("off"))
	want(t, "events", newest(got), "start/error")
	want(t, "message", got["events"].([]any)[0].(map[string]any)["errorMsg"], any(psfake.Capacity))
}

func TestEventsAreTheLastTen(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{})
	for range 6 {
		c.post("/machines/"+m.ID+"/stop", "")
		c.post("/machines/"+m.ID+"/start", "")
	}
	events := c.show(m.ID)["events"].([]any)
	want(t, "events", len(events), 10)
	want(t, "newest", events[0].(map[string]any)["name"], any("start"))
}

// A server without a Clock uses the time of a synctest bubble.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.WithTimings(air))
		c := &caller{Server: w, t: t, base: "http://fake", http: &http.Client{Transport: psfake.RoundTripper(fakecore.New(w)), Timeout: 3 * time.Second}}
		id := c.create("")
		time.Sleep(air.Provision)
		want(t, "state", c.show(id)["state"], any("ready"))

		w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: 2 * time.Second, Times: 1})
		begin := time.Now()
		c.show(id)
		want(t, "slow", time.Since(begin), 2*time.Second)
		w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: time.Minute, Times: 1})
		if _, err := c.send("POST", "/machines/"+id+"/stop", ""); err == nil {
			t.Error("the request did not time out")
		}
		want(t, "gave up", time.Since(begin), 5*time.Second)
		want(t, "state after the timeout", w.Machines()[0].State, "stopping")
	})
}

type contentType struct {
	value string
	next  http.RoundTripper
}

func (c contentType) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Content-Type", c.value)
	return c.next.RoundTrip(r)
}
