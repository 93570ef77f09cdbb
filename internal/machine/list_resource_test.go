package machine_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const kindName = "paperspace_machine"

// account adds machines of many kinds to the fake server and returns their IDs.
func account(e *acctest.Env) (ids []string) {
	hours := func(n int) *int { return &n }
	script := e.AddScript(psfake.Script{Name: "boot", Text: "#!/bin/sh"})
	ran := time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, m := range []psfake.Machine{
		{Name: "plain", MachineType: "C5", SizeGB: 50, BillingType: "hourly"},
		{Name: "monthly", MachineType: "Air", SizeGB: 100, BillingType: "monthly", Region: psfake.Europe},
		{Name: "static", AssignPublicIP: true, PublicIP: "203.0.113.9"},
		{Name: "dynamic", DynamicPublicIP: true, PublicIP: "203.0.113.10"},
		{Name: "dynamic and off", DynamicPublicIP: true, State: "off"},
		{Name: "off", State: "off"},
		{Name: "never", ShutdownHours: nil},
		{Name: "timeout", ShutdownHours: hours(8), ShutdownForces: true},
		{Name: "snapshots", AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: hours(3)},
		{Name: "monthly snapshots", AutoSnapshot: true, SnapshotFrequency: "month", SnapshotCount: hours(1)},
		{Name: "snapshots off", SnapshotFrequency: "day", SnapshotCount: hours(0)},
		{Name: "scripted", ScriptID: script.ID, LastRun: &ran},
		{Name: "windows", MachineType: "P4000", OS: "Windows 10 (Server 2016)", AgentType: "WindowsDesktop", GPU: "Quadro P4000"},
		{Name: "A100 \"${x}\" %{y} ü\n", MachineType: "A100-80Gx8", Region: psfake.WestCoast},
		{Name: "plain", MachineType: "GPU+", UpdatesPending: true},
		{Name: "starting", State: "starting"},
		{Name: "stopping", State: "stopping", DynamicPublicIP: true},
		{Name: "placed", State: "provisioning", Build: psfake.Filled},
	} {
		ids = append(ids, e.AddMachine(m).ID)
	}
	return ids
}

func everywhere(t *testing.T, test func(t *testing.T, e *acctest.Env)) {
	acctest.Everywhere(t, psfake.Timings{}, test)
}

// A list result contains the same as an import and a read of the machine, by ID and
// by identity, and the configuration that Terraform generates from it has no diff.
func TestListedMachinesImportClean(t *testing.T) {
	everywhere(t, func(t *testing.T, e *acctest.Env) {
		ids := account(e)
		p := e.Protocol(t, nil)
		listed := p.List(kindName, nil, 100, true, 0)
		if len(listed) != len(ids) {
			t.Fatalf("%d machines listed, want %d: %+v", len(listed), len(ids), listed)
		}
		if e.V1() { // sorts by age, and all of these have the same age
			slices.Sort(ids)
			slices.SortFunc(listed, func(a, b acctest.Listed) int { return strings.Compare(a.ID, b.ID) })
		}
		for i, l := range listed {
			if l.ID != ids[i] {
				t.Errorf("%s is listed in place of %s", l.ID, ids[i])
			}
		}
		p.Adopt(kindName, listed)
		if writes := e.Journal().Writes(); len(writes) > 0 {
			t.Errorf("writes: %+v", writes)
		}
	})
}

// Without include_resource, a result has a name and an identity, which is all that
// an import needs.
func TestListReturnsNameAndIdentity(t *testing.T) {
	e := acctest.New(t, "observed", psfake.Timings{})
	m := e.AddMachine(psfake.Machine{Name: "web"})
	got := e.Protocol(t, nil).List(kindName, nil, 100, false, 0)
	if len(got) != 1 || got[0].ID != m.ID || got[0].Name != "web ("+m.ID+")" || !got[0].Resource.IsNull() || got[0].Said != "" {
		t.Errorf("%+v", got)
	}
}

// A machine of which Paperspace shows almost nothing yet is listed with a warning,
// because no complete configuration can be generated for it.
func TestListWarnsOfAnUnfinishedMachine(t *testing.T) {
	everywhere(t, func(t *testing.T, e *acctest.Env) {
		m := e.AddMachine(psfake.Machine{Name: "new", State: "provisioning", Build: psfake.Bare})
		got := e.Protocol(t, nil).List(kindName, nil, 100, true, 0)
		if e.V1() { // returns size and type from the start
			if len(got) != 1 || got[0].ID != m.ID || got[0].Said != "" || got[0].Resource.IsNull() {
				t.Errorf("%+v", got)
			}
			return
		}
		if len(got) != 1 || got[0].ID != m.ID || !strings.HasPrefix(got[0].Said, `WARNING: Machine "new" (`+m.ID+`) is incomplete`) || !strings.Contains(got[0].Said, "size") {
			t.Errorf("%+v", got)
		}
	})
}

