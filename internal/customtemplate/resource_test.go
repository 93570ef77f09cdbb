package customtemplate_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	kind      = acctest.Kind("paperspace_custom_template")
	address   = kind.Address()
	hcl, attr = kind.HCL, kind.Attr
)

func TestAccIdentity(t *testing.T) {
	kind.Identity(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: prepare}, hcl(`name = "a"`, `machine_id = "psa"`), hcl(`name = "b"`, `machine_id = "psa"`))
}

func prepare(e *acctest.Env) {
	for _, id := range []string{"psa", "psb"} {
		e.AddMachine(psfake.Machine{ID: id, Name: id, SizeGB: 100, State: psfake.StateOff})
	}
	e.AddMachine(psfake.Machine{ID: "pson", Name: "on"})
}

// own returns the templates that are not being deleted.
func own(e *acctest.Env) []psfake.Template {
	return slices.DeleteFunc(e.CustomTemplates(), func(t psfake.Template) bool { return t.Deleted != nil || t.ID == "t456def" })
}

// The life cycle of one template: created, imported, renamed, renamed in the console, replaced for another machine,
// deleted in the console, and destroyed. It remains when its machine is destroyed.
func TestAccCustomTemplateLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, APIVersions: []string{"v1"}, Prepare: prepare,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config: e.Config(hcl(`name = "a"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						attr("id", knownvalue.NotNull()), attr("agent_type", knownvalue.StringExact("LinuxHeadless")), attr("os", knownvalue.NotNull()),
						attr("default_size_gb", knownvalue.Int64Exact(100)), attr("dt_created", knownvalue.NotNull()), attr("region", knownvalue.NotNull()),
						attr("machine_types", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.NotNull()})), attr("stop_machine", knownvalue.Null()),
					},
					Check: e.Sent(`templates.create {"machineId":"psa","name":"a"}`),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"region"}}, // the import has another spelling
				{
					Config:           e.Config(hcl(`name = "b"`, `machine_id = "psa"`, `stop_machine = true`)),
					ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check:            e.Sent(`templates.update {"name":"b"}`),
				},
				{
					PreConfig: func() {
						e.ChangeTemplate(own(e)[0].ID, func(t *psfake.Template) { t.Label = "renamed in the console" })
					},
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`templates.update {"name":"b"}`),
				},
				{
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionReplace),
					Check: e.Sent(`templates.delete`, `templates.create {"machineId":"psb","name":"b"}`),
				},
				{
					PreConfig: func() { e.RemoveTemplate(own(e)[0].ID) },
					Config:    e.Config(hcl(`name = "b"`, `machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					Check: e.Sent(`templates.create {"machineId":"psb","name":"b"}`),
				},
				{
					PreConfig: func() { e.RemoveMachine("psb") },
					Config:    e.Config(hcl(`name = "b"`, `machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionNoop),
					Check: e.Sent(),
				},
				{
					Config:      e.Config(hcl(`name = "b"`, `machine_id = "pson"`)),
					ExpectError: acctest.InOrder("it has to be off for that", "Set stop_machine = true"),
				},
				{
					Config: e.Config(hcl(`name = "b"`, `machine_id = "pson"`, `stop_machine = true`)),
					Check: resource.ComposeTestCheckFunc(e.Sent(`templates.delete`, "machines.stop", `templates.create {"machineId":"pson","name":"b"}`, "machines.start"),
						func(*terraform.State) error {
							if m, _ := e.Machine("pson"); m.State != psfake.StateReady {
								return fmt.Errorf("the machine is %s", m.State)
							}
							return nil
						}),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if left := own(e); len(left) != 0 {
				t.Errorf("left after destroy: %+v", left)
			}
		},
	})
}
