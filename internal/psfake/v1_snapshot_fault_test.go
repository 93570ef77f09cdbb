package psfake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1SnapshotFaults(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{})
	body := `{"name":"x","machineId":"` + m.ID + `"}`
	names := func() string {
		var all []string
		for _, s := range c.Snapshots() {
			all = append(all, s.Name)
		}
		return strings.Join(all, " ")
	}
	c.inject(`{"Kind":"cut-after","Call":"snapshots.create","Times":1}`)
	_, err := c.send("POST", "/v1/snapshots", body)
	want(t, "lost after its effect", err != nil && names() == "x", true)
	c.inject(`{"Kind":"instead","Call":"snapshots.create","Times":1,"Value":{"Name":"theirs"}}`)
	_, err = c.send("POST", "/v1/snapshots", body)
	want(t, "lost before its effect", err != nil && names() == "x theirs", true)
	want(t, "events", c.v1Events(m.ID), "snapshot-create/in progress snapshot-create/in progress")
	c.inject(`{"Kind":"twin","Call":"snapshots.create","Times":1}`)
	c.snapshot(m.ID, "y")
	want(t, "twins", names(), "x theirs y y")
	c.clock.Advance(paced.Snapshot)

	c.inject(`{"Kind":"failure","Call":"snapshots.*","Message":"no space"}`)
	o := c.v1OK("POST", "/snapshots", `{"name":"z","machineId":"`+m.ID+`"}`)
	c.clock.Advance(paced.Snapshot)
	e := c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), "")
	wantKeys(t, e, map[string]any{"state": "error", "error": "no space"})
	want(t, "none", names(), "x theirs y y")
	id := c.Snapshots()[0].ID
	o = c.v1OK("DELETE", "/snapshots/"+id, "")
	c.clock.Advance(paced.Snapshot)
	want(t, "event", c.event(o), "snapshot-delete/error")
	o = c.v1OK("POST", "/snapshots/"+id+"/restore", "{}")
	c.clock.Advance(paced.Snapshot)
	want(t, "event", c.event(o), "snapshot-restore/error")
	want(t, "state", c.v1Show(m.ID)["state"], any("ready"))
	c.ClearFaults()

	c.inject(`{"Kind":"stuck","Call":"snapshots.restore"}`)
	c.v1OK("POST", "/snapshots/"+id+"/restore", "{}")
	c.clock.Advance(24 * time.Hour)
	want(t, "state", c.v1Show(m.ID)["state"], any("upgrading"))
	c.inject(`{"Kind":"reject","Call":"snapshots.delete","Status":409,"Message":"busy","Times":1}`)
	wantRejection(t, c.v1("DELETE", "/snapshots/"+id, ""), 409, "busy")
	c.inject(`{"Kind":"throttle","Call":"snapshots.update","RetryAfter":"3","Times":1}`)
	want(t, "throttled", c.v1("PUT", "/snapshots/"+id, `{}`).header.Get("Retry-After"), "3")
	c.inject(`{"Kind":"ignore","Call":"snapshots.update","Times":1}`)
	want(t, "ignored", c.v1OK("PUT", "/snapshots/"+id, `{"name":"new"}`)["name"], any("x"))
}
