package psfake_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// addMachines adds n machines, with one minute between their dates.
func (c *caller) addMachines(n int) {
	for i := range n {
		c.clock.Advance(time.Minute)
		c.AddMachine(psfake.Machine{Name: fmt.Sprintf("m%03d", i)})
	}
}

func TestV1Pages(t *testing.T) {
	for name, tc := range map[string]struct {
		caller func(*testing.T) *caller
		sizes  string
	}{
		"documented": {documentedCaller, "[120 5]"},
		"observed":   {observedCaller, "[12 12 12 12 12 12 12 12 12 12 5]"},
	} {
		t.Run(name, func(t *testing.T) {
			c := tc.caller(t)
			c.addMachines(125)
			sizes, names := c.pages("/machines", "name")
			want(t, "pages", fmt.Sprint(sizes), tc.sizes)
			want(t, "newest first", names[0], "m124")
			slices.Reverse(names)
			want(t, "downwards", slices.IsSorted(names), true)
			sizes, names = c.pages("/machines?limit=50&order=asc&orderBy=name", "name")
			want(t, "pages of 50", fmt.Sprint(sizes), "[50 50 25]")
			want(t, "upwards", slices.IsSorted(names), true)

			last := c.v1OK("GET", "/machines?limit=1&order=asc&after=", "")
			want(t, "one", items(last)[0]["name"], any("m000"))
			want(t, "more", last["hasMore"], any(true))
			end := c.v1OK("GET", "/machines?name=m007", "")
			next, there := end["nextPage"]
			want(t, "at the end", fmt.Sprint(end["hasMore"], next, there), fmt.Sprint(false, nil, name == "documented"))
		})
	}
}

// In the observed behavior, a new machine shifts the pages, so the next page repeats a machine. Documented cursors are
// not affected.
func TestV1PagesShift(t *testing.T) {
	for name, tc := range map[string]struct {
		caller func(*testing.T) *caller
		second string
	}{
		"documented": {documentedCaller, "m001"},
		"observed":   {observedCaller, "m002"},
	} {
		c := tc.caller(t)
		c.addMachines(4)
		first := c.v1OK("GET", "/machines?limit=2", "")
		want(t, "last of the first page", items(first)[1]["name"], any("m002"))
		c.clock.Advance(time.Minute)
		c.AddMachine(psfake.Machine{Name: "late"})
		second := c.v1OK("GET", "/machines?limit=2&after="+first["nextPage"].(string), "")
		want(t, "first of the second page, "+name, items(second)[0]["name"], any(tc.second))
	}

	// The machine that a cursor names might no longer exist.
	c := documentedCaller(t)
	c.addMachines(4)
	first := c.v1OK("GET", "/machines?limit=2", "")
	c.RemoveMachine(items(first)[1]["id"].(string))
	second := c.v1OK("GET", "/machines?limit=2&after="+first["nextPage"].(string), "")
	want(t, "continues after it", items(second)[0]["name"], any("m001"))
}

func TestV1PageRejections(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		for query, says := range map[string]string{"limit=0": "limit", "limit=121": "limit", "limit=all": "limit",
			"orderBy=ram": "orderBy", "order=up": "order", "after=x": "cursor", "after=%25": "cursor"} {
			wantRejection(t, c.v1("GET", "/machines?"+query, ""), 400, says)
		}
		want(t, "the most", c.v1("GET", "/machines?limit=120", "").status, 200)
	})
}

func TestV1Filters(t *testing.T) {
	for behavior, c := range map[string]*caller{"documented": documentedCaller(t), "observed": observedCaller(t)} {
		c.AddMachine(psfake.Machine{Name: "web"})
		c.AddMachine(psfake.Machine{Name: "web-2", MachineType: "C5", State: "off"})
		c.AddMachine(psfake.Machine{Name: "desk", TemplateID: "t123abc"})
		parts := map[string]int{"documented": 1, "observed": 2}[behavior]
		for query, n := range map[string]int{"name=web": parts, "name=WEB": 0, "machineType=C5": 1, "machineType=C": 0,
			"agentType=WindowsDesktop": 1, "state=off": 3, "networkId=x": 3} {
			want(t, behavior+" "+query, len(items(c.v1OK("GET", "/machines?"+query, ""))), n)
		}
		_, states := c.pages("/machines?orderBy=state&order=asc", "state")
		want(t, "by state", fmt.Sprint(states), "[off ready ready]")
	}
}

// In the observed behavior, custom templates appear twice, on the same page or on two pages.
func TestV1TemplatesRepeat(t *testing.T) {
	for behavior, tc := range map[string]struct {
		c    *caller
		want string
	}{
		"documented": {documentedCaller(t), "[New Template 1 mine]"},
		"observed":   {observedCaller(t), "[New Template 1 New Template 1 mine mine]"},
	} {
		tc.c.AddTemplate(psfake.Template{Label: "mine", TeamID: "te456def", Region: psfake.EastCoast})
		for _, query := range []string{"", "&limit=1", "&limit=3"} {
			_, names := tc.c.pages("/custom-templates?order=asc"+query, "name")
			want(t, behavior+query, fmt.Sprint(names), tc.want)
		}
		_, names := tc.c.pages("/os-templates", "id")
		want(t, "os templates are unique", len(names), 6)
	}
}

// The list has the events of the machine, newest first, even if they have the same date.
func TestV1Events(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{})
		other := c.AddMachine(psfake.Machine{})
		for range 4 {
			c.v1OK("PATCH", "/machines/"+m.ID+"/stop", "")
			c.clock.Advance(paced.Stop)
			c.v1OK("PATCH", "/machines/"+m.ID+"/start", "")
			c.clock.Advance(paced.Start)
		}
		c.v1OK("DELETE", "/machines/"+m.ID, "")
		c.v1OK("DELETE", "/machines/"+other.ID, "")
		const ups = " start/done stop/done start/done stop/done start/done stop/done start/done stop/done"
		want(t, "events", c.v1Events(m.ID), "deactivate/in progress bill-sessions/done"+ups)
		want(t, "of all", len(items(c.v1OK("GET", "/machine-events?limit=120", ""))), 12)
		want(t, "of none", len(items(c.v1OK("GET", "/machine-events?machineId=psnone", ""))), 0)
		_, ids := c.pages("/machine-events?limit=5&machineId="+m.ID, "id")
		want(t, "paged", len(ids), 10)
		slices.Sort(ids)
		want(t, "each once", len(slices.Compact(ids)), 10)
		wantRejection(t, c.v1("GET", "/machine-events/none", ""), 404, "Event")

		c.clock.Advance(paced.Destroy)
		want(t, "after its end", len(items(c.v1OK("GET", "/machine-events?machineId="+m.ID, ""))), 10)
		want(t, "journal", c.Journal().Of("events.list")[0].MachineID, m.ID)
	})
}
