package machine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// unfinished lists ways in which a create can fail to finish an existing machine although
// Paperspace does not report that the machine failed.
var unfinished = []struct {
	name   string
	faults func(setting string) []psfake.Fault
	lines  string
	// warned is true if the create ends with the machine unfinished.
	warned bool
	// lasting is true if the fault persists, so that no apply can finish the machine.
	lasting bool
	// follows is true if the fault affects the steps after the machine is up.
	follows bool
}{
	{"one 401", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultDenied, Skip: 3, Times: 1}}
	}, "", false, false, false},
	{"a page of a proxy with 403", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultHTML, Status: 403, Skip: 3, Times: 1}}
	}, "", false, false, false},
	{"a short outage", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultStatus, Status: 503, Skip: 3, Times: 6}}
	}, "", false, false, false},
	{"an outage", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultCut, Skip: 3}, {Call: "machines.show", Kind: psfake.FaultCut}}
	}, "", true, false, false},
	{"a key that was revoked", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultDenied, Skip: 3}, {Call: "machines.show", Kind: psfake.FaultDenied}}
	}, "", true, false, false},
	{"not found to everything", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.list", Kind: psfake.FaultReject, Status: 404, Skip: 3}, {Call: "machines.show", Kind: psfake.FaultReject, Status: 404}}
	}, "", true, false, false},
	{"a setting rejected once", func(setting string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.update", Key: setting, Kind: psfake.FaultReject, Status: 400, Message: "not now", Times: 3}}
	}, "", true, false, true},
	{"a setting rejected forever", func(setting string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.update", Key: setting, Kind: psfake.FaultReject, Message: "not allowed"}}
	}, "", true, true, true},
	{"a setting stored as another value", func(setting string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.update", Key: setting, Kind: psfake.FaultAlter, Value: 8}}
	}, "", true, true, true},
	{"a rejected stop", func(string) []psfake.Fault {
		return []psfake.Fault{{Call: "machines.stop", Kind: psfake.FaultReject, Status: 400, Message: "not now", Times: 3}}
	}, `desired_state = "off"`, true, false, true},
}

// If a create fails after the machine exists, the machine is not tainted, and the next
// apply finishes it in place, as far as possible, with or without a refresh.
func TestAccWhatGoesWrongLaterTaintsNothing(t *testing.T) {
	acctest.Parallel(t)
	const count = 3
	for _, version := range []string{"core", "v1"} {
		for _, c := range unfinished {
			for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
				if refresh == "-refresh=false" && (!c.warned || c.lasting) {
					continue
				}
				t.Run(strings.Join([]string{version, c.name, refresh}, "/"), func(t *testing.T) {
					// A fault during the wait must not come after its end.
					timings := psfake.Timings{Provision: 300 * time.Millisecond}
					if c.warned && !c.follows {
						timings.Provision = time.Hour
					}
					w := acctest.NewWorkspaceOf(t, version, "observed", timings)
					w.Write(w.Provider("max_retries = 0") +
						hcl(fmt.Sprintf("count = %d\n  shutdown_timeout_in_hours = 5\n  %s\n  timeouts {\n    update = \"70s\"\n  }", count, c.lines)))
					setting := acctest.By(w.Env, "shutdownTimeoutInHours", "autoShutdownTimeout")
					for _, f := range c.faults(setting) {
						w.Inject(f)
					}
					settled := refresh == "-refresh=true" && w.V1() && !c.follows
					if w.V1() && c.follows { // its create contains the setting, so Paperspace has to ignore it there
						w.Inject(psfake.Fault{Call: "machines.create", Key: setting, Kind: psfake.FaultIgnore})
					}
					out := w.MustRun("apply", "-auto-approve")
					ids := untainted(t, w, count)
					if c.warned {
						w.Expect(out, "is not finished", "The next apply finishes it")
					} else {
						w.Expect(w.MustRun("plan"), "No changes")
						return
					}
					if !c.lasting {
						w.ClearFaults()
					}
					if !c.follows {
						for _, id := range ids {
							w.ChangeMachine(id, func(m *psfake.Machine) { m.State = psfake.StateReady })
						}
					}
					if settled {
						w.Expect(w.MustRun("plan"), "No changes")
						return
					}
					w.Expect(w.MustRun("plan", refresh), fmt.Sprintf("0 to add, %d to change, 0 to destroy", count))
					out, err := w.Run("apply", "-auto-approve", refresh)
					if (err != nil) != c.lasting {
						t.Errorf("the second apply: %v\n%s", err, out)
					}
					if again := untainted(t, w, count); strings.Join(again, " ") != strings.Join(ids, " ") {
						t.Errorf("machines %v became %v", ids, again)
					}
					if !c.lasting {
						w.Expect(w.MustRun("plan"), "No changes")
					}
				})
			}
		}
	}
}

// untainted returns the IDs of the machines in the state, and fails if one of
// them is tainted, or if Paperspace has others.
func untainted(t *testing.T, w *acctest.Workspace, count int) []string {
	t.Helper()
	alive := map[string]bool{}
	for _, m := range w.Machines() {
		alive[m.ID] = true
	}
	var ids []string
	for _, i := range w.Instances() {
		id, _ := i.Attributes["id"].(string)
		if i.Tainted || !alive[id] {
			t.Errorf("%s: tainted %v, alive %v", id, i.Tainted, alive[id])
		}
		ids = append(ids, id)
	}
	if len(ids) != count || len(alive) != count {
		t.Errorf("%d machines in the state, %d alive, want %d", len(ids), len(alive), count)
	}
	return ids
}
