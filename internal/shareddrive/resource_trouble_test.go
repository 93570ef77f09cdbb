package shareddrive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If Paperspace shows the mount point some time after the create, the same apply stores it, so that
// outputs do not change afterward.
func TestAccSharedDriveLateMountPoint(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{Mount: 100 * time.Millisecond})
	prepare(w.Env)
	w.Write(w.Config(drive("a", 250) + "output \"mount\" {\n  value = " + address + ".mount_point\n}\n"))
	w.MustRun("apply", "-auto-approve")
	if s, _ := w.State(); s["mount_point"] != w.SharedDrives()[0].MountPoint {
		t.Errorf("%v", s)
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// A drive without a mount point is not tainted.
func TestAccSharedDriveWithoutMountPoint(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{Mount: time.Hour})
	prepare(w.Env)
	w.Write(w.Config(drive("a", 250)))
	w.Expect(w.MustRun("apply", "-auto-approve"), "has no mount_point yet", "Run terraform apply again")
	if s, tainted := w.State(); tainted || s["mount_point"] != nil {
		t.Errorf("tainted %v: %v", tainted, s)
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// The plan warns that a replacement deletes the data. It reports an unknown network at the
// argument, and how to destroy in spite of the error.
func TestAccSharedDriveWarnings(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	w.Write(w.Config(drive("a", 250)))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(drive("a", 500)))
	w.Expect(w.MustRun("plan"), `All data on shared drive "a" will be deleted`, "Paperspace cannot change size", "1 to add, 0 to change, 1 to destroy")
	gone := w.SharedDrives()[0].ID
	w.RemoveSharedDrive(gone)
	w.Expect(w.MustRun("plan"), `Shared drive "a" (`+gone+`) no longer exists`)
	w.Write(w.Config(hcl(`name = "a"`, "size = 250", `network_id = "nnone"`)))
	out, err := w.Run("plan")
	if err == nil || len(w.Journal().Of("drives.create")) != 1 {
		t.Errorf("%v, creates %v", err, w.Journal().Of("drives.create"))
	}
	w.Expect(acctest.Unwrap(out), `Unknown network "nnone"`, `network_id = "nnone"`, "paperspace_networks", "terraform destroy -refresh=false")
}

// A size that Paperspace rounds does not replace the drive. If Paperspace creates a drive with
// another size, the apply warns, and the plan names how to keep the data.
func TestAccSharedDriveOfAnotherSize(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		shown int
		same  bool
	}{"rounded": {256, true}, "larger": {500, false}} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
			prepare(w.Env)
			w.Inject(psfake.Fault{Call: "drives.create", Kind: psfake.FaultAlter, Key: "size", Value: c.shown})
			w.Write(w.Config(drive("a", 250)))
			out := w.MustRun("apply", "-auto-approve")
			if c.same {
				w.Expect(w.MustRun("plan"), "No changes")
				return
			}
			w.Expect(out, "has another size", "Set size = 500")
			w.Expect(w.MustRun("plan"), "All data on shared drive", "set size = 500")
			w.Write(w.Config(drive("a", 500)))
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// Before the plan creates a drive, it names an existing one with the same name, such as one from a
// lost state.
func TestAccSharedDriveOfALostStateIsNamed(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "documented", psfake.Timings{})
	prepare(w.Env)
	lost := w.AddSharedDrive(psfake.SharedDrive{Name: "a", SizeGB: 250, NetworkID: "nlab", Region: psfake.EastCoast})
	w.AddSharedDrive(psfake.SharedDrive{Name: "a", SizeGB: 500, NetworkID: "nlab", Region: psfake.EastCoast})
	w.Write(w.Config(drive("a", 250)))
	w.Expect(w.MustRun("plan"), `Shared drive "a" already exists`, "terraform import paperspace_shared_drive.NAME "+lost.ID, "1 to add")
}

// The validation rejects an impossible size with a message of the provider, not of the framework.
func TestImpossibleSizes(t *testing.T) {
	p := acctest.Open(t, "v1", "observed", psfake.Timings{}).Protocol(t, nil)
	for size, want := range map[int64]string{
		0: "The value of size is 0, and it must be from 1 to 999999 GB. Paperspace lists prices for drives from 250 to 80000 GB.", -5: "The value of size is -5, and it must be",
		1_000_000: "The value of size is 1000000, and it must be", 1 << 62: "The value of size is 4611686018427387904, and it must be", 1: "", 80_000: "", 999_999: "",
	} {
		said := strings.Join(p.Validate("resource paperspace_shared_drive", map[string]any{"name": "a", "size": size, "network_id": "n1"}), "\n")
		if want == "" && said != "" || !strings.Contains(said, want) || strings.Contains(said, "Attribute ") {
			t.Errorf("%d: %q", size, said)
		}
	}
}
