package publicip_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A rejected assignment does not taint the address. The next apply sends it again, even without a
// refresh.
func TestAccPublicIPNotAssigned(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
			t.Run(behavior+refresh, func(t *testing.T) {
				w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
				prepare(w.Env)
				heal := w.Inject(psfake.Fault{Call: "publicips.assign", Kind: psfake.FaultReject, Status: 400, Message: "not today"})
				w.Write(w.Config(hcl(`machine_id = "psa"`)))
				w.Expect(w.MustRun("apply", "-auto-approve"), "is not finished", "not today", "the next apply sets them")
				if s, tainted := w.State(); tainted || s["address"] != w.PublicIPs()[0].IP {
					t.Errorf("tainted %v: %v", tainted, s)
				}
				heal()
				w.Expect(w.MustRun("plan", refresh), "1 to change")
				w.MustRun("apply", "-auto-approve", refresh)
				if all := w.PublicIPs(); len(all) != 1 || all[0].MachineID != "psa" {
					t.Errorf("%+v", all)
				}
				w.Expect(w.MustRun("plan"), "No changes")
			})
		}
	}
}

// A rejected assignment that is no longer in the configuration does not cause an endless diff.
func TestAccPublicIPAssignmentGivenUp(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	heal := w.Inject(psfake.Fault{Call: "publicips.assign", Kind: psfake.FaultReject, Status: 400, Message: "not today"})
	w.Write(w.Config(hcl(`machine_id = "psa"`)))
	w.MustRun("apply", "-auto-approve")
	heal()
	w.Write(w.Config(hcl()))
	w.MustRun("apply", "-auto-approve", "-refresh=false")
	w.Expect(w.MustRun("plan"), "No changes")
}

// After a move that fails halfway, the address has no machine, neither on the server nor in the
// state.
func TestAccPublicIPMovedHalfway(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			prepare(w.Env)
			w.Write(w.Config(hcl(`machine_id = "psa"`)))
			w.MustRun("apply", "-auto-approve")
			heal := w.Inject(psfake.Fault{Call: "publicips.assign", Skip: 1, Kind: psfake.FaultReject, Status: 400, Message: "not today"})
			w.Write(w.Config(hcl(`machine_id = "psb"`)))
			out, err := w.Run("apply", "-auto-approve")
			s, tainted := w.State()
			if err == nil || tainted || s["machine_id"] != nil {
				t.Errorf("%v, tainted %v: %v", err, tainted, s)
			}
			w.Expect(out, "Failed to change", "No machine has the address now", "not today")
			heal()
			w.MustRun("apply", "-auto-approve", "-refresh=false")
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// If a machine has another static IP address, Paperspace either rejects the assignment, which does
// not taint the new address, or takes the former address away, which the apply reports.
func TestAccPublicIPOfMachineWithAnother(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			prepare(w.Env)
			first := w.ClaimPublicIP(psfake.EastCoast)
			w.AssignPublicIP(first.IP, "psa")
			w.Write(w.Config(hcl(`machine_id = "psa"`)))
			w.Expect(w.MustRun("plan"), `Machine "psa" already has public IP address `+first.IP)
			out := w.MustRun("apply", "-auto-approve")
			if _, tainted := w.State(); tainted {
				t.Error("the address is tainted")
			}
			if behavior == "observed" {
				w.Expect(out, "is not finished", "The machine already has a static public IP address. Unassign it first.")
				w.AssignPublicIP(first.IP, "")
				w.MustRun("apply", "-auto-approve")
			} else {
				s, _ := w.State()
				w.Expect(acctest.Unwrap(out), "Public IP address "+first.IP+" of machine psa stays billed", fmt.Sprintf("The machine had it before it got %s.", s["address"]))
			}
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// The plan warns about a machine with a dynamic address, because Paperspace might reject another
// one.
func TestAccPublicIPOfMachineWithDynamicAddress(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.AddMachine(psfake.Machine{ID: "psa", Name: "psa", DynamicPublicIP: true, PublicIP: "203.0.113.9"})
	w.Write(w.Config(hcl(`machine_id = "psa"`)))
	w.Expect(w.MustRun("plan"), `Machine "psa" has a dynamic public IP address`)
}

// If an address was released outside of Terraform, the plan warns and claims another one. A single
// read that does not find an address has no effect.
func TestAccPublicIPGone(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("timeouts {", `  read = "1m"`, "}")))
	w.MustRun("apply", "-auto-approve")
	ip := w.PublicIPs()[0].IP
	w.Inject(psfake.Fault{Call: "publicips.list", Kind: psfake.FaultMissing, ID: ip, Times: 1})
	w.Expect(w.MustRun("plan"), "No changes")
	w.ReleasePublicIP(ip)
	w.Expect(w.MustRun("plan"), "no longer exists", ip, "1 to add")
	if out := w.MustRun("destroy", "-auto-approve"); !strings.Contains(out, "0 destroyed") {
		t.Error(out)
	}
}

