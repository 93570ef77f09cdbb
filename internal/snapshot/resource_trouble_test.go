package snapshot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var taken = hcl(`name = "a"`, `machine_id = "psa"`)

// A snapshot whose event fails is not in the state, and the error contains the reason.
func TestAccSnapshotFails(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			prepare(w.Env)
			w.Inject(psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultFailure, Message: "the disk is broken", Times: 1})
			w.Write(w.Config(taken))
			out, err := w.Run("apply", "-auto-approve")
			if left := w.Instances(); err == nil || len(left) != 0 {
				t.Errorf("%v, in the state: %v", err, left)
			}
			w.Expect(out, "Failed to create snapshot", "the disk is broken", "does not exist")
			w.MustRun("apply", "-auto-approve")
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// If the events cannot be read while Paperspace takes the snapshot, it is unknown whether the
// snapshot fails, so it is not tainted.
func TestAccSnapshotNotWatched(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	heal := w.Inject(psfake.Fault{Call: "events.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Write(w.Config(taken))
	w.Expect(w.MustRun("apply", "-auto-approve"), "is not finished", "broken today")
	if _, tainted := w.State(); tainted {
		t.Error("the snapshot is tainted")
	}
	heal()
	w.Expect(w.MustRun("plan"), "No changes")
}

// The plan names a snapshot that a killed run has left without a state. Paperspace shows no date
// for it.
func TestAccSnapshotOfAKilledRunIsNamed(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	lost := w.AddSnapshot(psfake.Snapshot{Name: "a", MachineID: "psa"})
	w.Write(w.Config(taken))
	out := w.MustRun("plan")
	w.Expect(out, `Snapshot "a" already exists`, "terraform import paperspace_snapshot.NAME "+lost.ID)
	if strings.Contains(out, "# created") {
		t.Errorf("a date is named that is not known: %s", out)
	}
}

// The plan warns that a replacement deletes the snapshot. A snapshot that was deleted together with
// its machine is reported as gone.
func TestAccSnapshotWarnings(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	w.Write(w.Config(taken))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psb"`)))
	w.Expect(w.MustRun("plan"), `Snapshot "a" will be deleted`, "1 to add, 0 to change, 1 to destroy")
	id := w.Snapshots()[0].ID
	w.RemoveMachine("psa")
	w.Expect(w.MustRun("plan"), `Snapshot "a" (`+id+`) no longer exists`)
}

// The plan reports an unknown machine at the argument, and how to destroy in spite of the error.
// Without the checks, the apply reports it.
func TestAccSnapshotOfUnknownMachine(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psnone"`)))
	out, err := w.Run("plan")
	if err == nil {
		t.Error("a plan for a machine that does not exist succeeds")
	}
	w.Expect(acctest.Unwrap(out), `Unknown machine "psnone"`, `machine_id = "psnone"`, "paperspace_machines", "terraform destroy -refresh=false")
	w.Write(w.Provider("preflight_checks = false") + hcl(`name = "a"`, `machine_id = "psnone"`))
	w.MustRun("plan")
	if out, err := w.Run("apply", "-auto-approve"); err == nil {
		t.Error(out)
	}
}

// A create that takes longer than its timeout taints the snapshot, which does exist.
func TestAccSnapshotTimesOut(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{Snapshot: time.Hour})
	prepare(w.Env)
	w.Write(w.Provider(`request_timeout = "1s"`) + hcl(`name = "a"`, `machine_id = "psa"`, "timeouts {", `  create = "12s"`, "}"))
	out, err := w.Run("apply", "-auto-approve")
	if _, tainted := w.State(); err == nil || !tainted {
		t.Errorf("%v, tainted %v", err, tainted)
	}
	w.Expect(out, "Failed to create snapshot", "timeouts block")
}
