package psfake_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestAnotherClientCreatesTheSame(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		c.inject(`{"Kind":"twin","Call":"machines.create","Times":1}`)
		id := c.made(v, "web")
		want(t, "names", len(slices.Compact(c.listed(v, v.list, "name"))), 1)
		want(t, "machines", len(c.Machines()), 2)
		want(t, "requests", c.Journal().Count("machines.create"), 1)
		twin := c.Machines()[1]
		want(t, "apart", twin.ID != id && twin.PrivateIP != c.Machines()[0].PrivateIP, true)
		want(t, "equal", twin.MachineType+twin.NetworkID+twin.UserID, c.Machines()[0].MachineType+c.Machines()[0].NetworkID+c.Machines()[0].UserID)
		c.clock.Advance(paced.Provision)
		want(t, "state", c.ok(v.show(twin.ID)).object(t)["state"], any("ready"))
	})
}

func TestAnotherClientCreatesSomethingElse(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		value := `{"UserID":"u2","NetworkID":"n123abc","BillingType":"monthly","MachineType":"C7"}`
		for _, delay := range []time.Duration{-2 * time.Second, 0, 3 * time.Second} {
			c.ClearFaults()
			c.inject(`{"Kind":"twin","Delay":%q,"Value":%s}`, delay, value)
			// The response to the first request is lost, which must not affect the other client's request.
			c.Inject(psfake.Fault{Kind: psfake.FaultCutAfter, Call: "machines.create"})
			before := len(c.Machines())
			_, _ = c.send("POST", v.create("web", "").path, v.create("web", "").body)
			if delay > 0 {
				want(t, "not yet", len(c.Machines()), before+1)
				c.clock.Advance(delay)
			}
			want(t, "machines", len(c.Machines()), before+2)
			twin := c.Machines()[before+1]
			want(t, "twin", twin.UserID+twin.NetworkID+twin.BillingType+twin.MachineType, "u2n123abcmonthlyC7")
			want(t, "name", twin.Name, "web")
			want(t, "team", twin.TeamID, c.Machines()[before].TeamID)
			want(t, "hardware", twin.CPUs, 12)
			want(t, "created", twin.Created.Sub(c.Machines()[before].Created), delay)
			c.ClearFaults()
			want(t, "listed", slices.Contains(c.listed(v, v.list, "id"), twin.ID), true)
		}
	})
}

func TestAnotherClientCreatesScriptsAndNetworks(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		c.inject(`{"Kind":"twin","Call":"scripts.create","Value":{"OwnerID":"u2"}}`)
		c.ok(v.createScript("boot"))
		scripts := c.Scripts()
		want(t, "scripts", len(scripts), 2)
		want(t, "twin", scripts[1].Name+scripts[1].OwnerID, "bootu2")
		if v.name == "v1" {
			before := len(c.Networks())
			c.inject(`{"Kind":"twin","Call":"networks.create","Delay":"1s","Value":{"Region":"Europe (AMS1)"}}`)
			c.ok(request{"POST", "/v1/private-networks", `{"name":"lan","region":"ny2"}`})
			c.clock.Advance(time.Second)
			networks := c.Networks()[before:]
			want(t, "networks", len(networks), 2)
			want(t, "twin", networks[1].Name+networks[1].Region, "lanEurope (AMS1)")
			want(t, "apart", networks[0].Network != networks[1].Network, true)
		}
	})
}

// The request is lost before it takes effect, and the object that appears belongs to another client.
func TestAnotherClientCreatesInstead(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		c.inject(`{"Kind":"instead","Call":"machines.create","Value":{"UserID":"u2"}}`)
		c.inject(`{"Kind":"instead","Call":"scripts.create","Value":{"OwnerID":"u2"}}`)
		c.inject(`{"Kind":"twin"}`) // adds no third object to those of FaultInstead
		for _, r := range []request{v.create("web", ""), v.createScript("boot")} {
			if _, err := c.send(r.method, r.path, r.body); err == nil {
				t.Error("a response")
			}
			e := c.Journal()[len(c.Journal())-1]
			want(t, "journal: effect", e.Effect, false)
			want(t, "journal: machine", e.MachineID, "")
		}
		want(t, "machines", len(c.Machines()), 1)
		want(t, "machine", c.Machines()[0].Name+c.Machines()[0].UserID, "webu2")
		want(t, "listed", len(c.listed(v, v.list, "id")), 1)
		want(t, "scripts", len(c.Scripts()), 1)
		want(t, "script", c.Scripts()[0].Name+c.Scripts()[0].OwnerID, "bootu2")
		c.clock.Advance(paced.Provision)
		want(t, "state", c.ok(v.show(c.Machines()[0].ID)).object(t)["state"], any("ready"))
	})
}

func TestCreateRespondsWithAnotherMachine(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		first, second := c.made(v, "first"), c.made(v, "second")
		for _, tc := range []struct{ fault, id string }{
			{`{"Kind":"reuse"}`, second}, {`{"Kind":"reuse","ID":"` + first + `"}`, first},
		} {
			c.ClearFaults()
			c.inject("%s", tc.fault)
			want(t, "ID", v.idOf(t, c.ok(v.create("web", ""))), tc.id)
			want(t, "machines", len(c.Machines()), 2)
			want(t, "journal: effect", c.Journal()[len(c.Journal())-1].Effect, false)
		}
	})
}

func TestImpossibleFigures(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		c.clock.Advance(paced.Provision)
		size := func() any { return c.ok(v.show(id)).object(t)["storageTotal"] }
		for _, tc := range []struct {
			patch string
			shown float64
		}{
			{`{"StorageTotal":50}`, 50}, {`{"StorageTotal":48000000000}`, 48e9}, {`{"StorageTotal":0}`, 50 << 30},
			{`{"SizeGB":100}`, 100 << 30}, // another client resized the disk
		} {
			c.ok(request{"PATCH", "/_fake/machines/" + id, tc.patch})
			want(t, tc.patch, size(), numberLike(size(), tc.shown))
			want(t, "listed", c.listed(v, v.list, "name")[0], "web")
		}
		c.ChangeMachine(id, func(m *psfake.Machine) { m.StorageTotal = 50 })
		want(t, "Go", size(), numberLike(size(), 50))
		c.ChangeMachine(id, func(m *psfake.Machine) { m.StorageTotal, m.SizeGB = 0, 250 })
		want(t, "Go", size(), numberLike(size(), 250<<30))
	})
}
