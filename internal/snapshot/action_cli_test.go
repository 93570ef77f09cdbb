package snapshot_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const triggered = `
resource "paperspace_machine" "m" {
  name         = "web"
  machine_type = "TYPE"
  size         = 50
  template_id  = "t0nspur5"

  lifecycle {
    action_trigger {
      events  = [before_update]
      actions = [action.paperspace_machine_snapshot.m]
    }
  }
}

action "paperspace_machine_snapshot" "m" {
  config {
    machine_name = "web"
  }
}

action "paperspace_snapshot_restore" "m" {
  config {
    snapshot_id = "slgolden"
  }
}
`

// Through a CLI: an action takes a snapshot before each update, and no update happens if the snapshot fails. Another
// action restores a snapshot manually.
func TestAccActions(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Actions)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, brisk)
			config := func(machineType string) { w.Write(w.Config(strings.ReplaceAll(triggered, "TYPE", machineType))) }
			config("C5")
			w.MustRun("apply", "-auto-approve")
			if n := len(w.Snapshots()); n != 0 {
				t.Errorf("%d snapshots of a create", n)
			}

			config("C7")
			remove := w.Inject(psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultReject, Message: "Snapshot limit reached"})
			out, err := w.Run("apply", "-auto-approve")
			w.Expect(out, "Failed to take snapshot", "Snapshot limit reached")
			if m := w.Only(t); err == nil || m.MachineType != "C5" {
				t.Errorf("the machine was updated to %s without a snapshot: %v", m.MachineType, err)
			}
			remove()
			w.Expect(w.MustRun("apply", "-auto-approve"), `Taking snapshot "terraform-`, "is taken, after")
			m := w.Only(t)
			if all := w.Snapshots(); m.MachineType != "C7" || len(all) != 1 || all[0].MachineID != m.ID {
				t.Errorf("%s, %+v", m.MachineType, all)
			}

			w.AddSnapshot(psfake.Snapshot{ID: "slgolden", Name: "golden", MachineID: m.ID, SizeGB: 50})
			w.Expect(w.MustRun("apply", "-auto-approve", "-invoke=action.paperspace_snapshot_restore.m"), "stopping it", `Snapshot "golden" (slgolden) is restored, after`, "is ready, after")
			w.Expect(w.MustRun("plan", "-detailed-exitcode"), "No changes")
		})
	}
}