// All filters must match. A region matches by name and by code, "null" matches a
// missing value, and a shutdown timeout of 0 matches none.
func TestListFilters(t *testing.T) {
	for name, c := range map[string]struct {
		config map[string]any
		want   string
	}{
		"none":           {nil, "a b c"},
		"name":           {map[string]any{"name": "a"}, "a"},
		"region by code": {map[string]any{"region": "ams1"}, "b"},
		"region by name": {map[string]any{"region": "Europe (AMS1)"}, "b"},
		"both":           {map[string]any{"region": "ams1", "name": "a"}, ""},
		"state":          {map[string]any{"state": "off"}, "b"},
		"never":          {map[string]any{"shutdown_timeout_in_hours": 0}, "a b"},
		"hours":          {map[string]any{"shutdown_timeout_in_hours": 8}, "c"},
		"snapshots":      {map[string]any{"perform_auto_snapshot": true}, "c"},
		"no snapshots":   {map[string]any{"perform_auto_snapshot": false}, "a b"},
		"saved":          {map[string]any{"auto_snapshot_save_count": 2}, "c"},
		"disk":           {map[string]any{"storage_total": int64(100) << 30}, "b"},
		"no script":      {map[string]any{"script_id": "null"}, "a b c"},
		"no address":     {map[string]any{"public_ip_address": "null"}, "a b"},
		"system":         {map[string]any{"os": "Windows 10"}, "c"},
		"empty":          {map[string]any{"name": ""}, "ERROR:"},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, e *acctest.Env) {
				eight, two := 8, 2
				e.AddMachine(psfake.Machine{Name: "a", SizeGB: 50})
				e.AddMachine(psfake.Machine{Name: "b", SizeGB: 100, Region: psfake.Europe, State: "off"})
				e.AddMachine(psfake.Machine{Name: "c", SizeGB: 50, ShutdownHours: &eight, AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: &two, OS: "Windows 10", PublicIP: "203.0.113.9"})
				var got []string
				for _, l := range e.Protocol(t, nil).List(kindName, c.config, 100, false, 0) {
					got = append(got, strings.Fields(l.Name + l.Said)[0])
				}
				if e.V1() { // sorts by age, and all of these have the same age
					slices.Sort(got)
				}
				if strings.Join(got, " ") != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}

// The region and team of the provider block are not filters.
func TestProviderRegionIsNoFilter(t *testing.T) {
	e := acctest.New(t, "documented", psfake.Timings{})
	e.AddMachine(psfake.Machine{Name: "b", Region: psfake.Europe})
	if got := e.Protocol(t, map[string]any{"region": "ny2", "team_id": "te0ther"}).List(kindName, nil, 100, false, 0); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

// A large account is read page by page, and only as far as Terraform needs.
func TestListIsLazy(t *testing.T) {
	e := acctest.New(t, "observed", psfake.Timings{}) // pages of 1000
	for range 2100 {
		e.AddMachine(psfake.Machine{})
	}
	p := e.Protocol(t, nil)
	for name, c := range map[string]struct {
		limit          int64
		stop           int
		want, requests int
	}{
		"no limit":          {0, 0, 2100, 3},
		"the default limit": {100, 0, 100, 1},
		"exactly a page":    {1000, 0, 1000, 1},
		"one more":          {1001, 0, 1001, 2},
		"core has enough":   {0, 5, 5, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e.ResetJournal()
			got := p.List(kindName, nil, c.limit, false, c.stop)
			if n := e.Journal().Count("machines.list"); len(got) != c.want || n != c.requests {
				t.Errorf("%d machines by %d requests, want %d by %d", len(got), n, c.want, c.requests)
			}
		})
	}
}

// A failure is a result after those that were read before it.
func TestListReportsFailures(t *testing.T) {
	e := acctest.New(t, "observed", psfake.Timings{})
	for range 1500 {
		e.AddMachine(psfake.Machine{})
	}
	e.Inject(psfake.Fault{Call: "machines.list", Skip: 1, Kind: psfake.FaultReject, Status: 403, Message: "not yours"})
	got := e.Protocol(t, nil).List(kindName, nil, 0, false, 0)
	if last := got[len(got)-1]; len(got) != 1001 || !strings.Contains(last.Said, "ERROR: Failed to list machines") || !strings.Contains(last.Said, "not yours") {
		t.Errorf("%d results, the last: %+v", len(got), last)
	}

	got = e.Protocol(t, map[string]any{"api_key": nil}).List(kindName, nil, 0, false, 0)
	if len(got) != 1 || !strings.Contains(got[0].Said, "Cannot list machines: the provider setting api_key depends on a value that is not known until apply.") {
		t.Errorf("%+v", got)
	}
}

// The same through a CLI: the configuration that terraform query generates for a whole
// account imports it without changes.
func TestAccQueryAdoptsAnAccount(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Query)
	for _, behavior := range []string{"documented", "observed"} {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspace(t, behavior)
			ids := account(w.Env)
			w.Write(w.Provider())
			if err := os.WriteFile(w.Path("adopt.tfquery.hcl"), []byte("list \"paperspace_machine\" \"all\" {\n  provider = paperspace\n  limit    = 1000\n}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			out := w.MustRun("query", "-generate-config-out=machines.tf")
			w.Expect(out, ids...)
			w.Expect(w.MustRun("plan"), fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(ids)))
			w.MustRun("apply", "-auto-approve")
			w.Expect(w.MustRun("plan", "-detailed-exitcode"), "No changes")
			// A query does not read the state, so it lists managed machines, too.
			w.Expect(w.MustRun("query"), ids...)
			if writes := w.Journal().Writes(); len(writes) > 0 {
				t.Errorf("writes: %+v", writes)
			}
		})
	}
}

// A query rejects filters by values that API v1 does not return, because they would
// silently match nothing.
func TestListRejectsFiltersByValuesThatAreNotReturned(t *testing.T) {
	e := acctest.Open(t, "v1", "observed", psfake.Timings{})
	e.AddMachine(psfake.Machine{})
	got := e.Protocol(t, nil).List(kindName, map[string]any{"user_id": "u123abc", "dt_last_run": "null"}, 0, false, 0)
	if len(got) != 1 || !strings.Contains(got[0].Said, "dt_last_run cannot be used with") || !strings.Contains(got[0].Said, "user_id cannot be used with") {
		t.Errorf("%+v", got)
	}
	if n := len(e.Journal()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
