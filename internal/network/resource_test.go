package network_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	kind    = acctest.Kind("paperspace_network")
	address = kind.Address()
	attr    = kind.Attr
)

// private is the API version that can manage private networks.
var private = []string{"v1"}

// hcl returns a private network with this name and additional lines.
func hcl(name string, lines ...string) string {
	return kind.HCL(append([]string{fmt.Sprintf("name = %q", name)}, lines...)...)
}

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

// made returns the networks that were created after the start of the fake server.
func made(e *acctest.Env) []psfake.Network {
	return slices.DeleteFunc(e.Networks(), func(n psfake.Network) bool { return n.ID == "n789ghi" || n.ID == "n123abc" })
}

func only(t testing.TB, e *acctest.Env) psfake.Network {
	t.Helper()
	all := made(e)
	if len(all) != 1 {
		t.Fatalf("%d networks, want 1: %+v", len(all), all)
	}
	return all[0]
}

func noneLeft(t *testing.T, e *acctest.Env) {
	t.Helper()
	if left := made(e); len(left) != 0 {
		t.Errorf("left after destroy: %+v", left)
	}
}

// sent compares the writes after the last reset of the journal.
func sent(t *testing.T, e *acctest.Env, calls ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		var got []string
		for _, entry := range e.Journal().Writes() {
			got = append(got, entry.Call)
		}
		if diff := cmp.Diff(calls, got); diff != "" {
			return fmt.Errorf("writes sent (-want +got):\n%s", diff)
		}
		return nil
	}
}

// carried compares the body of the newest request with a call.
func carried(e *acctest.Env, call string, want map[string]any) resource.TestCheckFunc {
	return func(*terraform.State) error {
		j := e.Journal().Of(call)
		if len(j) == 0 {
			return fmt.Errorf("no %s was sent: %v", call, e.Journal().Counts())
		}
		var got map[string]any
		if err := json.Unmarshal(j[len(j)-1].Body, &got); err != nil {
			return err
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("body of %s (-want +got):\n%s", call, diff)
		}
		return nil
	}
}

// The life cycle of one network: created with the required arguments, imported, renamed, renamed in the console,
// replaced for another region, deleted outside of Terraform, recreated, and destroyed.
func TestAccNetworkLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		APIVersions: private,
		Steps: func(e *acctest.Env) []resource.TestStep {
			var first string
			kept := func(*terraform.State) error {
				if got := only(t, e); got.ID != first || got.Name != "lab 2" {
					return fmt.Errorf("the network is %+v, want %s to be renamed", got, first)
				}
				return nil
			}
			return []resource.TestStep{
				{
					Config: e.Config(hcl("lab")),
					ConfigPlanChecks: before(action(plancheck.ResourceActionCreate),
						plancheck.ExpectKnownValue(address, tfjsonpath.New("region"), knownvalue.StringExact("East Coast (NY2)")),
						plancheck.ExpectUnknownValue(address, tfjsonpath.New("id"))),
					ConfigStateChecks: []statecheck.StateCheck{
						attr("name", knownvalue.StringExact("lab")), attr("region", knownvalue.StringExact("East Coast (NY2)")),
						attr("network", knownvalue.NotNull()), attr("netmask", knownvalue.StringExact("255.255.255.0")), attr("dt_created", knownvalue.NotNull()),
					},
					// Without migrateMachines, which would move every other machine.
					Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.create"),
						carried(e, "networks.create", map[string]any{"name": "lab", "region": "ny2"}), func(*terraform.State) error {
							first = only(t, e).ID
							return nil
						}),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					PreConfig: e.ResetJournal, Config: e.Config(hcl("lab 2", `region = "ny2"`)),
					ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate),
						plancheck.ExpectKnownValue(address, tfjsonpath.New("network"), knownvalue.NotNull())),
					Check: resource.ComposeTestCheckFunc(kept, sent(t, e, "networks.update"), carried(e, "networks.update", map[string]any{"name": "lab 2"})),
				},
				{
					PreConfig: func() {
						n := only(t, e)
						n.Name = "renamed in the console"
						e.AddNetwork(n)
						e.ResetJournal()
					},
					Config: e.Config(hcl("lab 2")), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
					Check: resource.ComposeTestCheckFunc(kept, sent(t, e, "networks.update")),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(hcl("lab 2", `region = "ams1"`)),
					ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.destroy", "networks.create"), func(*terraform.State) error {
						if n := only(t, e); n.ID == first || n.Region != psfake.Europe {
							return fmt.Errorf("the network is %+v", n)
						}
						return nil
					}),
				},
				{
					PreConfig: func() { e.RemoveNetwork(only(t, e).ID); e.ResetJournal() },
					Config:    e.Config(hcl("lab 2", `region = "ams1"`)), ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)),
					Check: sent(t, e, "networks.create"),
				},
			}
		},
		After: noneLeft,
	})
}