// Two machines can swap their addresses, regardless of the order in which Terraform changes them.
func TestAccPublicIPSwap(t *testing.T) {
	const two = `
resource "paperspace_public_ip" "a" {
  machine_id = "FIRST"
}

resource "paperspace_public_ip" "b" {
  machine_id = "SECOND"
}
`
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			prepare(w.Env)
			w.Write(w.Config(strings.NewReplacer("FIRST", "psa", "SECOND", "psb").Replace(two)))
			w.MustRun("apply", "-auto-approve")
			before := map[string]string{}
			for _, a := range w.PublicIPs() {
				before[a.IP] = a.MachineID
			}
			w.Write(w.Config(strings.NewReplacer("FIRST", "psb", "SECOND", "psa").Replace(two)))
			w.MustRun("apply", "-auto-approve")
			for _, a := range w.PublicIPs() {
				if a.MachineID == "" || a.MachineID == before[a.IP] {
					t.Errorf("%s: %q, was %q", a.IP, a.MachineID, before[a.IP])
				}
			}
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// If a machine has the address of another resource, the warning names the address and what to do.
func TestAccPublicIPOfAMachineThatHasAnother(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	other := w.ClaimPublicIP(psfake.EastCoast)
	w.AssignPublicIP(other.IP, "psa")
	w.Write(w.Config(hcl(`machine_id = "psa"`)))
	w.Expect(w.MustRun("apply", "-auto-approve"), "Machine psa has the public IP address "+other.IP, "run terraform apply again", "remove machine_id")
}

// Messages about several addresses have the correct plural.
func TestAccPublicIPsNotRead(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Inject(psfake.Fault{Call: "publicips.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Write(w.Config("data \"paperspace_public_ips\" \"all\" {}\n"))
	out, err := w.Run("plan")
	if err == nil {
		t.Error(out)
	}
	w.Expect(acctest.Unwrap(out), "Failed to read public IP addresses", "list public IP addresses", "broken today")
}

// A limit of the account is not reported as a wrong API key, regardless of the status.
func TestAccPublicIPOverTheLimit(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	for _, status := range []int{400, 402, 403, 409, 422} {
		heal := w.Inject(psfake.Fault{Call: "publicips.claim", Kind: psfake.FaultReject, Status: status, Message: "You have reached the limit of 2 addresses."})
		w.Write(w.Config(hcl()))
		out, err := w.Run("apply", "-auto-approve")
		if out = acctest.Unwrap(out); err == nil || len(w.PublicIPs()) != 0 || len(w.Instances()) != 0 || strings.Contains(out, "The API key was taken from") {
			t.Errorf("%d: %v: %s", status, err, out)
		}
		w.Expect(out, "No public IP address was created", "You have reached the limit of 2 addresses.")
		heal()
	}
}

// An address has no name, so a plan that claims one names all unused addresses of the region. The
// address of a killed run is one of them.
func TestAccPublicIPOfAKilledRunIsNamed(t *testing.T) {
	const unused = "Unused public IP addresses"
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.ClaimPublicIP(psfake.Europe)
	w.Write(w.Config(hcl()))
	if out := w.MustRun("plan"); strings.Contains(out, unused) {
		t.Errorf("an address of another region: %s", out)
	}
	lost := w.ClaimPublicIP(psfake.EastCoast)
	w.Expect(w.MustRun("plan"), unused+" in "+psfake.EastCoast, "terraform import paperspace_public_ip.NAME "+lost.IP)
	w.MustRun("import", address, lost.IP)
	if out := w.MustRun("plan"); strings.Contains(out, unused) {
		t.Errorf("after the import: %s", out)
	}
}
