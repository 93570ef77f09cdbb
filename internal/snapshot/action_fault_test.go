package snapshot_test

import (
	"context"
	"runtime/pprof"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// passes is a timeout that expires during a test.
const passes = "5s"

func TestTakeActionThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		config map[string]any
		fault  psfake.Fault
		says   []string
		sent   string
	}{
		"no machine":            {config: map[string]any{}, says: []string{"Missing machine_id or machine_name"}},
		"two ways":              {config: map[string]any{"machine_id": "psweb", "machine_name": "web"}, says: []string{"Both machine_id and machine_name"}},
		"an unknown ID":         {config: map[string]any{"machine_id": "psnothere"}, says: []string{"Failed to take snapshot", "psnothere", "Check the ID"}},
		"an unknown name":       {config: map[string]any{"machine_name": "we"}, says: []string{"Machine not found", `No machine matches machine_name = "we".`, "psweb", "pstwin1"}},
		"several of the name":   {config: map[string]any{"machine_name": "twin"}, says: []string{`2 machines match machine_name = "twin":`, "pstwin1", "pstwin2", "Set machine_id to the ID of one of them"}},
		"a name with an end":    {config: map[string]any{"machine_name": "web\n"}, says: []string{"Invalid name", "contains a line break"}},
		"a spoiled name for it": {config: map[string]any{"machine_id": "psweb", "name": " x"}, says: []string{"Invalid name", "begins or ends with whitespace"}},
		"rejected": {
			config: map[string]any{"machine_name": "web"}, fault: psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultReject, Message: "Snapshot limit reached"},
			says: []string{"of machine psweb", "Snapshot limit reached"}, sent: "snapshots.create",
		},
		"its event fails": {
			config: map[string]any{"machine_id": "psweb"}, fault: psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultFailure},
			says: []string{"Failed to take snapshot", "Paperspace reports: ", "of machine psweb"}, sent: "snapshots.create",
		},
		"too slow": {
			config: map[string]any{"machine_id": "psweb", "timeouts": map[string]any{"invoke": passes}}, fault: psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultStuck},
			says: []string{"raise invoke in the timeouts block of the action", "might still carry out"}, sent: "snapshots.create",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inV1(t, brisk, func(t *testing.T, e *acctest.Env) {
				e.AddMachine(psfake.Machine{ID: "psweb", Name: "web"})
				e.AddMachine(psfake.Machine{ID: "pstwin1", Name: "twin"})
				e.AddMachine(psfake.Machine{ID: "pstwin2", Name: "twin"})
				if c.fault.Kind != "" {
					e.Inject(c.fault)
				}
				p := e.Protocol(t, map[string]any{"request_timeout": "1s"})
				_, failed := p.Invoke(t.Context(), "paperspace_machine_snapshot", c.config, nil)
				for _, words := range c.says {
					if !strings.Contains(failed, words) {
						t.Errorf("does not say %q: %s", words, failed)
					}
				}
				if strings.Contains(failed, "terraform destroy") || sent(e) != c.sent {
					t.Errorf("sent %q: %s", sent(e), failed)
				}
			})
		})
	}
}

// A snapshot whose response was lost is found, and not taken twice.
func TestTakeActionWhoseResponseIsLost(t *testing.T) {
	inV1(t, brisk, func(t *testing.T, e *acctest.Env) {
		e.AddMachine(psfake.Machine{ID: "psweb", Name: "web"})
		e.Inject(psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultCutAfter, Times: 1})
		lines, failed := invoke(t, e, "machine_snapshot", map[string]any{"machine_id": "psweb"}, nil)
		if all := e.Snapshots(); len(all) != 1 || all[0].Pending || !strings.HasPrefix(failed, "WARNING: ") || strings.Contains(failed, "ERROR") || !strings.Contains(failed, all[0].ID) {
			t.Errorf("%s\n%v\n%+v", failed, lines, all)
		}
	})
}

