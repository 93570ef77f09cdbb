//go:build unix

package machine_test

import (
	"strings"
	"syscall"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A run that is killed after it has stopped a machine for a change leaves no record. The
// next plan warns that the machine is off, and shows how to start it in the same apply.
func TestAccKilledWhileStoppedForAChange(t *testing.T) {
	m := moments()["stopped-for-change"]
	w := acctest.NewWorkspaceOf(t, "v1", "observed", m.timings)
	w.Write(w.Config(m.had))
	w.MustRun("apply", "-auto-approve")
	w.ResetJournal()
	w.Write(w.Config(m.wanted))
	run := w.Start(m.args...)
	w.Await("the stop", func() bool { return m.come(w.Journal()) })
	run.Signal(acctest.WholeGroup, syscall.SIGKILL)
	run.Wait()
	m.pass(w)
	w.Expect(acctest.Unwrap(w.MustRun("plan")), `Machine "m" is off and stays off`, `set desired_state = "ready"`, "1 to change")
	w.Write(w.Config(strings.Replace(m.wanted, "C7\"", "C7\"\n  desired_state = \"ready\"", 1)))
	if out := w.MustRun("apply", "-auto-approve"); strings.Contains(out, "stays off") || !m.is(w.Only(t)) || w.Only(t).State != psfake.StateReady {
		t.Errorf("%+v: %s", w.Only(t), out)
	}
}
