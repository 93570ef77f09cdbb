package acctest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// overSSH applies an example whose provisioners connect to a machine. It changes only the connection, which leads to
// a server in this process. That server receives files and scripts as a machine does, but runs no script, so this
// test does not check the effect of the commands in the scripts.
func overSSH(t *testing.T, files ...string) {
	acctest.Needs(t, acctest.Ephemeral)
	text := read(t, files...)
	if !strings.Contains(text, "host = paperspace_public_ip.worker.address") {
		t.Error("the example does not connect to the address of the machine")
	}
	w, machine := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{}), newSSHMachine(t)
	before := held(w.Env)
	w.Write(text)
	write(t, w.Path("test_override.tf"), w.Provider()+fmt.Sprintf(`
resource "terraform_data" "mount" {
  connection {
    host     = "127.0.0.1"
    port     = %d
    user     = "paperspace"
    password = "any"
    agent    = false
  }
}
`, machine.port))

	// A failed mount does not show the password, and the next apply mounts again.
	machine.fail("mount -t cifs")
	out, err := w.Run("apply", "-auto-approve")
	drives := w.SharedDrives()
	if err == nil || len(drives) != 1 {
		t.Fatalf("%d drives, and the apply did not report the failed mount:\n%s", len(drives), out)
	}
	w.Expect(acctest.Unwrap(out), "Process exited with status 1")
	machine.actions()
	machine.fail("")
	out += w.MustRun("apply", "-auto-approve")

	drive, did := drives[0], machine.actions()
	const file = "/home/paperspace/.data-credentials"
	want := []string{
		"install -m 0600 /dev/null " + file,
		"write " + file + " username=" + drive.Username + "\npassword=" + drive.Password + "\n",
		"mount -t cifs -o credentials=" + file + ",uid=paperspace " + strings.ReplaceAll(drive.MountPoint, `\`, "/") + " /mnt/data",
	}
	if len(did) != len(want) {
		t.Fatalf("the machine received %q", did)
	}
	for i, action := range did {
		if !strings.Contains(action, want[i]) {
			t.Errorf("action %d is %q, want %q", i, action, want[i])
		}
		if leaks := strings.Contains(action, drive.Password); leaks != strings.HasPrefix(action, "write ") {
			t.Errorf("the password must be only in the file: %q", action)
		}
	}
	if kept := out + read(t, w.Path("terraform.tfstate")); strings.Contains(kept, drive.Password) {
		t.Errorf("the output or the state has the password:\n%s", kept)
	}

	w.Expect(w.MustRun("plan"), "No changes")
	w.MustRun("destroy", "-auto-approve")
	if left := held(w.Env); !maps.Equal(left, before) {
		t.Errorf("left after the destroy: %v, before: %v", left, before)
	}
}
