package psfake_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestCatalog(t *testing.T) {
	c := newCaller(t)
	n := c.AddNetwork(psfake.Network{Name: "edge", Region: psfake.Europe})
	want(t, "netmask", n.Netmask, "255.255.255.0")
	want(t, "network", c.get("/networks/getNetworks?name=edge").list(t)[0]["network"], any(n.Network))
	tpl := c.AddTemplate(psfake.Template{Label: "Windows 11", OS: "Windows 11"})
	want(t, "agent", tpl.AgentType, "WindowsDesktop")
	want(t, "templates", len(c.Templates()), 8)
	s := c.AddScript(psfake.Script{Name: "off", Disabled: true})
	m := c.AddMachine(psfake.Machine{State: "off", ScriptID: s.ID, TemplateID: tpl.ID, NetworkID: n.ID})
	c.post("/machines/"+m.ID+"/start", "")
	wantKeys(t, c.show(m.ID), map[string]any{"dtLastRun": nil, "os": "Windows 11", "agentType": "WindowsDesktop"})
}

// The history of an object that changes often loses its oldest versions, but still shows that the object existed.
func TestLongHistory(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{})
	for i := range 100 {
		c.clock.Advance(time.Second)
		c.ChangeMachine(m.ID, func(m *psfake.Machine) { m.Name = fmt.Sprint("name ", i) })
	}
	c.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: 5 * time.Second, Times: 1})
	want(t, "recent", c.show(m.ID)["name"], any("name 94"))
	c.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: 90 * time.Second, Times: 1})
	want(t, "the oldest version", c.show(m.ID)["name"], any("name 68"))
}

func TestRunningClock(t *testing.T) {
	c := psfake.NewRunningClock()
	c.Advance(time.Hour)
	before := time.Now()
	now := c.Now()
	if now.Before(before.Add(time.Hour)) || now.After(time.Now().Add(time.Hour)) {
		t.Errorf("%v, an hour ahead of %v", now, before)
	}
}

// Two servers with the same seed return the same IDs.
func TestSeed(t *testing.T) {
	a, b := newCaller(t, psfake.WithSeed(5)), newCaller(t, psfake.WithSeed(5))
	want(t, "ids", a.create(""), b.create(""))
	want(t, "another seed", newCaller(t, psfake.WithSeed(6)).create("") == a.Machines()[0].ID, false)
}
