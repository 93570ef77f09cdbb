package psfake_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// overBothTransports runs a test with the RoundTripper and with a real server.
func overBothTransports(t *testing.T, test func(t *testing.T, c *caller)) {
	t.Run("in memory", func(t *testing.T) { test(t, newCaller(t, psfake.WithTimings(air))) })
	t.Run("server", func(t *testing.T) {
		c := newCaller(t, psfake.WithTimings(air))
		server := httptest.NewServer(fakecore.New(c.Server))
		t.Cleanup(server.Close)
		c.base, c.http = server.URL, server.Client()
		test(t, c)
	})
}

func TestFaultKinds(t *testing.T) {
	const nested = `{"error":{"name":"Error","status":503,"message":"Internal server error"}}`
	for _, tc := range []struct {
		fault  psfake.Fault
		status int // 0 = no response
		body   string
		broken bool // the body is missing, or is not JSON
		effect bool
	}{
		{psfake.Fault{Kind: psfake.FaultStatus, Status: 503, RetryAfter: "7"}, 503, nested, false, false},
		{psfake.Fault{Kind: psfake.FaultStatusAfter, Status: 503}, 503, nested, false, true},
		{psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "3"}, 429, "", false, false},
		{psfake.Fault{Kind: psfake.FaultHTML}, 502, "", true, false},
		{psfake.Fault{Kind: psfake.FaultHTMLAfter, Status: 504}, 504, "", true, true},
		{psfake.Fault{Kind: psfake.FaultCut}, 0, "", true, false},
		{psfake.Fault{Kind: psfake.FaultCutAfter}, 0, "", true, true},
		{psfake.Fault{Kind: psfake.FaultTruncate}, 201, "", true, true},
		{psfake.Fault{Kind: psfake.FaultNoBody}, 201, "", true, true},
		{psfake.Fault{Kind: psfake.FaultSlow, Delay: time.Millisecond}, 201, "", false, true},
		{psfake.Fault{Kind: psfake.FaultReject, Status: 422, Message: "no"}, 422, `{"error":{"name":"Error","status":422,"message":"no"}}`, false, false},
		{psfake.Fault{Kind: psfake.FaultFailure}, 201, "", false, true},
		{psfake.Fault{Kind: psfake.FaultStuck}, 201, "", false, true},
	} {
		t.Run(string(tc.fault.Kind), func(t *testing.T) {
			overBothTransports(t, func(t *testing.T, c *caller) {
				tc.fault.Times, tc.fault.Call = 1, "machines.create"
				c.Inject(tc.fault)
				r, err := c.send("POST", "/machines/createSingleMachinePublic", ubuntu+"}")
				switch {
				case tc.status == 0 && err == nil:
					t.Errorf("a response: %d %s", r.status, r.raw)
				case tc.status != 0:
					want(t, "status", r.status, tc.status)
					want(t, "retry after", r.header.Get("Retry-After"), tc.fault.RetryAfter)
					want(t, "broken", err != nil || !json.Valid([]byte(r.raw)), tc.broken)
				}
				if tc.body != "" {
					want(t, "body", r.raw, tc.body)
				}
				want(t, "effect", len(c.Machines()) == 1, tc.effect)
				e := c.Journal()[0]
				want(t, "journal: fault", e.Fault, string(tc.fault.Kind))
				want(t, "journal: status", e.Status, tc.status)
				want(t, "journal: effect", e.Effect, tc.effect)
				want(t, "journal: machine", e.MachineID != "", tc.effect)
				c.create("") // the fault has expired
			})
		})
	}
}

func TestTruncations(t *testing.T) {
	overBothTransports(t, func(t *testing.T, c *caller) {
		c.Inject(psfake.Fault{Kind: psfake.FaultTruncate})
		var lengths []string
		for range 3 {
			r, err := c.send("GET", "/users/getUsers", "")
			want(t, "status", r.status, 200)
			want(t, "complete", json.Valid([]byte(r.raw)), false)
			lengths = append(lengths, r.header.Get("Content-Length"))
			want(t, "the transport returns an error", err != nil, len(lengths) == 3)
		}
		want(t, "no length", lengths[0], "")
		half, _ := strconv.Atoi(lengths[1])
		whole, _ := strconv.Atoi(lengths[2])
		want(t, "length of the half", half, whole/2)
	})
}

func TestFaultOnPowerCalls(t *testing.T) {
	overBothTransports(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{})
		c.Inject(psfake.Fault{Kind: psfake.FaultCutAfter, Times: 1})
		if _, err := c.send("POST", "/machines/"+m.ID+"/stop", ""); err == nil {
			t.Error("a response")
		}
		want(t, "stopping", c.show(m.ID)["state"], any("stopping"))
		c.Inject(psfake.Fault{Kind: psfake.FaultTruncate, Times: 1})
		want(t, "nothing to cut short", c.post("/machines/"+m.ID+"/destroyMachine", "").status, 204)
	})
}

