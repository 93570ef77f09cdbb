package machine_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// interrupt runs apply and presses Ctrl-C once the moment has come.
func interrupt(t *testing.T, w *acctest.Workspace, moment string, come func() bool) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGINT to send to another process")
	}
	cmd, out := w.Command("apply", "-auto-approve")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Await(moment, come)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	return acctest.Unwrap(out.String())
}

// goesOn applies once more and finds nothing bought twice and nothing to do.
func goesOn(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	out := w.MustRun("apply", "-auto-approve")
	if s, tainted := w.State(); tainted || s["state"] != "ready" || s["private_ip_address"] == nil {
		t.Errorf("after the next apply: tainted %v, %v\n%s", tainted, s, out)
	}
	if n := w.Journal().Count("machines.create"); n != 1 {
		t.Errorf("%d creates", n)
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// FRONTIER trap 3: between the request and its answer nobody knows the id, so
// an interrupt must not end the request.
func TestAccInterruptDuringTheCreateRequest(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "wild", psfake.Timings{Provision: 4 * time.Second})
	w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 2 * time.Second, Times: 1})
	w.Write(w.Config(hcl("")))
	out := interrupt(t, w, "the create to arrive", func() bool { return len(w.Machines()) == 1 })
	if s, tainted := w.State(); tainted || s["id"] != w.Only(t).ID {
		t.Errorf("tainted %v, %v\n%s", tainted, s, out)
	}
	goesOn(t, w)
}

// FRONTIER trap 4, RECIPES 6: an interrupt of the wait keeps the machine
// untainted, and the next apply waits for it.
func TestAccInterruptDuringTheWait(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "wild", psfake.Timings{Provision: 6 * time.Second})
	w.Write(w.Config(hcl("")))
	out := interrupt(t, w, "the wait to begin", func() bool { return w.Journal().Count("machines.show", "machines.list") > 3 })
	w.Expect(out, "Interrupted while the machine comes up", w.Only(t).ID, "The next apply waits for it")
	if s, tainted := w.State(); tainted || s["id"] != w.Only(t).ID {
		t.Errorf("tainted %v, %v", tainted, s)
	}
	w.Expect(w.MustRun("plan"), "0 to add, 1 to change, 0 to destroy", "known after apply")
	goesOn(t, w)
}

// RECIPES 6: a machine whose create was interrupted and then failed is told of.
func TestAccInterruptedCreateThatFailedIsToldOf(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "wild", psfake.Timings{Provision: 3 * time.Second})
	w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Times: 1})
	w.Write(w.Config(hcl("")))
	interrupt(t, w, "the wait to begin", func() bool { return w.Journal().Count("machines.show", "machines.list") > 3 })
	w.Await("the create to fail", func() bool { return w.Only(t).State == "off" })
	w.Expect(w.MustRun("plan"), "Machine never came up", "insufficient capacity", "No changes")
	w.Write(w.Config(hcl(`desired_state = "ready"`)))
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
}

// RECIPES 7: an interrupt of an update is an error, and the state tells the truth.
func TestAccInterruptDuringAnUpdate(t *testing.T) {
	w := acctest.NewTimedWorkspace(t, "wild", psfake.Timings{Stop: 5 * time.Second})
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl("desired_state = \"off\"\n shutdown_timeout_in_hours = 9")))
	out := interrupt(t, w, "the stop to arrive", func() bool { return w.Journal().Count("machines.stop") == 1 })
	w.Expect(out, "Machine not changed as planned", "interrupted")
	s, tainted := w.State()
	if tainted || s["shutdown_timeout_in_hours"] != 9.0 || s["desired_state"] != nil {
		t.Errorf("tainted %v, %v", tainted, s)
	}
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
}
