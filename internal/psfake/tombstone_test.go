package psfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// tombstone returns the parts of a destroyed machine that the API version shows.
func (c *caller) tombstone(v version, id string) string {
	c.t.Helper()
	m := c.ok(v.show(id)).object(c.t)
	if v.name == "v1" {
		return fmt.Sprint(m["state"], " ", m["dtDeleted"], " ", strings.Fields(c.v1Events(id))[0])
	}
	return fmt.Sprint(m["state"], " ", strings.SplitN(newest(m), " bill", 2)[0])
}

func TestDestroyedMachinesStay(t *testing.T) {
	for _, tc := range []struct {
		name, fault      string
		forever, listed  bool
		update, destroys int // the status of an update and of a second destroy
	}{
		{"for a while", `{"Kind":"tombstone","Delay":"1h"}`, false, true, 404, 404},
		{"forever", `{"Kind":"tombstone"}`, true, true, 404, 404},
		{"not listed", `{"Kind":"tombstone","Value":{"Unlisted":true}}`, true, false, 404, 404},
		{"rejecting", `{"Kind":"tombstone","Status":409}`, true, true, 409, 409},
		{"rejecting otherwise", `{"Kind":"tombstone","Status":400}`, true, true, 400, 400},
	} {
		for _, byAnother := range []bool{false, true} {
			t.Run(fmt.Sprint(tc.name, " by another client ", byAnother), func(t *testing.T) {
				inBothVersions(t, func(t *testing.T, c *caller, v version) {
					id := c.made(v, "web")
					c.clock.Advance(paced.Provision)
					c.inject("%s", tc.fault)
					if byAnother {
						c.ok(request{"POST", "/_fake/machines/" + id + "/destroy", ""})
						want(t, "once", c.do(request{"POST", "/_fake/machines/" + id + "/destroy", ""}).status, 404)
					} else {
						c.ok(v.destroy(id))
					}
					c.ClearFaults()
					c.clock.Advance(time.Hour - time.Second)
					shown := "off deactivate/in progress"
					if v.name == "v1" {
						shown = "off 2017-02-16T20:27:54.880Z deactivate/in"
					}
					want(t, "show", c.tombstone(v, id), shown)
					want(t, "listed", slices.Contains(c.listed(v, v.list, "id"), id), tc.listed)
					want(t, "update", c.do(v.update(id, v.hours(5))).status, tc.update)
					want(t, "stop", c.do(v.stop(id)).status, tc.update)
					want(t, "destroy", c.do(v.destroy(id)).status, tc.destroys)
					c.clock.Advance(24 * time.Hour)
					want(t, "gone", c.do(v.show(id)).status == 404, !tc.forever)
				})
			})
		}
	}
}

// A PATCH of the admin routes can change how a destroyed machine appears and responds to writes.
func TestTombstoneByPatch(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		id := c.made(v, "web")
		c.Inject(psfake.Fault{Kind: psfake.FaultTombstone, Status: 409})
		want(t, "destroyed", c.DestroyMachine(id), true)
		c.ok(request{"PATCH", "/_fake/machines/" + id, `{"Deleted":null,"Rejection":400,"Unlisted":true}`})
		want(t, "update", c.do(v.update(id, v.hours(5))).status, 400)
		want(t, "listed", len(c.listed(v, v.list, "id")), 0)
		if v.name == "v1" {
			want(t, "dtDeleted", c.v1Show(id)["dtDeleted"], nil)
		}
	})
}
