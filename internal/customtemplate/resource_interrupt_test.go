//go:build unix

package customtemplate_test

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If a run is interrupted while a template is being created, the template stays in the state, even if Paperspace does
// not show it yet.
func TestAccCustomTemplateInterrupted(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{Template: time.Hour})
			prepare(w.Env)
			w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psa"`)))
			run := w.Start("apply", "-auto-approve")
			w.Await("the create to arrive", func() bool { return w.Journal().Count("templates.create") == 1 })
			run.Signal(acctest.WholeGroup, syscall.SIGINT)
			out := run.Wait()
			if _, tainted := w.State(); tainted {
				t.Errorf("the template is tainted: %s", out)
			}
			w.Expect(acctest.Unwrap(out), "is not finished", "The run was interrupted")
			plan := w.MustRun("plan")
			w.Expect(plan, "No changes")
			if behavior == "observed" {
				w.Expect(plan, "is not shown yet", "still creating custom template")
			}
		})
	}
}

// No record shows that a killed run has stopped the machine of its template. For a kill at each step of the create,
// the next plan or apply therefore reports that the machine is off, unless it is running, and names a template that
// was created.
func TestAccCustomTemplateKilled(t *testing.T) {
	acctest.Parallel(t)
	state := func(w *acctest.Workspace) string {
		m, _ := w.Machine("pson")
		return m.State
	}
	for _, step := range []struct {
		name    string
		timings psfake.Timings
		fault   psfake.Fault
		call    string // the run is killed after this call has arrived
		made    bool   // the template exists or will exist
	}{
		{"stopping", psfake.Timings{Stop: time.Second}, psfake.Fault{}, "machines.stop", false},
		{"create requested", psfake.Timings{}, psfake.Fault{Call: "templates.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1}, "templates.create", true},
		{"being made", psfake.Timings{Template: time.Second}, psfake.Fault{}, "templates.create", true},
		{"start requested", psfake.Timings{Start: time.Second}, psfake.Fault{}, "machines.start", true},
	} {
		t.Run(step.name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "documented", step.timings)
			prepare(w.Env)
			if step.fault.Call != "" {
				w.Inject(step.fault)
			}
			w.Write(w.Config(stopped))
			run := w.Start("apply", "-auto-approve")
			w.Await("the step", func() bool { return w.Journal().Count(step.call) == 1 })
			run.Signal(acctest.WholeGroup, syscall.SIGKILL)
			run.Wait()
			w.Await("the end of what Paperspace does", func() bool {
				m, _ := w.Machine("pson")
				return !slices.ContainsFunc(m.Events, func(e psfake.Event) bool { return e.State != psfake.EventDone })
			})
			off := state(w) == psfake.StateOff
			if started := w.Journal().Count("machines.start") > 0; off == started {
				t.Fatalf("started %t, off %t", started, off)
			}
			plan := acctest.Unwrap(w.MustRun("plan"))
			if step.made {
				w.Expect(plan, `Custom template "a" already exists`)
			}
			if off {
				w.Expect(plan, `Machine "on" (pson) is off and will stay off`)
			}
			switch out := acctest.Unwrap(w.MustRun("apply", "-auto-approve")); {
			case off:
				w.Expect(out, `Machine "on" (pson) was off and stays off`, "paperspace_machine_start")
			case state(w) != psfake.StateReady:
				t.Errorf("the machine is %s: %s", state(w), out)
			}
		})
	}
}