func TestFailedCreate(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	remove := c.Inject(psfake.Fault{Kind: psfake.FaultFailure, Machine: "box"})
	id := c.create("")
	c.clock.Advance(air.Provision / 2)
	want(t, "under way", newest(c.show(id)), "start/in progress create/done")
	c.clock.Advance(air.Provision)
	m := c.show(id)
	want(t, "state", m["state"], any("off"))
	want(t, "events", newest(m), "start/error create/done")
	want(t, "message", m["events"].([]any)[0].(map[string]any)["errorMsg"], any(psfake.Capacity))

	remove()
	c.Inject(psfake.Fault{Kind: psfake.FaultFailure, Message: "other", Machine: id})
	c.post("/machines/"+id+"/start", "")
	c.clock.Advance(air.Start)
	want(t, "message", c.show(id)["events"].([]any)[0].(map[string]any)["errorMsg"], any("other"))

	c.ClearFaults()
	c.Inject(psfake.Fault{Kind: psfake.FaultFailure, Message: "no disk", Call: "machines.create"})
	id = c.create(`,"startOnCreate":false`)
	c.clock.Advance(air.Provision)
	want(t, "without a boot", newest(c.show(id)), "create/error")
}

func TestStuck(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air), psfake.WithBehavior(psfake.Observed()))
	c.Inject(psfake.Fault{Kind: psfake.FaultStuck})
	on, off, up, gone := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{State: "off"}),
		c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
	made := c.create("")
	c.post("/machines/"+on.ID+"/stop", "")
	c.post("/machines/"+off.ID+"/start", "")
	c.post("/machines/"+up.ID+"/restart", "")
	c.post("/machines/"+gone.ID+"/destroyMachine", "")
	c.clock.Advance(time.Hour)
	for id, state := range map[string]string{made: "provisioning", on.ID: "stopping", off.ID: "starting", up.ID: "restarting", gone.ID: "off"} {
		want(t, id, c.show(id)["state"], any(state))
	}
	// A change of the state in the console ends the stuck change.
	c.ChangeMachine(made, func(m *psfake.Machine) { m.State = "ready" })
	wantKeys(t, c.show(made), map[string]any{"state": "ready", "region": "East Coast (NY2)"})
}

func TestStale(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	id := c.create("")
	c.clock.Advance(10 * time.Second)
	c.post("/machines/"+id+"/updateMachinePublic", `{"machineName":"new"}`)
	c.clock.Advance(50 * time.Second)
	stale := func(age time.Duration) { c.ClearFaults(); c.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: age}) }
	for _, tc := range []struct {
		age   time.Duration
		name  string
		state string
	}{{0, "new", "ready"}, {10 * time.Second, "new", "provisioning"}, {55 * time.Second, "box", "provisioning"}} {
		stale(tc.age)
		wantKeys(t, c.show(id), map[string]any{"name": tc.name, "state": tc.state})
		want(t, "list", c.get("/machines/getMachines").list(t)[0]["name"], any(tc.name))
	}
	stale(2 * time.Minute)
	want(t, "before it was made", c.get("/machines/getMachinePublic?machineId="+id).status, 404)
	want(t, "list", len(c.get("/machines/getMachines").list(t)), 0)
	c.RemoveMachine(id)
	c.clock.Advance(5 * time.Second)
	stale(6 * time.Second)
	want(t, "vanished, but not yet", c.show(id)["state"], any("ready"))
	want(t, "writes know", c.post("/machines/"+id+"/stop", "").status, 404)
}

func TestWhichRequestsAreHit(t *testing.T) {
	c := newCaller(t, psfake.WithSeed(7))
	a, b := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
	status := func(id string) int { return c.get("/machines/getMachinePublic?machineId=" + id).status }
	c.Inject(psfake.Fault{Kind: psfake.FaultStatus, Call: "machines.*", Machine: a.ID, Skip: 1, Times: 2})
	for _, s := range []int{200, 500, 500, 200} {
		want(t, "b", status(b.ID), 200)
		want(t, "a", status(a.ID), s)
		want(t, "templates", c.get("/templates/getTemplates").status, 200)
	}
	c.ClearFaults()
	remove := c.Inject(psfake.Fault{Kind: psfake.FaultStatus, Rate: 0.2})
	hits := 0
	for range 1000 {
		if status(a.ID) == 500 {
			hits++
		}
	}
	if hits < 150 || hits > 250 {
		t.Errorf("a fifth of 1000 is %d", hits)
	}
	remove()
	want(t, "removed", status(a.ID), 200)

	c.Inject(psfake.Fault{Kind: psfake.FaultReject, Status: 409, Machine: "box"})
	want(t, "by name", c.post("/machines/createSingleMachinePublic", ubuntu+"}").status, 409)
	want(t, "others", c.get("/machines/getMachines").status, 200)
}

func TestLimit(t *testing.T) {
	c := newCaller(t)
	c.Limit(2, 3)
	codes := func(n int) (out []int) {
		for range n {
			r := c.get("/users/getUsers")
			if r.status == http.StatusTooManyRequests {
				want(t, "retry after", r.header.Get("Retry-After"), "1")
			}
			out = append(out, r.status)
		}
		return out
	}
	equal := func(got []int, limited int) {
		t.Helper()
		n := 0
		for _, s := range got {
			if s == http.StatusTooManyRequests {
				n++
			}
		}
		want(t, "limited", n, limited)
	}
	equal(codes(5), 2)
	c.clock.Advance(time.Second)
	equal(codes(5), 3)
	for range 10 {
		c.clock.Advance(100 * time.Millisecond)
		c.clock.Advance(400 * time.Millisecond)
		equal(codes(1), 0)
	}
	want(t, "journal", c.Journal()[4].Fault, "limit")
	c.Limit(0, 0)
	equal(codes(20), 0)
}
