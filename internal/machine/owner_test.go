package machine_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const given = `
resource "paperspace_public_ip" "m" {
  region     = "ny2"
  machine_id = paperspace_machine.m.id
}
`

// If paperspace_public_ip assigns an address, neither resource takes it from the other,
// whether assign_public_ip is false or omitted, and replacing the machine does not
// release it.
func TestAccAddressOfAnotherResourceIsLeftAlone(t *testing.T) {
	acctest.Parallel(t)
	for name, lines := range map[string]string{
		"left out": "release_public_ip_on_destroy = true",
		"false":    "assign_public_ip = false\n  release_public_ip_on_destroy = true",
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
			w.Write(w.Config(hcl(lines) + given))
			w.MustRun("apply", "-auto-approve")
			w.MustRun("apply", "-auto-approve", "-refresh-only")
			w.Expect(w.MustRun("plan"), "No changes")

			w.MustRun("apply", "-auto-approve", "-replace=paperspace_machine.m")
			w.Expect(w.MustRun("plan"), "No changes")
			if all := w.PublicIPs(); len(all) != 1 || all[0].MachineID != w.Machines()[0].ID {
				t.Errorf("the addresses are %+v", all)
			}
		})
	}
}

// A destroy does not release an address that another client has assigned. It does not
// release the machine's own address either, which the machine lost to the other one,
// because a resource might manage it by now. A warning names it.
func TestAccOnlyTheOwnAddressIsReleased(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "documented", psfake.Timings{})
	w.Write(w.Config(hcl("assign_public_ip = true\n  release_public_ip_on_destroy = true")))
	w.MustRun("apply", "-auto-approve")
	own := w.PublicIPs()[0].IP
	other := w.ClaimPublicIP(psfake.EastCoast)
	w.AssignPublicIP(other.IP, w.Machines()[0].ID) // takes the machine's own away
	w.MustRun("apply", "-auto-approve", "-refresh-only")
	out := acctest.Unwrap(w.MustRun("destroy", "-auto-approve"))
	var left []string
	for _, a := range w.PublicIPs() {
		left = append(left, a.IP)
	}
	if got := strings.Join(left, " "); !strings.Contains(got, other.IP) {
		t.Errorf("own %s, other %s, left %q", own, other.IP, got)
	}
	w.Expect(out, "Public IP address "+own+` of machine "m" was not released`, "no longer had it", "is billed until it is released")
}
