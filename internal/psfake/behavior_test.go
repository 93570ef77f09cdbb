package psfake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Each field of Behavior has the effect that its comment describes, and is off in the zero value.
func TestBehaviorKnobs(t *testing.T) {
	create := func(c *caller) reply { return c.post("/machines/createSingleMachinePublic", ubuntu+"}") }
	show := func(m psfake.Machine, key string) func(c *caller) any {
		return func(c *caller) any {
			m := c.AddMachine(m)
			v, ok := c.show(m.ID)[key]
			if !ok {
				return "absent"
			}
			return v
		}
	}
	status := func(method, path string) func(c *caller) any {
		return func(c *caller) any { return c.must(method, path, "").status }
	}
	const unknown = "/machines/psnone"
	for name, tc := range map[string]struct {
		behavior psfake.Behavior
		look     func(c *caller) any
		off, on  any
	}{
		"CreateStatus":    {psfake.Behavior{Observed: true}, func(c *caller) any { return create(c).status }, 201, 200},
		"EchoMachineType": {psfake.Behavior{EchoMachineType: true}, show(psfake.Machine{}, "machineType"), "absent", "P4000"},
		"EmptyAddress":    {psfake.Behavior{EmptyAddress: true}, show(psfake.Machine{}, "publicIpAddress"), nil, ""},
		"InnerNotFound":   {psfake.Behavior{Observed: true}, status("POST", unknown+"/start"), 404, 400},
		"MissingAs200":    {psfake.Behavior{Observed: true}, status("GET", "/machines/getMachinePublic?machineId=x"), 404, 200},
		"CapitalBilling":  {psfake.Behavior{CapitalBilling: true}, show(psfake.Machine{}, "usageRate"), "P4000 hourly", "P4000 Hourly"},
		"OmitOwner":       {psfake.Behavior{OmitOwner: true}, show(psfake.Machine{}, "userId"), "u123abc", "absent"},
		"DynamicNull":     {psfake.Behavior{DynamicNull: true}, show(psfake.Machine{}, "dynamicPublicIp"), false, nil},
		"DynamicNull on":  {psfake.Behavior{DynamicNull: true}, show(psfake.Machine{DynamicPublicIP: true}, "dynamicPublicIp"), true, true},
		"TextAsNumbers":   {psfake.Behavior{TextAsNumbers: true}, show(psfake.Machine{}, "ram"), "32212254720", 32212254720.0},
		"cpus":            {psfake.Behavior{TextAsNumbers: true}, show(psfake.Machine{}, "cpus"), 8.0, "8"},
		"LateKeys":        {psfake.Behavior{LateKeys: true}, show(psfake.Machine{}, "isManaged"), "absent", false},
		"list only":       {psfake.Behavior{LateKeys: true}, show(psfake.Machine{}, "internalId"), "absent", "absent"},
		"NoneGPU":         {psfake.Behavior{NoneGPU: true}, show(psfake.Machine{MachineType: "C1"}, "gpu"), nil, "None"},
		"SnapshotsNull": {psfake.Behavior{Observed: true}, show(psfake.Machine{SnapshotFrequency: "day"}, "autoSnapshotFrequency"),
			"day", nil},
		"DefaultShutdownHours": {psfake.Behavior{Observed: true}, func(c *caller) any {
			return create(c).object(c.t)["shutdownTimeoutInHours"]
		}, 24.0, 168.0},
		"FinishedNull": {psfake.Behavior{FinishedNull: true}, func(c *caller) any {
			id := c.create("")
			return c.show(id)["events"].([]any)[0].(map[string]any)["dtFinished"]
		}, "2017-02-16T20:26:54.880Z", nil},
		"KeepsTimeoutOnNull": {psfake.Behavior{KeepsTimeoutOnNull: true}, func(c *caller) any {
			m := c.AddMachine(psfake.Machine{ShutdownHours: new(9)})
			c.post("/machines/"+m.ID+"/updateMachinePublic", `{"shutdownTimeoutInHours":null}`)
			return c.show(m.ID)["shutdownTimeoutInHours"]
		}, nil, 9.0},
		"ListHidesDestroyed": {psfake.Behavior{ListHidesDestroyed: true}, func(c *caller) any {
			m := c.AddMachine(psfake.Machine{})
			c.post("/machines/"+m.ID+"/destroyMachine", "")
			return len(c.get("/machines/getMachines").list(c.t))
		}, 1, 0},
		"EarlyAddress": {psfake.Behavior{Observed: true}, func(c *caller) any {
			m := c.post("/machines/createSingleMachinePublic", ubuntu+`,"assignPublicIp":true}`).object(c.t)
			return m["publicIpAddress"] == nil
		}, false, true},
		"RestartNeedsOn": {psfake.Behavior{Observed: true}, func(c *caller) any {
			return c.post("/machines/"+c.AddMachine(psfake.Machine{State: "off"}).ID+"/restart", "").status
		}, 204, 400},
		"AccessEmpty": {psfake.Behavior{Observed: true}, func(c *caller) any {
			id := c.AddMachine(psfake.Machine{}).ID
			return c.post("/machines/"+id+"/setMachineAccess", `{"machineId":"`+id+`","userId":"u123abc","enableAccess":true}`).status
		}, 200, 204},
		"UniqueScripts": {psfake.Behavior{Observed: true}, func(c *caller) any {
			c.AddScript(psfake.Script{Name: "x"})
			return c.post("/scripts/createScript", `{"scriptName":"x","scriptText":"x"}`).status
		}, 200, 400},
		"MonthlySnapshots": {psfake.Behavior{Observed: true}, func(c *caller) any {
			return c.post("/machines/createSingleMachinePublic", ubuntu+`,"autoSnapshotFrequency":"month"}`).status
		}, 400, 200},
		"PartialUsage": {psfake.Behavior{Observed: true}, func(c *caller) any {
			id := c.AddMachine(psfake.Machine{State: "off"}).ID
			return strings.Contains(c.get("/machines/getUtilization?billingMonth=2017-02&machineId="+id).raw, "hourlyRate")
		}, true, false},
		"user fields": {psfake.Behavior{LateKeys: true}, func(c *caller) any {
			return strings.Contains(c.get("/users/getUsers").raw, `"isAdmin":true,"isOwner":true`)
		}, false, true},
	} {
		timings := psfake.Timings{Destroy: time.Minute}
		want(t, name+" off", tc.look(newCaller(t, psfake.WithBehavior(psfake.Behavior{}), psfake.WithTimings(timings))), tc.off)
		want(t, name+" on", tc.look(newCaller(t, psfake.WithBehavior(tc.behavior), psfake.WithTimings(timings))), tc.on)
	}
}

