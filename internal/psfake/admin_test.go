package psfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

func TestAdmin(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	id := c.post("/_fake/machines", `{"Name":"drifter","ShutdownHours":4}`).object(t)["ID"].(string)
	want(t, "patch", c.must("PATCH", "/_fake/machines/"+id, `{"ShutdownHours":3,"state":"off"}`).status, 200)
	wantKeys(t, c.show(id), map[string]any{"shutdownTimeoutInHours": 3.0, "state": "off", "name": "drifter"})
	c.must("PATCH", "/_fake/machines/"+id, `{"ShutdownHours":null}`)
	wantKeys(t, c.show(id), map[string]any{"shutdownTimeoutInHours": nil})
	want(t, "unknown field", c.must("PATCH", "/_fake/machines/"+id, `{"Label":"x"}`).status, 400)
	want(t, "unknown machine", c.must("PATCH", "/_fake/machines/psnone", `{}`).status, 404)
	want(t, "list", len(c.get("/_fake/machines").list(t)), 1)

	want(t, "clock", c.post("/_fake/clock", `{"advance":"10s"}`).object(t)["Now"], any("2017-02-16T20:27:04.88Z"))
	want(t, "fault", c.post("/_fake/faults", `{"Call":"machines.show","Kind":"status","Status":503,"Times":1,"Delay":"1s"}`).status, 204)
	want(t, "hit", c.get("/machines/getMachinePublic?machineId="+id).status, 503)
	want(t, "bad fault", c.post("/_fake/faults", `{"Kind":"cot"}`).status, 400)
	c.post("/_fake/faults", `{"Kind":"cut"}`)
	want(t, "clear", c.must("DELETE", "/_fake/faults", "").status, 204)
	c.post("/_fake/availability", `{"Region":"East Coast (NY2)","MachineType":"V100","Available":false}`)
	want(t, "availability", c.get("/machines/getAvailability?region=East%20Coast%20(NY2)&machineType=V100").raw, `{"available":false}`)
	want(t, "limit", c.post("/_fake/limit", `{"PerSecond":0}`).status, 204)

	want(t, "counts", c.get("/_fake/counts").object(t)["machines.show"], any(3.0))
	want(t, "journal", len(c.get("/_fake/journal").list(t)), 4)
	want(t, "reset", c.must("DELETE", "/_fake/journal", "").status, 204)
	want(t, "journal", strings.TrimSpace(c.get("/_fake/journal").raw), "[]")
	want(t, "remove", c.must("DELETE", "/_fake/machines/"+id, "").status, 204)
	want(t, "removed", c.must("DELETE", "/_fake/machines/"+id, "").status, 404)

	c = newCaller(t, psfake.WithClock(time.Now))
	want(t, "no clock to advance", c.post("/_fake/clock", `{"advance":"10s"}`).status, 400)
}

func TestJournal(t *testing.T) {
	c := newCaller(t)
	id := c.create("")
	c.show(id)
	c.post("/machines/"+id+"/stop", "not JSON")
	c.get("/templates/getTemplates?label=x")
	c.post("/nowhere", "")
	j := c.Journal()
	want(t, "all", j.Count(), 5)
	want(t, "noun", j.Count("machines.*"), 3)
	want(t, "two", j.Count("machines.show", "templates.list"), 2)
	want(t, "writes", len(j.Writes()), 3)
	want(t, "counts", fmt.Sprint(j.Counts()), "map[machines.create:1 machines.show:1 machines.stop:1 templates.list:1 unknown:1]")
	want(t, "query", j[3].Query.Get("label"), "x")
	want(t, "path", j[2].Path, "/machines/"+id+"/stop")
	want(t, "rejected", j[2].Status, 400)
	want(t, "odd body", string(j[2].Body), `"not JSON"`)
	if _, err := json.Marshal(j); err != nil {
		t.Error(err)
	}
	c.ResetJournal()
	want(t, "reset", len(c.Journal()), 0)
	want(t, "the returned entry does not change", len(j), 5)
}

// A change to a returned object does not change the server's state.
func TestCopies(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{ShutdownHours: new(4), Events: []psfake.Event{{Name: "start", State: "done"}}})
	*m.ShutdownHours, m.Events[0].Name = 9, "x"
	got, _ := c.Machine(m.ID)
	want(t, "hours", *got.ShutdownHours, 4)
	*got.ShutdownHours, got.Events[0].Name = 9, "x"
	all := c.Machines()
	want(t, "hours", *all[0].ShutdownHours, 4)
	want(t, "event", all[0].Events[0].Name, "start")
	want(t, "handle", all[0].Events[0].Handle != "", true)
	want(t, "none", c.ChangeMachine("psnone", func(*psfake.Machine) {}), false)
	want(t, "none", c.RemoveMachine("psnone"), false)
}

func TestConcurrency(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	c.Inject(psfake.Fault{Kind: psfake.FaultStatusAfter, Rate: 0.1})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			c.post("/machines/createSingleMachinePublic", ubuntu+"}")
			c.get("/machines/getMachines")
			c.get("/_fake/machines")
			c.clock.Advance(time.Second)
			for _, m := range c.Machines() {
				c.ChangeMachine(m.ID, func(m *psfake.Machine) { m.Name += "x" })
			}
		})
	}
	wg.Wait()
	want(t, "machines", len(c.Machines()), 20)
	ids := map[string]bool{}
	for _, m := range c.Machines() {
		ids[m.ID+m.PrivateIP] = true
	}
	want(t, "separate values", len(ids), 20)
}

func BenchmarkList(b *testing.B) {
	w := psfake.New()
	for range 1000 {
		w.AddMachine(psfake.Machine{})
	}
	rt := psfake.RoundTripper(fakecore.New(w))
	for b.Loop() {
		list(b, rt)
	}
}