// After a failure, the machine is running again, or the error advises how to start it.
func TestRestoreActionThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		config map[string]any
		fault  psfake.Fault
		says   []string
		sent   string
		state  string
	}{
		"an unknown snapshot": {config: map[string]any{"snapshot_id": "slnothere"}, says: []string{"Failed to restore snapshot slnothere", "Check the ID"}, state: "ready"},
		"the stop is rejected": {
			fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultReject, Status: 403, Message: "not yours"},
			says:  []string{"Failed to restore snapshot slgolden", "not yours"}, sent: "machines.stop", state: "ready",
		},
		"the restore is rejected": {
			fault: psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultReject, Status: 403, Message: "not yours"},
			says:  []string{"Failed to restore snapshot slgolden", "not yours"}, sent: "machines.stop snapshots.restore machines.start", state: "ready",
		},
		"the restore is rejected, without waiting": {
			config: map[string]any{"wait": false}, fault: psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultReject, Status: 403, Message: "not yours"},
			says: []string{"Failed to restore snapshot slgolden", "not yours"}, sent: "machines.stop snapshots.restore machines.start", state: "ready",
		},
		"its event fails": {
			fault: psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultFailure},
			says:  []string{"Failed to restore snapshot slgolden", "Paperspace reports: "}, sent: "machines.stop snapshots.restore machines.start", state: "ready",
		},
		"the machine does not start": {
			fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultReject, Status: 403, Message: "no capacity"},
			says:  []string{`start machine "web" (psweb) again`, "no capacity", "paperspace_machine_start"}, sent: "machines.stop snapshots.restore machines.start", state: "off",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inV1(t, brisk, func(t *testing.T, e *acctest.Env) {
				restorable(e, "ready")
				if c.fault.Kind != "" {
					e.Inject(c.fault)
				}
				_, failed := invoke(t, e, "snapshot_restore", golden, c.config)
				for _, words := range c.says {
					if !strings.Contains(failed, words) {
						t.Errorf("does not say %q: %s", words, failed)
					}
				}
				if m, _ := e.Machine("psweb"); m.State != c.state || sent(e) != c.sent {
					t.Errorf("is %s, sent %q: %s", m.State, sent(e), failed)
				}
			})
		})
	}
}

// A restore whose response is lost is not sent again. Its event shows whether it arrived and
// whether it failed.
func TestRestoreActionWhoseResponseIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		kind  psfake.FaultKind
		fails bool
		says  string
	}{
		"after the effect":               {psfake.FaultCutAfter, false, ""},
		"after the effect, which failed": {psfake.FaultCutAfter, true, "Paperspace reports: disk full"},
		"before the effect":              {psfake.FaultCut, false, "The request was not sent again"},
	} {
		t.Run(name, func(t *testing.T) {
			timings := brisk
			if c.fails {
				timings = endless
			}
			inV1(t, timings, func(t *testing.T, e *acctest.Env) {
				restorable(e, "ready")
				e.Inject(psfake.Fault{Call: "snapshots.restore", Kind: c.kind})
				if c.fails {
					e.When(t, func(j psfake.Journal) bool { return j.Count("snapshots.restore") > 0 }, func() {
						e.ChangeMachine("psweb", func(m *psfake.Machine) {
							m.State, m.Events[0].State, m.Events[0].Error = psfake.StateOff, psfake.EventError, "disk full"
						})
					})
				}
				lines, failed := invoke(t, e, "snapshot_restore", golden, map[string]any{"snapshot_first": false})
				if c.says == "" && failed != "" || !strings.Contains(failed, c.says) {
					t.Errorf("%s\n%v", failed, lines)
				}
				if m, _ := e.Machine("psweb"); m.State != psfake.StateReady || sent(e) != "machines.stop snapshots.restore machines.start" {
					t.Errorf("is %s, sent %q", m.State, sent(e))
				}
			})
		})
	}
}

// After an interrupt at any step, the machine is starting or running.
func TestRestoreActionThatIsInterrupted(t *testing.T) {
	for _, step := range []string{"is ready: stopping it", "is stopping", "is off, after", "Restoring snapshot", "is upgrading", "is restored", "is off: starting it", "is starting"} {
		t.Run(step, func(t *testing.T) {
			inV1(t, brisk, func(t *testing.T, e *acctest.Env) {
				restorable(e, "ready")
				p := e.Protocol(t, nil)
				pprof.Do(t.Context(), acctest.Label(t.Name()), func(ctx context.Context) {
					ctx, cancel := context.WithCancel(ctx)
					defer cancel()
					for ctx.Err() == nil { // a busy computer can miss a state that is shown for a moment
						e.ResetJournal()
						lines, failed := p.Invoke(ctx, "paperspace_snapshot_restore", golden, func(line string) bool {
							if strings.Contains(line, step) {
								cancel()
							}
							return true
						})
						m, _ := e.Machine("psweb")
						if m.State != psfake.StateStarting && m.State != psfake.StateReady || ctx.Err() == nil && failed != "" {
							t.Fatalf("the machine is %s: %s\n%q\n%s", m.State, failed, lines, sent(e))
						}
					}
					if n := e.Journal().Count("snapshots.restore"); n > 1 {
						t.Errorf("%d restores", n)
					}
				})
				if left := acctest.Leftover(t.Name()); left != "" {
					t.Errorf("requests go on after the action has ended:\n%s", left)
				}
			})
		})
	}
}
