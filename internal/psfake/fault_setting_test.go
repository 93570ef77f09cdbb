package psfake_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestSettingIsRejected(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		c.clock.Advance(paced.Provision)
		hours, name := v.update(id, v.hours(5)), v.update(id, `{"`+v.nameKey+`":"new"}`)
		c.inject(`{"Kind":"reject","Call":"machines.update","Key":%q,"Status":409,"Message":"currently starting","Times":2}`, v.hoursKey)
		want(t, "another setting", c.do(name).status < 300, true)
		for range 2 {
			want(t, "status", c.do(hours).status, 409)
		}
		c.ok(hours)
		c.inject(`{"Kind":"reject","Key":%q}`, v.hoursKey)
		for range 5 {
			want(t, "status", c.do(hours).status, 400)
		}
		c.inject(`{"Kind":"reject","Call":"machines.stop","Times":1,"Message":"no"}`)
		want(t, "stop", c.do(v.stop(id)).status, 400)
		c.ok(v.stop(id))
	})
}

func TestSettingIsStoredAsAnotherValue(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		c.inject(`{"Kind":"alter","Call":"machines.*","Key":%q,"Value":8}`, v.hoursKey)
		c.ok(v.update(id, v.hours(5)))
		want(t, "shown", c.ok(v.show(id)).object(t)[v.hoursKey], any(8.0))
		extra := v.hours(5)
		other := v.idOf(t, c.ok(v.create("other", ","+extra[1:len(extra)-1])))
		want(t, "shown", c.ok(v.show(other)).object(t)[v.hoursKey], any(8.0))
		want(t, "journal: what was sent", string(c.Journal().Of("machines.update")[0].Body), extra)
		c.ClearFaults()
		c.Inject(psfake.Fault{Kind: psfake.FaultAlter, Key: v.nameKey, Value: "renamed"})
		c.ok(v.update(id, `{"`+v.nameKey+`":"new"}`))
		want(t, "shown", c.ok(v.show(id)).object(t)["name"], any("renamed"))
	})
}

func TestUpdateHasNoEffect(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		before := c.ok(v.show(id)).object(t)
		c.inject(`{"Kind":"ignore","Call":"machines.update"}`)
		c.ok(v.update(id, v.hours(5)))
		c.ok(v.update(id, `{"`+v.nameKey+`":"new"}`))
		want(t, "the same", reflect.DeepEqual(c.ok(v.show(id)).object(t), before), true)
		c.ClearFaults()
		c.inject(`{"Kind":"ignore","Key":%q}`, v.nameKey)
		c.ok(v.update(id, v.hours(5)))
		c.ok(v.update(id, `{"`+v.nameKey+`":"new"}`))
		wantKeys(t, c.ok(v.show(id)).object(t), map[string]any{"name": "web", v.hoursKey: 5.0})
	})
}

func TestResizeHasNoEffect(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		_, id := c.v1Create("")
		c.clock.Advance(paced.Provision)
		c.v1("PATCH", "/machines/"+id+"/stop", "")
		c.clock.Advance(paced.Stop)
		for _, tc := range []struct {
			fault, body string
			size        float64
		}{
			{`{"Kind":"ignore"}`, `{"machineType":"P5000","diskSize":250}`, 100},
			{`{"Kind":"ignore","Key":"machineType"}`, `{"machineType":"P5000","diskSize":250}`, 250},
		} {
			c.ClearFaults()
			c.inject("%s", tc.fault)
			c.v1Put(id, tc.body)
			c.clock.Advance(paced.Update)
			m := c.v1Show(id)
			wantKeys(t, m, map[string]any{"machineType": "P4000", "state": "off"})
			want(t, "size", fmt.Sprint(m["storageTotal"]), fmt.Sprint(numberLike(m["storageTotal"], tc.size*(1<<30))))
		}
	})
}

// numberLike returns a number in the type of another value: text or number.
func numberLike(like any, n float64) any {
	if _, ok := like.(string); ok {
		return fmt.Sprintf("%.0f", n)
	}
	return n
}

func TestNamesAreAltered(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		for _, key := range []string{"name", "machineName", "scriptName"} {
			c.inject(`{"Kind":"alter","Key":%q,"Value":"other"}`, key)
		}
		id := c.made(v, "web")
		want(t, "created", c.ok(v.show(id)).object(t)["name"], any("other"))
		c.ChangeMachine(id, func(m *psfake.Machine) { m.Name = "x" })
		c.ok(v.update(id, `{"`+v.nameKey+`":"web"}`))
		want(t, "updated", c.ok(v.show(id)).object(t)["name"], any("other"))
		c.ok(v.createScript("boot"))
		scripts := c.Scripts()
		want(t, "script", scripts[len(scripts)-1].Name, "other")
		if v.name == "v1" {
			id := v.idOf(t, c.ok(request{"POST", "/v1/private-networks", `{"name":"lan","region":"ny2"}`}))
			c.ok(request{"PUT", "/v1/private-networks/" + id, `{"name":"lan 2"}`})
			networks := c.Networks()
			want(t, "network", networks[len(networks)-1].Name, "other")
		}
	})
}

func TestFaultsAreChecked(t *testing.T) {
	c := newCaller(t)
	for _, tc := range []string{
		`{"Kind":"nothing"}`, `{"Kind":"lag","Age":15}`, `{"Kind":"lag","Length":"15s"}`, `{"Kind":"alter","Value":8}`,
		`{"Kind":"twin","Value":{"Label":"x"}}`, `{"Kind":"tombstone","Value":8}`,
	} {
		want(t, tc, c.post("/_fake/faults", tc).status, 400)
	}
	got := psfake.Fault{}
	if err := got.UnmarshalJSON([]byte(`{"Kind":"missing","Call":"machines.*","Machine":"ps1","Key":"k","Times":1,"Skip":2,"Rate":0.5,
		"For":"1s","FromHit":true,"Status":404,"RetryAfter":"3","Message":"m","Delay":"2s","Late":"5s","Age":"3s","Skew":"-4s","ID":"ps2","Writes":true,"Value":"v"}`)); err != nil {
		t.Fatal(err)
	}
	want(t, "fault", got, psfake.Fault{Kind: psfake.FaultMissing, Call: "machines.*", Machine: "ps1", Key: "k", Times: 1, Skip: 2, Rate: 0.5,
		For: time.Second, FromHit: true, Status: 404, RetryAfter: "3", Message: "m", Delay: 2 * time.Second, Late: 5 * time.Second, Age: 3 * time.Second,
		Skew: -4 * time.Second, ID: "ps2", Writes: true, Value: "v"})
	defer func() { want(t, "a panic", recover() != nil, true) }()
	c.Inject(psfake.Fault{Kind: "nothing"})
}
