package psfake_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

func TestDateHeader(t *testing.T) {
	date := func(d time.Duration) string { return epoch.Add(d).Format(http.TimeFormat) }
	for _, tc := range []struct{ fault, date, age string }{
		{`{"Kind":"date","Skew":"5s"}`, date(5 * time.Second), ""},
		{`{"Kind":"date","Skew":"-1h"}`, date(-time.Hour), ""},
		{`{"Kind":"no-date"}`, "", ""},
		{`{"Kind":"cached","Age":"30s"}`, date(-30 * time.Second), "30"},
	} {
		inBothVersions(t, func(t *testing.T, c *caller, v version) {
			server := httptest.NewServer(c.Local(fakecore.New(c.Server), fakev1.New(c.Server)))
			t.Cleanup(server.Close)
			memory := c.http
			c.inject("%s", tc.fault)
			for _, how := range []string{"in memory", "server"} {
				c.base, c.http = "http://fake", memory
				if how == "server" {
					c.base, c.http = server.URL, server.Client()
				}
				r := c.ok(v.create("web", ""))
				want(t, how+": Date", r.header.Get("Date"), tc.date)
				want(t, how+": Age", r.header.Get("Age"), tc.age)
				m := c.ok(v.show(v.idOf(t, r))).object(t)
				want(t, how+": dtCreated", m["dtCreated"], any("2017-02-16T20:26:54.880Z"))
			}
		})
	}
}

// If the server's clock is wrong, so are the Date header and all new dates, but changes take as long as before.
func TestSkewedServer(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		before := c.made(v, "before")
		c.ok(request{"POST", "/_fake/clock", `{"Skew":"-1h"}`})
		r := c.ok(v.create("web", ""))
		want(t, "Date", r.header.Get("Date"), epoch.Add(-time.Hour).Format(http.TimeFormat))
		id := v.idOf(t, r)
		want(t, "dtCreated", c.ok(v.show(id)).object(t)["dtCreated"], any("2017-02-16T19:26:54.880Z"))
		c.clock.Advance(paced.Provision - time.Second)
		want(t, "state", c.ok(v.show(before)).object(t)["state"], any("provisioning"))
		c.clock.Advance(time.Second)
		for _, id := range []string{before, id} {
			want(t, "state", c.ok(v.show(id)).object(t)["state"], any("ready"))
		}
		want(t, "Go", c.Now(), epoch.Add(paced.Provision-time.Hour))
	})
}

// The gateway responds or cuts the connection first, and the request takes effect later.
func TestLateEffects(t *testing.T) {
	for _, tc := range []struct {
		fault       psfake.Fault
		status      int // 0 = the connection is cut
		contentType string
	}{
		{psfake.Fault{Kind: psfake.FaultStatusAfter, Status: 504, Late: 12 * time.Second}, 504, "application/json; charset=utf-8"},
		{psfake.Fault{Kind: psfake.FaultHTMLAfter, Status: 504, Late: 90 * time.Second}, 504, "text/html"},
		{psfake.Fault{Kind: psfake.FaultCutAfter, Late: 12 * time.Second}, 0, ""},
	} {
		inBothVersions(t, func(t *testing.T, c *caller, v version) {
			machine := c.made(v, "old")
			writes := []request{v.create("web", ""), v.createScript("boot"), v.update(machine, `{"`+v.nameKey+`":"new"}`)}
			if v.name == "v1" {
				writes = append(writes, request{"POST", "/v1/private-networks", `{"name":"lan","region":"ny2"}`})
			}
			writes = append(writes, v.destroy(machine))
			seen := func() string {
				m, _ := c.Machine(machine)
				return fmt.Sprint(len(c.Machines()), len(c.Scripts()), len(c.Networks()), m.Name, m.Destroying)
			}
			for _, write := range writes {
				before := seen()
				tc.fault.Times = 1
				c.Inject(tc.fault)
				r, err := c.send(write.method, write.path, write.body)
				if tc.status == 0 && err == nil || tc.status != 0 && err != nil {
					t.Fatalf("%s: %d %v", write.path, r.status, err)
				}
				want(t, "status", r.status, tc.status)
				want(t, "content type", r.header.Get("Content-Type"), tc.contentType)
				c.clock.Advance(tc.fault.Late - time.Second)
				want(t, write.path+": before", seen(), before)
				want(t, "journal: no effect", c.Journal()[len(c.Journal())-1].Effect, false)
				c.clock.Advance(time.Second)
				want(t, write.path+": changed", seen() != before, true)
				e := c.Journal()[len(c.Journal())-1]
				want(t, "journal: effect", e.Effect, true)
				if e.Call == "machines.create" {
					want(t, "journal: machine", slices.ContainsFunc(c.Machines(), func(m psfake.Machine) bool { return m.ID == e.MachineID }), true)
				}
			}
		})
	}
}
