package machine_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const foreign = "psforeign1"

func foreignMachine(e *acctest.Env) {
	m := ready("m")
	m.ID, m.BillingType, m.AssignPublicIP, m.PublicIP = foreign, "monthly", true, "203.0.113.9"
	e.AddMachine(m)
}

// An imported machine whose configuration matches is not replaced, and nothing is sent,
// with or without a timeouts block, and whatever optional arguments are omitted.
func TestAccImportThenNothing(t *testing.T) {
	for name, lines := range map[string]string{
		"required only":  "",
		"other spelling": "region = \"ny2\"\n  billing_type = \"BILLED\"",
		"all written":    "region = \"East Coast (NY2)\"\n  billing_type = \"billed\"\n  assign_public_ip = true\n  dynamic_public_ip = false\n  wait_for = \"ready\"\n  release_public_ip_on_destroy = false",
		"timeouts":       "timeouts {\n    create = \"5m\"\n  }",
		"desired state":  `desired_state = "ready"`,
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Prepare: foreignMachine,
				Steps: func(e *acctest.Env) []resource.TestStep {
					billing := acctest.By(e, "monthly", "hourly")
					config := e.Config(bare("name = \"m\"\n  machine_type = \"C5\"\n  size = 50\n  " +
						strings.NewReplacer("billed", billing, "BILLED", strings.ToUpper(billing)).Replace(lines)))
					steps := []resource.TestStep{
						{Config: config, ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
						{Config: config, Check: sent(t, e), ConfigStateChecks: state(
							attr("billing_type", knownvalue.StringExact(billing)),
							attr("assign_public_ip", knownvalue.Bool(true)),
							attr("wait_for", knownvalue.StringExact("ready")),
						)},
					}
					if name != "timeouts" && name != "desired state" { // these record an argument in the state
						steps[1].ConfigPlanChecks = before(nothing)
					} else {
						steps[1].ConfigPlanChecks = before(update, planned("state", knownvalue.StringExact("ready")))
					}
					return steps
				},
			})
		})
	}
}

// Setting the template of an imported machine updates only the state.
func TestAccTemplateOfAnImportedMachineIsOnlyRecorded(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: foreignMachine,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl("")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{Config: e.Config(hcl("")), ConfigPlanChecks: before(update), Check: sent(t, e)},
				{Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing)},
			}
		},
	})
}

func TestAccImportOfNothingIsReported(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config: e.Config(hcl("")), ResourceName: address, ImportState: true, ImportStateId: "psnothere",
			ExpectError: acctest.InOrder(`No machine has the ID "psnothere"`, "Nothing was imported", "another team", "paperspace_machine"),
		}}
	}})
}

// The configuration that Terraform generates for an imported machine has no diff.
func TestAccGeneratedConfigurationPlansClean(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI:     true,
		Prepare: foreignMachine,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(bare("name = \"m\"\n  machine_type = \"C5\"\n  size = 50")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{
					Config: e.Provider(), ResourceName: address, ImportState: true, GenerateConfig: true,
					ImportStateKind: resource.ImportBlockWithID, ImportStateId: foreign,
				},
			}
		},
	})
}

// A create and an update set the identity, and a machine can be imported by it.
func TestAccImportByIdentity(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Needs: []acctest.Feature{acctest.Identity},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config:            e.Config(hcl("")),
					ConfigStateChecks: state(statecheck.ExpectIdentityValueMatchesState(address, tfjsonpathID)),
				},
				{
					Config:            e.Config(hcl("shutdown_timeout_in_hours = 3")), // an update
					ConfigStateChecks: state(statecheck.ExpectIdentityValueMatchesState(address, tfjsonpathID)),
				},
				{
					Config:       e.Config(bare("name = \"m\"\n  machine_type = \"C5\"\n  size = 50\n shutdown_timeout_in_hours = 3")),
					ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				},
			}
		},
	})
}

// A machine that vanished after its import is recreated and does not fail the plan.
func TestAccVanishedMachineIsRecreated(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: foreignMachine,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl("")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{
					PreConfig: func() { e.RemoveMachine(foreign) },
					Config:    e.Config(hcl("")), ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)), Check: alive(e, 1),
				},
			}
		},
	})
}

// A destroy whose response is lost succeeds.
func TestAccDestroyWhoseResponseIsLost(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(hcl(""))},
			{
				// The request takes effect, so that the provider finds the machine gone.
				PreConfig: func() {
					e.Inject(psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultCutAfter, Times: 1})
				},
				Config: e.Config(hcl("")), Destroy: true, Check: func(*terraform.State) error { return nil },
			},
		}
	}, After: func(t *testing.T, e *acctest.Env) {
		if left := e.Machines(); len(left) != 0 {
			t.Errorf("left: %+v", left)
		}
	}})
}

// A destroy releases the address only if release_public_ip_on_destroy is set.
func TestAccReleaseOfTheAddress(t *testing.T) {
	for lines, kept := range map[string]int{"": 1, "release_public_ip_on_destroy = true": 0} {
		acctest.Run(t, acctest.Case{
			Behaviors: []string{"observed"},
			Steps: func(e *acctest.Env) []resource.TestStep {
				return []resource.TestStep{{Config: e.Config(hcl("assign_public_ip = true\n  " + lines))}}
			},
			After: func(t *testing.T, e *acctest.Env) {
				if got := len(e.KeptAddresses()); got != kept {
					t.Errorf("%q: %d addresses stay on the account, want %d", lines, got, kept)
				}
			},
		})
	}
}
