package script_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const host, host2 = "pshost0001", "pshost0002"

func resHosts(e *acctest.Env) {
	e.AddMachine(psfake.Machine{ID: host, Name: "host"})
	e.AddMachine(psfake.Machine{ID: host2, Name: "host2"})
}

// A script on a machine: attached when it is created, detached and attached outside of Terraform, attached to another
// machine, and detached.
func TestAccScriptOnAMachine(t *testing.T) {
	on := func(machine string) string { return resHCL(fmt.Sprintf("machine_id = %q", machine)) }
	acctest.Run(t, acctest.Case{
		APIVersions: replaces,
		Prepare:     resHosts,
		Steps: func(e *acctest.Env) []resource.TestStep {
			ours := func() string { return resOnly(t, e).ID }
			none := func() string { return "" }
			replaced := resSent(t, e, "scripts.destroy", "scripts.create")
			return []resource.TestStep{
				{
					Config: e.Config(on(host)),
					Check: resource.ComposeTestCheckFunc(
						resCarried(e, map[string]any{"scriptName": "s", "scriptText": resText, "isEnabled": true, "runOnce": false, "machineId": host}),
						resHas(e, host, ours)),
					ConfigStateChecks: []statecheck.StateCheck{resAttr("machine_id", knownvalue.StringExact(host))},
				},
				{Config: e.Config(on(host)), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
				{ // another script is attached to the machine
					PreConfig: func() {
						e.ChangeMachine(host, func(m *psfake.Machine) { m.ScriptID = "scother" })
						e.ResetJournal()
					},
					Config: e.Config(on(host)), ConfigPlanChecks: resPlan(resReplace, resInState("machine_id", nil)),
					Check: resource.ComposeTestCheckFunc(replaced, resHas(e, host, ours)),
				},
				{ // detached from one machine and attached to another
					PreConfig: e.ResetJournal,
					Config:    e.Config(on(host2)), ConfigPlanChecks: resPlan(resReplace),
					Check: resource.ComposeTestCheckFunc(replaced, resHas(e, host2, ours), resHas(e, host, none)),
				},
				{
					PreConfig: e.ResetJournal,
					Config:    e.Config(resHCL()), ConfigPlanChecks: resPlan(resReplace),
					Check: resource.ComposeTestCheckFunc(replaced, resHas(e, host2, none)),
				},
				{ // the provider no longer manages where it is attached
					PreConfig: func() {
						id := ours()
						e.ChangeMachine(host, func(m *psfake.Machine) { m.ScriptID = id })
						e.ResetJournal()
					},
					Config: e.Config(resHCL()), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan()),
				},
				{ // setting the current machine updates only the state
					Config: e.Config(on(host)), ConfigPlanChecks: resPlan(resUpdate),
					Check: resource.ComposeTestCheckFunc(resSent(t, e), resHas(e, host, ours)),
				},
				{ // a machine that no longer exists does not produce a diff of the script
					PreConfig: func() { e.RemoveMachine(host) },
					Config:    e.Config(on(host)), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan()),
				},
			}
		},
		After: resNoneLeft,
	})
}

// An imported script does not show which of its machines the configuration refers to. The first apply updates only
// the state.
func TestAccScriptImportedOnAMachine(t *testing.T) {
	config := resHCL(fmt.Sprintf("machine_id = %q", host))
	acctest.Run(t, acctest.Case{
		APIVersions: replaces,
		Prepare: func(e *acctest.Env) {
			resHosts(e)
			e.AddScript(psfake.Script{ID: "scforeign", Name: "s", Text: resText})
			for _, id := range []string{host, host2} {
				e.ChangeMachine(id, func(m *psfake.Machine) { m.ScriptID = "scforeign" })
			}
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(config), ResourceName: resAddress, ImportState: true, ImportStateId: "scforeign", ImportStatePersist: true},
				{Config: e.Config(config), ConfigPlanChecks: resPlan(resUpdate), Check: resSent(t, e)},
				{Config: e.Config(config), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
			}
		},
	})
}

