//go:build unix

package script_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If a create is interrupted before its response arrives, the script is in the state. If the provider or the CLI is
// killed, the ID is lost, and the next plan names it.
func TestAccScriptInterruptedCreate(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		signal syscall.Signal
		to     acctest.Target
		delay  time.Duration
		known  bool
	}{
		"Ctrl-C":               {syscall.SIGINT, acctest.WholeGroup, time.Second, true},
		"SIGTERM":              {syscall.SIGTERM, acctest.WholeGroup, time.Second, true},
		"kill of the provider": {syscall.SIGKILL, acctest.ProviderAlone, time.Hour, false},
		"kill of the CLI":      {syscall.SIGKILL, acctest.CLIAlone, time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t, "documented") // the names of scripts need not be unique here
			w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultSlow, Delay: c.delay, Times: 1})
			w.Write(w.Config(resHCL()))
			run := w.Start("apply", "-auto-approve")
			w.Await("the create to arrive", func() bool { return w.Journal().Count("scripts.create") == 1 })
			run.Signal(c.to, c.signal)
			out := run.Wait()

			id := resOnly(t, w.Env).ID
			plan := w.MustRun("plan")
			if c.known {
				if s, tainted := w.State(); tainted || s["id"] != id {
					t.Errorf("tainted %v, %v\n%s", tainted, s, out)
				}
				w.Expect(plan, "No changes")
			} else {
				w.Expect(plan, `Script "s" already exists`)
				if diff := cmp.Diff([]string{id}, acctest.Offered(plan)); diff != "" {
					t.Fatalf("offered for import (-want +got):\n%s", diff)
				}
				w.MustRun("import", resAddress, id)
			}
			w.MustRun("apply", "-auto-approve")
			if n := w.Journal().Count("scripts.create"); n != 1 {
				t.Errorf("%d creates", n)
			}
			w.MustRun("destroy", "-auto-approve")
			resNoneLeft(t, w.Env)
		})
	}
}

// If a name cannot be checked, the plan shows a warning. Without preflight_checks, no name is checked.
func TestAccScriptNameNotChecked(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.AddScript(psfake.Script{Name: "s", Text: "x"})
	w.Write(w.Provider("preflight_checks = false") + resHCL())
	w.MustRun("plan")
	if n := len(w.Journal()); n != 0 {
		t.Errorf("without checks, %d requests: %v", n, w.Journal().Counts())
	}
	w.Inject(psfake.Fault{Call: "scripts.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Write(w.Config(resHCL()))
	w.Expect(w.MustRun("plan"), "Could not check new scripts", `whether a script named "s" already exists`, "broken today")
}
