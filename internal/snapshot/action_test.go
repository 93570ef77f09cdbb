package snapshot_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// brisk makes changes slow enough that a test can see the states in between.
var brisk = psfake.Timings{Start: 200 * time.Millisecond, Stop: 200 * time.Millisecond, Snapshot: 200 * time.Millisecond}

// endless makes the server accept snapshots and restores without finishing them.
var endless = psfake.Timings{Snapshot: time.Hour}

// inV1 runs a test with both behaviors of the fake server.
func inV1(t *testing.T, timings psfake.Timings, test func(t *testing.T, e *acctest.Env)) {
	t.Helper()
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			test(t, acctest.Open(t, "v1", behavior, timings))
		})
	}
}

// invoke runs an action with its required arguments and more.
func invoke(t *testing.T, e *acctest.Env, action string, required, more map[string]any) (lines []string, failed string) {
	t.Helper()
	config := maps.Clone(required)
	maps.Copy(config, more)
	return e.Protocol(t, nil).Invoke(t.Context(), "paperspace_"+action, config, nil)
}

// sent returns the writes since the last reset of the journal.
func sent(e *acctest.Env) string {
	var calls []string
	for _, entry := range e.Journal().Writes() {
		calls = append(calls, entry.Call)
	}
	return strings.Join(calls, " ")
}

func TestTakeAction(t *testing.T) {
	given := regexp.MustCompile(`^terraform-\d{8}T\d{6}Z$`)
	for name, c := range map[string]struct {
		config  map[string]any
		timings psfake.Timings
		named   string // "" for the default
		last    string
	}{
		"by ID":           {map[string]any{"machine_id": "psweb"}, brisk, "", "is taken, after"},
		"by name":         {map[string]any{"machine_name": "web"}, brisk, "", "is taken, after"},
		"with a name":     {map[string]any{"machine_name": "web", "name": "by hand"}, brisk, "by hand", "is taken, after"},
		"without waiting": {map[string]any{"machine_id": "psweb", "wait": false}, endless, "", "Paperspace accepted the request for snapshot"},
	} {
		t.Run(name, func(t *testing.T) {
			inV1(t, c.timings, func(t *testing.T, e *acctest.Env) {
				e.AddMachine(psfake.Machine{ID: "psweb", Name: "web"})
				e.AddMachine(psfake.Machine{ID: "psother", Name: "web server"})
				lines, failed := invoke(t, e, "machine_snapshot", c.config, nil)
				if failed != "" || len(e.Snapshots()) != 1 || sent(e) != "snapshots.create" {
					t.Fatalf("%s\n%v\n%s", failed, e.Snapshots(), sent(e))
				}
				s := e.Snapshots()[0]
				if s.MachineID != "psweb" || c.named != "" && s.Name != c.named || c.named == "" && !given.MatchString(s.Name) || s.Pending != (c.timings == endless) {
					t.Errorf("%+v", s)
				}
				if !strings.Contains(lines[0], `of machine "web" (psweb)`) || !strings.Contains(lines[len(lines)-1], c.last) {
					t.Errorf("%q", lines)
				}
			})
		})
	}
}

func TestRestoreAction(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		config   map[string]any
		timings  psfake.Timings
		sent     string
		first    bool // Paperspace takes a snapshot of the disk before the restore
		last     string
	}{
		"of a running machine": {
			from: "ready", to: "ready", timings: brisk, first: true, sent: "machines.stop snapshots.restore machines.start", last: "is ready, after",
		},
		"of a machine that is off": {
			from: "off", to: "off", timings: brisk, first: true, sent: "snapshots.restore", last: `Snapshot "golden" (slgolden) is restored, after`,
		},
		"without a snapshot first": {
			from: "off", to: "off", timings: brisk, config: map[string]any{"snapshot_first": false}, sent: "snapshots.restore", last: "is restored, after",
		},
		"without waiting": {
			from: "ready", to: "upgrading", timings: endless, config: map[string]any{"wait": false}, first: true, sent: "machines.stop snapshots.restore", last: "stays off",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inV1(t, c.timings, func(t *testing.T, e *acctest.Env) {
				restorable(e, c.from)
				lines, failed := invoke(t, e, "snapshot_restore", golden, c.config)
				if failed != "" || sent(e) != c.sent {
					t.Fatalf("%s\n%s", failed, sent(e))
				}
				if m, _ := e.Machine("psweb"); m.State != c.to {
					t.Errorf("the machine is %s, want %s", m.State, c.to)
				}
				var body map[string]any
				if err := json.Unmarshal(e.Journal().Of("snapshots.restore")[0].Body, &body); err != nil {
					t.Fatal(err)
				}
				if got := len(e.Snapshots()) == 2; got != c.first || (body["createSnapshotBeforeRestore"] == true) != c.first {
					t.Errorf("%v\n%+v", body, e.Snapshots())
				}
				if !strings.Contains(strings.Join(lines, "\n"), "Restoring snapshot \"golden\" (slgolden)") || !strings.Contains(lines[len(lines)-1], c.last) {
					t.Errorf("%q", lines)
				}
			})
		})
	}
}

var golden = map[string]any{"snapshot_id": "slgolden"}

// restorable adds a machine in the given state and a snapshot of it.
func restorable(e *acctest.Env, state string) {
	e.AddMachine(psfake.Machine{ID: "psweb", Name: "web", State: state})
	e.AddSnapshot(psfake.Snapshot{ID: "slgolden", Name: "golden", MachineID: "psweb"})
}

// With the CORE API, the plan fails with an error that names API v1.
func TestActionsNeedV1(t *testing.T) {
	e := acctest.New(t, "observed", psfake.Timings{})
	for action, config := range map[string]map[string]any{"machine_snapshot": {"machine_id": "psweb"}, "snapshot_restore": golden} {
		_, failed := invoke(t, e, action, config, nil)
		if !strings.Contains(failed, "paperspace_"+action) || !strings.Contains(failed, `Set api_version = "v1" in the provider block to use it.`) || strings.Contains(failed, ";") {
			t.Errorf("%s: %s", action, failed)
		}
	}
	if n := len(e.Journal()); n > 0 {
		t.Errorf("%d requests", n)
	}
}