// This also runs with CORE, where a new name replaces the network.
func TestAccNetworkIdentity(t *testing.T) {
	kind.Identity(t, acctest.Case{}, hcl("lab"), hcl("lab 2", `region = "ny2"`))
}

// After a create whose response is lost, there is one new network. The state contains that network, and not an older
// one with the same name.
func TestAccNetworkLostResponse(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultCutAfter, psfake.FaultNoBody} {
		t.Run(string(kind), func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Steps: func(e *acctest.Env) []resource.TestStep {
					return []resource.TestStep{{
						PreConfig: func() { e.Inject(psfake.Fault{Call: "networks.create", Kind: kind, Times: 1}) },
						Config:    e.Config(hcl("Lab")), // the name of n123abc
						Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.create"), func(s *terraform.State) error {
							if got, want := s.RootModule().Resources[address].Primary.ID, only(t, e).ID; got != want {
								return fmt.Errorf("the state has %s, the server %s", got, want)
							}
							return nil
						}),
					}}
				},
				After: noneLeft,
			})
		})
	}
}

// A network that is in use remains, on the server and in the state. A network is gone even if the response to its
// destroy is lost.
func TestAccNetworkDestroy(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl("lab"))},
				{
					PreConfig: func() { e.AddMachine(psfake.Machine{ID: "psguest", Name: "guest", NetworkID: only(t, e).ID}) },
					Config:    e.Config(""), ExpectError: acctest.InOrder("Failed to destroy network", "stays in the state", "The network has machines attached."),
				},
				{
					PreConfig: func() {
						e.RemoveMachine("psguest")
						e.Inject(psfake.Fault{Call: "networks.destroy", Kind: psfake.FaultCutAfter, Times: 1})
					},
					Config: e.Config(hcl("lab")), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
				},
			}
		},
		After: noneLeft,
	})
}

// Mistakes that can be detected while planning are reported by the plan, which sends no write.
func TestAccNetworkMistakes(t *testing.T) {
	unsent := func(t *testing.T, e *acctest.Env) {
		t.Helper()
		if writes := e.Journal().Writes(); len(writes) > 0 {
			t.Errorf("sent: %v", writes)
		}
	}
	acctest.Run(t, acctest.Case{
		APIVersions: private,
		Steps: func(e *acctest.Env) []resource.TestStep {
			nowhere := strings.Replace(e.Config(hcl("lab")), "region ", "# region ", 1)
			return []resource.TestStep{
				{Config: nowhere, PlanOnly: true, ExpectError: acctest.InOrder("Missing region", "A network needs a region")},
				{Config: e.Config(hcl("")), PlanOnly: true, ExpectError: acctest.InOrder("name must not be empty")},
				{
					Config: e.Config(hcl("lab")), ResourceName: address, ImportState: true, ImportStateId: "nnothere",
					ExpectError: acctest.InOrder(`No network has the ID "nnothere"`, "Nothing was imported"),
				},
			}
		},
		After: unsent,
	})
}

// A warning reports that a network is gone. A show that does not find a network has no effect if the list contains
// it.
func TestAccDeletedNetworkIsReported(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("lab")))
	w.MustRun("apply", "-auto-approve")
	heal := w.Inject(psfake.Fault{Call: "networks.show", Kind: psfake.FaultReject, Status: 404, Message: "Private network not found"})
	w.Expect(w.MustRun("plan"), "No changes")
	heal()
	gone := only(t, w.Env).ID
	w.RemoveNetwork(gone)
	w.Expect(w.MustRun("plan"), `Network "lab" (`+gone+") no longer exists", `Two checks at least 5 seconds apart did not find network "lab"`, "1 to add")
}
