//go:build unix

package machine_test

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// interrupt runs apply, interrupts it when come returns true, as with Ctrl-C, and
// returns the output of the CLI.
func interrupt(w *acctest.Workspace, moment string, come func(j psfake.Journal) bool) string {
	run := w.Start("apply", "-auto-approve")
	w.Await(moment, func() bool { return come(w.Journal()) })
	run.Signal(acctest.WholeGroup, syscall.SIGINT)
	return run.Wait()
}

func waited(j psfake.Journal) bool { return j.Count("machines.show") > 1 }

// waitedAfter returns a function that reports whether the wait after a call has begun.
// An interrupt before that could end the call instead of the wait.
func waitedAfter(call string) func(j psfake.Journal) bool {
	return func(j psfake.Journal) bool {
		i := slices.IndexFunc(j, func(e psfake.Entry) bool { return e.Call == call })
		return i >= 0 && j[i+1:].Count("machines.show") > 0
	}
}

// If the wait of a create is interrupted, a warning names the machine, because an error
// would taint it. The next plan shows an update that finishes it.
func TestAccInterruptDuringTheWait(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "observed", psfake.Timings{Provision: time.Hour})
	w.Write(w.Config(hcl("")))
	out := interrupt(w, "the wait to begin", waited)
	w.Expect(out, "is not finished", w.Only(t).ID, "It is not tainted.", "The next apply finishes it")
	w.Expect(w.MustRun("plan"), "0 to add, 1 to change, 0 to destroy", "known after apply")
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateReady })
	w.MustRun("apply", "-auto-approve")
	if s, tainted := w.State(); tainted || s["state"] != "ready" || s["private_ip_address"] == nil {
		t.Errorf("tainted %v, %v", tainted, s)
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// If a create is interrupted and then fails, the next plan reports it.
func TestAccInterruptedCreateThatFailedIsReported(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "observed", psfake.Timings{Provision: time.Hour})
	w.Write(w.Config(hcl("")))
	interrupt(w, "the wait to begin", waited)
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) {
		m.State, m.Events[0].State, m.Events[0].Error = psfake.StateOff, psfake.EventError, psfake.Capacity
	})
	w.Expect(w.MustRun("plan"), "never came up", "insufficient capacity", "No changes")
	w.Write(w.Config(hcl(`desired_state = "ready"`)))
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
}

// An interrupted update is an error, and the state contains what was changed.
func TestAccInterruptDuringAnUpdate(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "observed", psfake.Timings{Stop: time.Hour})
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl("desired_state = \"off\"\n shutdown_timeout_in_hours = 9")))
	out := interrupt(w, "the wait for the stop", waitedAfter("machines.stop"))
	w.Expect(out, `Failed to change machine "m"`, "interrupted while waiting for machine", "Run terraform plan")
	s, tainted := w.State()
	if tainted || s["shutdown_timeout_in_hours"] != 9.0 || s["desired_state"] != nil {
		t.Errorf("tainted %v, %v", tainted, s)
	}
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateOff })
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
}

// The error of an interrupted wait for capacity reports that nothing was created.
func TestAccInterruptBeforeTheCreate(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.SetAvailability(psfake.EastCoast, "P4000", false)
	w.Write(w.Config(strings.Replace(hcl("wait_for_capacity = true"), "C5", "P4000", 1)))
	out := interrupt(w, "the wait for capacity", func(j psfake.Journal) bool { return j.Count("machines.availability") > 3 })
	w.Expect(out, "Failed to create machine", "Nothing was created")
}

// An interrupt also ends the start of a machine after a failed change. The next
// apply starts it.
func TestAccInterruptWhileAMachineIsStartedAgain(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{Start: time.Hour})
	w.Write(w.Config(fitted("C5", 50)))
	w.MustRun("apply", "-auto-approve")
	w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: "Not of this group"})
	w.Write(w.Config(fitted("C7", 50)))
	out := interrupt(w, "the wait for the start", waitedAfter("machines.start"))
	w.Expect(out, "Not of this group", "starting it again was interrupted. The next apply starts it.")
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateOff })
	w.Write(w.Config(fitted("C5", 50)))
	w.Expect(w.MustRun("plan"), "0 to add, 1 to change, 0 to destroy")
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateReady })
	w.Expect(w.MustRun("plan"), "No changes")
}

// An interrupt ends every create whose request is not in flight: those that wait for a
// rate limit, for a pause that Paperspace requires, or for a search before a retry.
// Nothing is created after it.
func TestAccInterruptStopsCreatesThatWereNotSent(t *testing.T) {
	acctest.Parallel(t)
	for _, c := range []struct {
		name, lines string
		fault       psfake.Fault
		created     int // the least number of machines when the interrupt comes
		said        string
	}{
		{"a rate limit", "requests_per_second = 0.2\n  preflight_checks = false", psfake.Fault{Kind: psfake.FaultNoDate}, 1, "Nothing was created"},
		{"a pause", "", psfake.Fault{Call: "machines.create", Kind: psfake.FaultThrottle, Skip: 3, RetryAfter: "60"}, 3, "Nothing was created"},
		{"a search", "", psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Skip: 3}, 3, "might exist and be billed"},
	} {
		for _, version := range []string{"core", "v1"} {
			t.Run(c.name+"/"+version, func(t *testing.T) {
				w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{Provision: time.Hour})
				provider := w.Provider(c.lines)
				if c.name == "a search" { // so that the search is still running at the interrupt
					provider = strings.Replace(provider, `"10ms"`, `"1s"`, 1)
				}
				w.Write(provider + strings.Replace(hcl("count = 10"), `"m"`+"\n", `"m-${count.index}"`+"\n", 1))
				w.Inject(c.fault)
				run := w.Start("apply", "-auto-approve")
				w.Await("the first creates", func() bool {
					return len(w.Machines()) >= c.created && (c.fault.Skip == 0 || w.Journal().Count("machines.create") > c.created)
				})
				run.Signal(acctest.WholeGroup, syscall.SIGINT)
				w.Await("the signal to be received", func() bool { return run.Said("Interrupt received") })
				before := len(w.Machines())
				out := run.Wait()
				if after := len(w.Machines()); after > before+1 { // one request can be in flight
					t.Errorf("%d machines before the interrupt, %d after it\n%s", before, after, out)
				}
				if ids := w.Instances(); len(ids) != len(w.Machines()) {
					t.Errorf("%d machines in the state, %d alive", len(ids), len(w.Machines()))
				}
				w.Expect(out, c.said)
			})
		}
	}
}