// The two ways in the guide to change the script of a machine in the same configuration. A change of the text does
// not change the machine.
func TestAccScriptOfAMachineChanges(t *testing.T) {
	const machine = `
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  %s
}
`
	for name, c := range map[string]struct {
		config   string
		sent     []string
		has      string // the machine's script afterward: the new one, or none
		sentToV1 []string
	}{
		"machine_id": {
			fmt.Sprintf(machine, "") + `
resource "paperspace_script" "s" {
  name        = "s"
  script_text = %q
  machine_id  = paperspace_machine.m.id
}
`, []string{"scripts.destroy", "scripts.create"}, "new", []string{"scripts.update"},
		},
		"script_id": {
			fmt.Sprintf(machine, `script_id = paperspace_script.s.id
  lifecycle {
    ignore_changes = [script_id]
  }`) + `
locals {
  text = %q
}
resource "paperspace_script" "s" {
  name        = "s-${substr(sha256(local.text), 0, 8)}"
  script_text = local.text
  lifecycle {
    create_before_destroy = true
  }
}
`, []string{"scripts.create", "scripts.destroy"}, "none", []string{"scripts.update"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Steps: func(e *acctest.Env) []resource.TestStep {
					sent, has := c.sent, c.has
					if e.V1() {
						sent, has = c.sentToV1, "new"
					}
					return []resource.TestStep{
						{Config: e.Config(fmt.Sprintf(c.config, "echo one"))},
						{
							PreConfig:        e.ResetJournal,
							Config:           e.Config(fmt.Sprintf(c.config, "echo two")),
							ConfigPlanChecks: resPlan(resNoop("paperspace_machine.m")),
							Check: resource.ComposeTestCheckFunc(resSent(t, e, sent...), func(*terraform.State) error {
								want := ""
								if has == "new" {
									want = resOnly(t, e).ID
								}
								if got := e.Only(t).ScriptID; got != want {
									return fmt.Errorf("the machine has script %q, want %q", got, want)
								}
								return nil
							}),
						},
						{Config: e.Config(fmt.Sprintf(c.config, "echo two")), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
					}
				},
			})
		})
	}
}

func resNoop(address string) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)
}

// The warnings in the guide: without ignore_changes, the machine's next plan replaces it, and create_before_destroy
// also applies to the machine in machine_id.
func TestAccScriptWarningsOfTheGuide(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed").CLI() // which shows the order
	config := func(gb int, text, machine, script string) string {
		return w.Config(fmt.Sprintf(`
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = %d
  template_id  = "t0nspur5"
  %s
}
resource "paperspace_script" "s" {
  name        = "s-${substr(sha256(%[3]q), 0, 8)}"
  script_text = %[3]q
  %s
  lifecycle {
    create_before_destroy = true
  }
}
`, gb, machine, text, script))
	}
	const on, has = "machine_id = paperspace_machine.m.id", "script_id = paperspace_script.s.id"
	w.Write(config(50, "one", "", on))
	w.MustRun("apply", "-auto-approve")
	w.Write(config(100, "one", "", on))
	w.Expect(w.MustRun("plan"), `+/- resource "paperspace_machine" "m"`)
	w.Write(config(50, "one", "", on))
	w.MustRun("destroy", "-auto-approve")

	w.Write(config(50, "one", has, ""))
	w.MustRun("apply", "-auto-approve")
	machine := w.Only(t).ID
	w.Write(config(50, "two", has, ""))
	if out, err := w.Run("apply", "-auto-approve"); err != nil {
		w.Expect(out, "inconsistent final plan")
		if w.Only(t).ID != machine {
			t.Error("the machine was replaced by an apply that failed")
		}
		w.MustRun("apply", "-auto-approve")
	}
	if w.Only(t).ID == machine {
		t.Error("the machine was not replaced in the end, as the guide describes")
	}
}