func TestErrorShapes(t *testing.T) {
	for shape, body := range map[psfake.ErrorShape]string{
		psfake.Nested: `{"error":{"name":"Error","status":404,"message":"Machine not found"}}`,
		psfake.Flat:   `{"status":404,"message":"Machine not found"}`,
		psfake.Text:   `Machine not found`,
	} {
		c := newCaller(t, psfake.WithBehavior(psfake.Behavior{ErrorShape: shape}))
		r := c.get("/machines/getMachinePublic?machineId=x")
		want(t, "status", r.status, 404)
		want(t, "body", r.raw, body)
		want(t, "write", c.post("/machines/x/stop", "").raw, body)
	}
}

func TestKey(t *testing.T) {
	for _, tc := range []struct {
		behavior psfake.Behavior
		status   int
		body     string
	}{
		{psfake.Documented(), 401, `{"status":401,"message":"Invalid API token"}`},
		{psfake.Observed(), 400, `{"status":400,"message":"Invalid API token"}`},
	} {
		c := newCaller(t, psfake.WithBehavior(tc.behavior), psfake.WithKey("another"))
		r := c.post("/machines/createSingleMachinePublic", ubuntu+"}")
		want(t, "status", r.status, tc.status)
		want(t, "body", r.raw, tc.body)
		e := c.Journal()[0]
		want(t, "key", e.KeyOK, false)
		want(t, "effect", e.Effect, false)
	}
}

func TestUnknownRoute(t *testing.T) {
	c := newCaller(t)
	for _, path := range []string{"/", "/machines", "/machines/updateMachine", "/machines//start", "/machines/ps1/waitfor",
		"/machines/?/start/x", "/machines/getMachines//", "//machines/getMachines"} {
		r := c.get(path)
		want(t, path, r.status, 404)
		want(t, path+" is a page", strings.HasPrefix(r.header.Get("Content-Type"), "text/html"), true)
	}
	r := c.must("DELETE", "/machines/ps1/destroyMachine", "")
	want(t, "method", r.status, 405)
	want(t, "allow", r.header.Get("Allow"), "POST")
	want(t, "GET of a write", c.get("/machines/ps1/start").status, 405)
	want(t, "unknown calls", c.Journal().Count("unknown"), len(c.Journal()))

	ok := c.get("/machines/getMachines")
	want(t, "date", ok.header.Get("Date"), "Thu, 16 Feb 2017 20:26:54 GMT")
	want(t, "request id", len(ok.header.Get("X-Request-Id")), 36)
	want(t, "empty list", ok.raw, "[]")
}
