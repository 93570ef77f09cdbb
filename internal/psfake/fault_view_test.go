package psfake_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// object is one kind of object, with its requests in one API version.
type object struct {
	name, kind string
	create     func(c *caller) (id string)
	show       func(id string) request // nil = the object can be neither shown nor created
	list       request
	gone       func(r reply) bool // whether a response to show means that the object does not exist
}

func objects(t *testing.T, v version) []object {
	notFound := func(r reply) bool { return r.status == 404 }
	all := []object{
		{"machine", "machines", func(c *caller) string { return c.made(v, "web") }, v.show, v.list, notFound},
		{"script", "scripts", func(c *caller) string { return v.idOf(t, c.ok(v.createScript("boot"))) }, v.showScript, v.listScripts, notFound},
	}
	if v.name == "v1" {
		all = append(all, object{"snapshot", "snapshots", func(c *caller) string { return c.snapshot(c.AddMachine(psfake.Machine{}).ID, "nightly") },
			func(id string) request { return request{"GET", "/v1/snapshots/" + id, ""} },
			request{"GET", "/v1/snapshots?limit=120", ""}, notFound})
		all = append(all, object{"drive", "drives", func(c *caller) string { return c.drive("shared") },
			func(id string) request { return request{"GET", "/v1/shared-drives/" + id, ""} },
			request{"GET", "/v1/shared-drives?limit=120", ""}, notFound})
		return append(all, object{"network", "networks", func(c *caller) string {
			return v.idOf(t, c.ok(request{"POST", "/v1/private-networks", `{"name":"lan","region":"ny2"}`}))
		}, func(id string) request { return request{"GET", "/v1/private-networks/" + id, ""} }, v.listNets,
			func(r reply) bool { return r.raw == "null" }})
	}
	return append(all, object{"network", "networks", func(*caller) string { return "n123abc" }, nil, v.listNets, nil})
}

// inEachKind runs a test for each kind of object of each API version.
func inEachKind(t *testing.T, test func(t *testing.T, c *caller, v version, o object)) {
	inBothVersions(t, func(t *testing.T, _ *caller, v version) {
		for _, o := range objects(t, v) {
			t.Run(o.name, func(t *testing.T) { test(t, documentedCaller(t), v, o) })
		}
	})
}

func TestNewObjectsAreListedLater(t *testing.T) {
	inEachKind(t, func(t *testing.T, c *caller, v version, o object) {
		if o.show == nil {
			t.Skip("cannot be created")
		}
		old := o.create(c)
		c.clock.Advance(time.Minute)
		c.inject(`{"Kind":"lag","Call":"*.list","Age":"15s"}`)
		id := o.create(c)
		for _, step := range []struct {
			wait   time.Duration
			listed bool
		}{{0, false}, {14 * time.Second, false}, {time.Second, true}} {
			c.clock.Advance(step.wait)
			want(t, "show", c.ok(o.show(id)).raw != "null", true)
			want(t, "listed", slices.Contains(c.listed(v, o.list, "id"), id), step.listed)
			want(t, "the old one is listed", slices.Contains(c.listed(v, o.list, "id"), old), true)
		}
	})
}

func TestNewObjectsAreShownLater(t *testing.T) {
	inEachKind(t, func(t *testing.T, c *caller, v version, o object) {
		if o.show == nil {
			t.Skip("cannot be shown")
		}
		c.inject(`{"Kind":"lag","Call":"%s.show","Age":"15s"}`, o.kind)
		id := o.create(c)
		want(t, "gone", o.gone(c.do(o.show(id))), true)
		want(t, "listed", slices.Contains(c.listed(v, o.list, "id"), id), true)
		c.clock.Advance(15 * time.Second)
		want(t, "gone", o.gone(c.do(o.show(id))), false)
	})
}

// FaultLag hides only new objects. FaultStale hides updates and deletions, too.
func TestStaleListsCombineWithLostResponses(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		c.clock.Advance(time.Minute)
		c.inject(`{"Kind":"stale","Call":"machines.list","Age":"10s"}`)
		c.inject(`{"Kind":"cut-after","Call":"machines.update"}`)
		if _, err := c.send(v.update("x", "").method, v.update(id, "").path, `{"`+v.nameKey+`":"new"}`); err == nil {
			t.Error("a response")
		}
		want(t, "show", c.ok(v.show(id)).object(t)["name"], any("new"))
		want(t, "list", c.listed(v, v.list, "name")[0], "web")
		c.clock.Advance(10 * time.Second)
		want(t, "list", c.listed(v, v.list, "name")[0], "new")
	})
}

func TestObjectsAreMissingForAWhile(t *testing.T) {
	inEachKind(t, func(t *testing.T, c *caller, v version, o object) {
		id := o.create(c)
		for _, one := range []struct{ name, fault string }{
			{"by ID", `{"Kind":"missing","ID":"` + id + `","For":"1500ms","FromHit":true}`},
			{"all", `{"Kind":"missing","For":"1500ms","FromHit":true,"Call":"` + o.kind + `.*"}`},
		} {
			c.ClearFaults()
			c.inject("%s", one.fault)
			c.clock.Advance(time.Minute) // the fault does not start before the first read
			c.get("/templates/getTemplates")
			for _, step := range []struct {
				wait time.Duration
				gone bool
			}{{0, true}, {1400 * time.Millisecond, true}, {100 * time.Millisecond, false}} {
				c.clock.Advance(step.wait)
				want(t, one.name+": listed", slices.Contains(c.listed(v, o.list, "id"), id), !step.gone)
				if o.show != nil {
					want(t, one.name+": gone", o.gone(c.do(o.show(id))), step.gone)
				}
			}
		}
	})
}

func TestMissingObjectsRejectWrites(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id, other := c.made(v, "web"), c.made(v, "other")
		script := v.idOf(t, c.ok(v.createScript("boot")))
		for _, one := range []struct {
			name, id string
			write    request
		}{
			{"update", id, v.update(id, `{"`+v.nameKey+`":"new"}`)},
			{"destroy", id, v.destroy(id)},
			{"script", script, v.endScript(script)},
		} {
			c.inject(`{"Kind":"missing","ID":%q,"For":"2s","Writes":true}`, one.id)
			want(t, one.name, c.do(one.write).status, 404)
			c.clock.Advance(2 * time.Second)
			c.ok(one.write)
		}
		c.inject(`{"Kind":"missing","ID":%q,"For":"2s"}`, other)
		want(t, "reads only", c.do(v.show(other)).status, 404)
		c.ok(v.destroy(other))
	})
}
