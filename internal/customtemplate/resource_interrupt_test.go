//go:build unix

package customtemplate_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A template that is being made when the run is interrupted stays in the state, although
// Paperspace might not show it until it is made.
func TestAccCustomTemplateInterrupted(t *testing.T) {
	for _, dialect := range acctest.Both {
		t.Run(dialect, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", dialect, psfake.Timings{Template: time.Hour})
			prepare(w.Env)
			w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psa"`)))
			run := w.Start("apply", "-auto-approve")
			w.Await("the create to arrive", func() bool { return w.Journal().Count("templates.create") == 1 })
			run.Signal(acctest.Everybody, syscall.SIGINT)
			out := run.Wait()
			if _, tainted := w.State(); tainted {
				t.Errorf("the template is tainted: %s", out)
			}
			w.Expect(acctest.Unwrap(out), "is not finished", "The run was interrupted")
			plan := w.MustRun("plan")
			w.Expect(plan, "No changes")
			if dialect == "wild" {
				w.Expect(plan, "is not shown yet", "still creating custom template")
			}
		})
	}
}

// Nothing records that a killed run has stopped the machine of its template. At each step
// of the create, the next plan or apply therefore says that the machine is off, or the
// machine runs; and it names a template that was made.
func TestAccCustomTemplateKilled(t *testing.T) {
	answered := func(call string) func(w *acctest.Workspace) bool {
		return func(w *acctest.Workspace) bool { return w.Journal().Count(call) == 1 }
	}
	state := func(w *acctest.Workspace) string {
		m, _ := w.Machine("pson")
		return m.State
	}
	for _, step := range []struct {
		name    string
		timings psfake.Timings
		fault   psfake.Fault
		come    func(w *acctest.Workspace) bool
		plan    []string // of the next plan
		apply   string   // in a message of the next apply, "" if the machine runs then
	}{
		{
			"stopping", psfake.Timings{Stop: time.Second}, psfake.Fault{}, answered("machines.stop"),
			[]string{`Machine "on" (pson) is off and will stay off`}, `Machine "on" (pson) was off and stays off`,
		},
		{
			"create requested", psfake.Timings{}, psfake.Fault{Call: "templates.create", Kind: psfake.FaultSlow, Times: 1}, answered("templates.create"),
			[]string{`Machine "on" (pson) is off and will stay off`, `Custom template "a" exists already`}, `Machine "on" (pson) was off and stays off`,
		},
		{
			"being made", psfake.Timings{Template: time.Second}, psfake.Fault{}, answered("templates.create"),
			[]string{`Machine "on" (pson) is off and will stay off`, `Custom template "a" exists already`}, `Machine "on" (pson) was off and stays off`,
		},
		{
			"start requested", psfake.Timings{Start: time.Second}, psfake.Fault{}, answered("machines.start"),
			[]string{`Custom template "a" exists already`}, "",
		},
	} {
		t.Run(step.name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "papers", step.timings)
			prepare(w.Env)
			if step.fault.Call != "" {
				w.Inject(step.fault)
			}
			w.Write(w.Config(stopped))
			run := w.Start("apply", "-auto-approve")
			w.Await("the step", func() bool { return step.come(w) })
			run.Signal(acctest.Everybody, syscall.SIGKILL)
			run.Wait()
			w.Await("the end of what Paperspace does", func() bool {
				m, _ := w.Machine("pson")
				for _, e := range m.Events {
					if e.State != psfake.EventDone {
						return false
					}
				}
				return true
			})
			w.Expect(acctest.Unwrap(w.MustRun("plan")), step.plan...)
			out := acctest.Unwrap(w.MustRun("apply", "-auto-approve"))
			switch now := state(w); {
			case step.apply == "" && now != psfake.StateReady:
				t.Errorf("the machine is %s: %s", now, out)
			case step.apply != "":
				w.Expect(out, step.apply, "paperspace_machine_start")
			}
		})
	}
}
