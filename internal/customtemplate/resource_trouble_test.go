package customtemplate_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var stopped = hcl(`name = "a"`, `machine_id = "pson"`, "stop_machine = true")

// A template whose event fails is not in the state, the error contains the reason, and the machine
// that was stopped for it is running again.
func TestAccCustomTemplateFails(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			prepare(w.Env)
			w.Inject(psfake.Fault{Call: "templates.create", Kind: psfake.FaultFailure, Message: "the disk is broken", Times: 1})
			w.Write(w.Config(stopped))
			out, err := w.Run("apply", "-auto-approve")
			if left := w.Instances(); err == nil || len(left) != 0 {
				t.Errorf("%v, in the state: %v", err, left)
			}
			w.Expect(out, "Failed to create custom template", "the disk is broken", "does not exist")
			if m, _ := w.Machine("pson"); m.State != psfake.StateReady {
				t.Errorf("the machine is %s", m.State)
			}
			w.MustRun("apply", "-auto-approve")
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// A template is not tainted if its machine cannot be started again.
func TestAccCustomTemplateOfMachineThatStaysOff(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	w.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultReject, Status: 400, Message: "out of capacity"})
	w.Write(w.Config(stopped))
	w.Expect(w.MustRun("apply", "-auto-approve"), "is off", "out of capacity", "paperspace_machine_start")
	if _, tainted := w.State(); tainted {
		t.Error("the template is tainted")
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// The plan warns that a replacement deletes the template, names how to keep it, and warns about a
// running machine.
func TestAccCustomTemplateWarnings(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psa"`)))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl(`name = "a"`, `machine_id = "pson"`)))
	w.Expect(w.MustRun("plan"), `Custom template "a" will be deleted`, "ignore_changes = [machine_id]", `Machine "on" is not off`, "1 to add, 0 to change, 1 to destroy")
	gone := own(w.Env)[0].ID
	w.RemoveTemplate(gone)
	w.Expect(w.MustRun("plan"), `Custom template "a" (`+gone+`) no longer exists`)
	for _, stop := range []string{"", "stop_machine = true"} {
		w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psnone"`, stop)))
		out, err := w.Run("plan")
		if err == nil {
			t.Error("a plan for a machine that does not exist succeeds")
		}
		w.Expect(acctest.Unwrap(out), `Unknown machine "psnone"`, `machine_id = "psnone"`)
	}
}

// Before the plan creates a template, it names one that a killed run has left without a state.
func TestAccCustomTemplateOfAKilledRunIsNamed(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "documented", psfake.Timings{})
	m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
	lost := w.AddCustomTemplate(psfake.Template{Label: "gold", MachineID: m.ID})
	w.Write(w.Config(hcl(`name = "gold"`, `machine_id = "`+m.ID+`"`)))
	w.Expect(w.MustRun("plan"), `Custom template "gold" already exists`, "terraform import paperspace_custom_template.NAME "+lost.ID)
}

// The error for the import of a public template names what the template is and how to use it.
func TestAccPublicTemplateIsNotImported(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl(`name = "a"`)))
	for id, want := range map[string][]string{
		"t0nspur5": {`No custom template has the ID "t0nspur5"`, "Nothing was imported", "is a public one of Paperspace", `template_id = "t0nspur5"`},
		"tnone123": {`No custom template has the ID "tnone123"`, "might belong to another team", "paperspace_templates"},
	} {
		out, err := w.Run("import", address, id)
		if err == nil || len(w.Instances()) != 0 {
			t.Errorf("%v: %s", err, out)
		}
		w.Expect(acctest.Unwrap(out), want...)
	}
}

// An error before the create request reports that no template was created, and contains the advice
// for its cause.
func TestAccCustomTemplateWithoutItsMachine(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	prepare(w.Env)
	w.Inject(psfake.Fault{Call: "events.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Write(w.Config(stopped))
	out, err := w.Run("apply", "-auto-approve")
	if m, _ := w.Machine("pson"); err == nil || m.State != psfake.StateReady {
		t.Errorf("%v, the machine is %s", err, m.State)
	}
	w.Expect(acctest.Unwrap(out), "No custom template was created", "broken today", "Correct what the response names")
}
