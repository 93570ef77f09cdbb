package machine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// An address that stays billed is named before and after a machine is destroyed or replaced.
func TestAccAddressThatStaysBilledIsAnnounced(t *testing.T) {
	const title = `Public IP address of machine "m" stays billed`
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		release := howToRelease(w)
		static := hcl("assign_public_ip = true")
		w.Write(w.Config(static))
		w.MustRun("apply", "-auto-approve")
		address := w.Only(t).PublicIP
		w.Expect(acctest.Unwrap(w.MustRun("plan", "-destroy")), title, address, "release_public_ip_on_destroy = true and apply before you destroy the machine. "+release)

		w.Write(w.Config(strings.Replace(static, "t0nspur5", "t04azgph", 1)))
		w.Expect(w.MustRun("plan"), `Machine "m" will be destroyed and recreated`, "does not release its public IP address "+address)
		w.Expect(acctest.Unwrap(w.MustRun("apply", "-auto-approve")), "Public IP address "+address+` of machine "m" was not released`, "is billed until you release it. "+release)

		second := w.Only(t).PublicIP
		w.Write(w.Config(""))
		w.Expect(w.MustRun("plan"), title, second)
		w.Expect(w.MustRun("apply", "-auto-approve"), "Public IP address "+second+` of machine "m" was not released`)
		if kept := w.KeptAddresses(); !slices.Contains(kept, address) || !slices.Contains(kept, second) {
			t.Errorf("the service keeps %v", kept)
		}
	})
}

// howToRelease returns the advice on how to release an address, by API version.
func howToRelease(w *acctest.Workspace) string {
	if w.V1() {
		return "To release an address, import it as a paperspace_public_ip and destroy that resource."
	}
	return "To release an address, use the Paperspace console."
}

// A static IP address that a change in place removes stays billed, too.
func TestAccAddressThatIsGivenUpIsAnnounced(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("assign_public_ip = true\n  release_public_ip_on_destroy = true")))
	w.MustRun("apply", "-auto-approve")
	address := w.Only(t).PublicIP
	for _, lines := range []string{"assign_public_ip = false", "dynamic_public_ip = true"} {
		w.Write(w.Config(hcl(lines + "\n  release_public_ip_on_destroy = true")))
		w.Expect(acctest.Unwrap(w.MustRun("plan")), `Public IP address of machine "m" stays billed`, "removes the public IP address "+address+" from machine", "does not release it", howToRelease(w))
	}
	w.MustRun("apply", "-auto-approve")
	if kept := w.KeptAddresses(); !slices.Contains(kept, address) {
		t.Errorf("the service keeps %v", kept)
	}
}

// There is no warning if the address is released, or if the machine has no static one.
func TestAccReleasedAddressIsNoWarning(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		for _, lines := range []string{"assign_public_ip = true\n  release_public_ip_on_destroy = true", "dynamic_public_ip = true", "network_id = \"n123abc\""} {
			w.Write(w.Config(hcl(lines)))
			w.MustRun("apply", "-auto-approve")
			without(t, w.MustRun("plan", "-destroy")+w.MustRun("destroy", "-auto-approve"), "stays billed", "was not released")
		}
		if kept := w.KeptAddresses(); len(kept) != 0 {
			t.Errorf("the service keeps %v", kept)
		}
	})
}

// A machine with a static IP address that was deleted in the console leaves the address
// behind. The warning names it. With API v1, so does the plan of the next machine.
func TestAccAddressOfADeletedMachineIsNamed(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl("assign_public_ip = true")))
		w.MustRun("apply", "-auto-approve")
		m := w.Only(t)
		w.RemoveMachine(m.ID)
		out := acctest.Unwrap(w.MustRun("plan"))
		if w.APIVersion == "core" {
			w.Expect(out, "no longer exists", "Its public IP address "+m.PublicIP+" might still be in the account and billed. "+howToRelease(w))
			return
		}
		w.Expect(out, "no longer exists", "Its public IP address "+m.PublicIP+" is still in the account and billed. "+howToRelease(w))
		w.Expect(out, "Unused public IP addresses in East Coast (NY2)", m.PublicIP, "claims another one", "set its machine_id. "+howToRelease(w))
	})
}

// A machine that gets a static IP address in place claims one like a new machine, so
// the same check names the addresses that no machine uses.
func TestAccStaticIPInPlaceNamesUnusedAddresses(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("assign_public_ip = true")))
	w.MustRun("apply", "-auto-approve")
	left := w.Only(t)
	w.RemoveMachine(left.ID)
	const unused = "Unused public IP addresses in East Coast (NY2)"
	for from, kind := range map[string]string{"no address": "", "a dynamic address": "dynamic_public_ip = true"} {
		w.Write(w.Config(hcl(kind)))
		without(t, w.MustRun("apply", "-auto-approve"), unused)
		w.Write(w.Config(hcl("assign_public_ip = true")))
		out := w.MustRun("plan")
		w.Expect(out, unused, left.PublicIP, `machine "m" claims another one`, "0 to add, 1 to change, 0 to destroy")
		if n := strings.Count(out, unused); n != 1 {
			t.Errorf("from %s: said %d times\n%s", from, n, out)
		}
	}
	w.Write(w.Config(hcl("assign_public_ip = true")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl("assign_public_ip = true\n  shutdown_timeout_in_hours = 3")))
	without(t, w.MustRun("plan"), unused) // it has its address
}

// If a machine is ready before its address is shown, the apply waits for the address, so
// that what depends on it can use it.
func TestAccAddressThatComesLater(t *testing.T) {
	for _, kind := range []string{"assign_public_ip", "dynamic_public_ip"} {
		t.Run(kind, func(t *testing.T) {
			inBoth(t, psfake.Timings{Address: time.Second}, func(t *testing.T, w *acctest.Workspace) {
				w.Write(strings.Replace(w.Config(hcl(kind+" = true")), `"10ms"`, `"1s"`, 1) + "output \"at\" {\n  value = \"http://${paperspace_machine.m.public_ip_address}\"\n}\n")
				out := w.MustRun("apply", "-auto-approve")
				w.Expect(out, "http://"+w.Only(t).PublicIP)
				w.Expect(w.MustRun("plan"), "No changes")
			})
		})
	}
}

// An address that is never shown is a warning, and the machine is not tainted.
func TestAccAddressThatDoesNotCome(t *testing.T) {
	inBoth(t, psfake.Timings{Address: time.Hour}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl("dynamic_public_ip = true")))
		w.Expect(w.MustRun("apply", "-auto-approve"), `Machine "m" (`+w.Only(t).ID+`) has no public_ip_address yet`, "The attribute is null until the next refresh")
		w.Expect(w.MustRun("plan"), "No changes")
	})
}
