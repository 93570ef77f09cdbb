package machine_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A change of type that cannot work is only a warning in the plan, because an error
// would block terraform destroy. The apply fails before it stops the machine.
func TestAccTypeChangeIsCheckedBeforeTheStop(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.AddTemplate(psfake.Template{ID: "tgpu0001", Label: "GPU", OS: "Ubuntu 22.04"})
	machine := func(machineType, lines string) string {
		return strings.Replace(fitted(machineType, 100, lines), "t0nspur5", "tgpu0001", 1)
	}
	w.Write(w.Config(machine("A4000", "")))
	w.MustRun("apply", "-auto-approve")
	w.SetAvailability(psfake.EastCoast, "A6000", false)
	fails := func(config string, texts ...string) {
		t.Helper()
		w.ResetJournal()
		w.Write(config)
		out, err := w.Run("apply", "-auto-approve")
		if err == nil {
			t.Errorf("applied:\n%s", out)
		}
		w.Expect(out, append(texts, `Failed to change machine "m" (`+w.Only(t).ID+`)`, "Nothing was changed. The machine is running.")...)
		if sent := w.Journal().Writes(); len(sent) != 0 {
			t.Errorf("sent %+v", sent)
		}
		if s, tainted := w.State(); tainted || s["machine_type"] != "A4000" || s["name"] != "m" {
			t.Errorf("tainted %v, %v", tainted, s)
		}
	}

	w.Write(w.Config(machine("A6000", "")))
	w.Expect(w.MustRun("plan"), `No capacity for machine "m"`, "the apply fails before it stops machine", "0 to add, 1 to change, 0 to destroy")
	fails(w.Config(machine("A6000", "shutdown_timeout_in_hours = 3")), "Paperspace has no A6000 available in East Coast (NY2).",
		"choose another machine type", "set wait_for_capacity = true")

	w.Write(w.Config(machine("C5", "")))
	w.Expect(w.MustRun("plan"), `Machine "m" might not change to C5`, "The apply will fail before it stops the machine.", "-replace=", "0 to add, 1 to change, 0 to destroy")
	fails(w.Config(machine("C5", "")), "A4000 and C5 are in different groups", "Choose a machine type of the same group as A4000", "terraform apply -replace='<address of the resource>'")

	w.Write(w.Config(machine("A6000", "wait_for_capacity = true\n  timeouts {\n    update = \""+passes+"\"\n  }")))
	w.Expect(w.MustRun("plan"), "Because wait_for_capacity is set, the apply waits for capacity until the update timeout, and only then stops machine")
	fails(w.Config(machine("A6000", "wait_for_capacity = true\n  timeouts {\n    update = \""+passes+"\"\n  }")), "no A6000 became available", "raise update in the timeouts block")

	// A machine that was off stays off.
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateOff })
	w.Write(w.Config(machine("A6000", "")))
	if out, err := w.Run("apply", "-auto-approve"); err == nil || !strings.Contains(out, "Nothing was changed. The machine is off, as it was before the change.") {
		t.Errorf("%v\n%s", err, out)
	}
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateReady })

	w.Write(w.Config(machine("A9000", "")))
	out := w.MustRun("plan")
	w.Expect(out, `Unknown machine type for "m"`, "Check the spelling", "The machine types in templates are: ", "P4000")
	if strings.Contains(out, "No capacity") || strings.Contains(out, "might not change") {
		t.Errorf("a typo is no lack of capacity:\n%s", out)
	}

	// With the checks switched off, Paperspace decides.
	w.Write(w.Provider("preflight_checks = false") + machine("A6000", ""))
	w.ResetJournal()
	if out := w.MustRun("plan"); strings.Contains(out, "No capacity") || w.Journal().Count("machines.availability") != 0 {
		t.Errorf("checked:\n%s", out)
	}
	// The machine then has the new type, but cannot start.
	out, err := w.Run("apply", "-auto-approve")
	if err == nil {
		t.Errorf("applied:\n%s", out)
	}
	w.Expect(out, "insufficient capacity", "The change itself was made. "+stillOff, "Apply again to start the machine.")
	w.SetAvailability(psfake.EastCoast, "A6000", true)
	w.MustRun("apply", "-auto-approve")
	if m := w.Only(t); m.MachineType != "A6000" || m.State != psfake.StateReady {
		t.Errorf("%+v", m)
	}
	w.Write(w.Config(machine("C5", ""))) // an apply would fail
	w.MustRun("destroy", "-auto-approve")
}

// If several checks of a change fail, there is one warning for all, as for a new machine,
// and the plan succeeds.
func TestAccUncheckedChangeIsOneWarning(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.AddNetwork(psfake.Network{ID: "nlab", Name: "lab"})
	w.Write(w.Config(fitted("P4000", 100)))
	w.MustRun("apply", "-auto-approve")
	for _, call := range []string{"templates.list", "machines.availability", "networks.list", "publicips.list"} {
		w.Inject(psfake.Fault{Call: call, Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	}
	w.Write(w.Config(fitted("P5000", 100, `network_id = "nlab"`, "assign_public_ip = true")))
	out := w.MustRun("plan")
	w.Expect(out, "Could not check changed machines", `whether network "nlab" exists`, "whether the account has public IP addresses that no machine uses",
		`whether Paperspace offers the machine type "P5000" for machine "m"`, "whether East Coast (NY2) has a P5000 available", "0 to add, 1 to change, 0 to destroy")
	if n := strings.Count(out, "broken today"); n != 1 {
		t.Errorf("said %d times\n%s", n, out)
	}
}
