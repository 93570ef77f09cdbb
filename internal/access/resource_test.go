package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The life cycle of one access: granted, imported, revoked in the console (which only API v1 shows in the plan),
// granted to another user and for another machine, and revoked.
func TestAccAccessLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Prepare: people,
		Steps: func(e *acctest.Env) []resource.TestStep {
			takenBack := resource.TestStep{
				PreConfig: func() {
					e.ChangeMachine(host, func(m *psfake.Machine) { m.Access = nil })
					e.ResetJournal()
				},
				Config: e.Config(hcl(host, arya)), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: sent(e),
			}
			if e.V1() {
				takenBack.ConfigPlanChecks = before(action(plancheck.ResourceActionCreate))
				takenBack.Check = resource.ComposeTestCheckFunc(sent(e, call{host, arya, true}), canUse(e, host, arya))
			}
			return []resource.TestStep{
				{
					Config: e.Config(hcl(host, arya)),
					ConfigPlanChecks: before(action(plancheck.ResourceActionCreate),
						plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(host+"/"+arya))),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(host+"/"+arya)),
					},
					Check: resource.ComposeTestCheckFunc(sent(e, call{host, arya, true}), canUse(e, host, arya)),
				},
				{ResourceName: address, ImportState: true, ImportStateId: host + "/" + arya, ImportStateVerify: true},
				takenBack,
				{ // revoking an access that does not exist succeeds
					PreConfig: e.ResetJournal,
					Config:    e.Config(hcl(host, sansa)), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(e, call{host, arya, false}, call{host, sansa, true}), canUse(e, host, sansa)),
				},
				{
					PreConfig: e.ResetJournal,
					Config:    e.Config(hcl(host2, sansa)), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(e, call{host, sansa, false}, call{host2, sansa, true}), canUse(e, host), canUse(e, host2, sansa)),
				},
			}
		},
		After: noneLeft,
	})
}

// A machine in the same configuration: its ID is known after the apply, and when it is replaced, the user gets access
// to the new one.
func TestAccAccessToTheNewMachine(t *testing.T) {
	config := func(template string) string {
		return fmt.Sprintf(`
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = %q
}
resource "paperspace_machine_access" "a" {
  machine_id = paperspace_machine.m.id
  user_id    = %q
}
`, template, arya)
	}
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) { e.AddUser(psfake.User{ID: arya, Email: "arya@example.com"}) },
		Steps: func(e *acctest.Env) []resource.TestStep {
			check := func(template string) resource.TestStep {
				return resource.TestStep{Config: e.Config(config(template)), ConfigPlanChecks: resource.ConfigPlanChecks{
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				}}
			}
			first, second := check("t0nspur5"), check("t04azgph")
			second.ConfigPlanChecks.PreApply = []plancheck.PlanCheck{action(plancheck.ResourceActionReplace)}
			return []resource.TestStep{first, second}
		},
		After: func(t *testing.T, e *acctest.Env) {
			// Each access was revoked before its machine was destroyed.
			if n := e.Journal().Count(grants); n != 4 {
				t.Errorf("%d changes of access, want 4", n)
			}
		},
	})
}

// If a machine no longer exists, its access is removed from the state, and destroying the access succeeds.
func TestAccAccessWhenTheMachineIsGone(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: people,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(host, arya))},
				{
					PreConfig: func() { e.RemoveMachine(host) },
					Config:    e.Config(hcl(host, arya)), PlanOnly: true, ExpectNonEmptyPlan: true,
					ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{action(plancheck.ResourceActionCreate)}},
				},
				{Config: e.Config(hcl(host2, arya)), Check: canUse(e, host2, arya)},
			}
		},
		After: noneLeft,
	})
}

func TestAccAccessWrongIDs(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: people,
		Steps: func(e *acctest.Env) []resource.TestStep {
			importing := func(id string, words ...string) resource.TestStep {
				return resource.TestStep{
					Config: e.Config(hcl(host, arya)), ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: acctest.InOrder(words...),
				}
			}
			const form = "not of the form machine_id/user_id"
			return []resource.TestStep{
				{Config: e.Config(hcl("psnothere", arya)), ExpectError: acctest.InOrder("Failed to grant access", `machine_id = "psnothere"`, "Check machine_id")},
				{Config: e.Config(hcl(host, "unothere")), ExpectError: acctest.InOrder("Failed to grant access", "unothere", "Check user_id")},
				{Config: e.Config(hcl("", arya)), PlanOnly: true, ExpectError: says("machine_id must not be empty")},
				{Config: e.Config(hcl(host, "")), PlanOnly: true, ExpectError: says("user_id must not be empty")},
				importing(host, form), importing(host+"/", form), importing("/"+arya, form), importing(host+"/"+arya+"/x", form),
				importing(arya+"/"+host, "The ID of the machine comes first."), importing(host+"/"+arya+" ", "ends with whitespace"),
				importing("web/"+arya, "No machine has the ID \"web\"", "use the data source paperspace_machine:"), importing("psnothere/"+arya, "has no access to machine psnothere"),
			}
		},
		After: noneLeft,
	})
}

// An access whose create has no response is in the state.
func TestAccAccessLostResponse(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: people,
		Steps: func(e *acctest.Env) []resource.TestStep {
			config := e.Provider("max_retries = 0") + hcl(host, arya)
			lost := psfake.Fault{Call: grants, Kind: psfake.FaultCutAfter, Times: 1}
			steps := []resource.TestStep{
				{PreConfig: func() { e.Inject(lost) }, Config: e.Config(hcl(host, arya)), Check: resource.ComposeTestCheckFunc(
					sent(e, call{host, arya, true}, call{host, arya, true}), canUse(e, host, arya))}, // granting it twice succeeds
				{PreConfig: func() { e.Inject(lost) }, Config: e.Config(""), Check: canUse(e, host)}, // so does revoking it twice
				{Config: e.Config(hcl(host, arya))},
				{PreConfig: func() { e.Inject(lost) }, Config: e.Provider("max_retries = 0"), ExpectError: says("Failed to revoke access")},
				{Config: e.Provider("max_retries = 0"), Check: canUse(e, host)},
			}
			if e.V1() { // the next refresh checks it, and nothing is tainted
				cut := psfake.Fault{Call: grants, Kind: psfake.FaultCut, Times: 1}
				return append(steps,
					resource.TestStep{PreConfig: func() { e.Inject(lost) }, Config: config, Check: canUse(e, host, arya)},
					resource.TestStep{Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
					resource.TestStep{Config: e.Config("")},
					resource.TestStep{PreConfig: func() { e.Inject(cut) }, Config: config, Check: canUse(e, host), ExpectNonEmptyPlan: true},
					resource.TestStep{Config: config, ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)), Check: canUse(e, host, arya)},
				)
			}
			return append(steps,
				resource.TestStep{PreConfig: func() { e.Inject(lost) }, Config: config, ExpectError: says("the next apply revokes and grants it")},
				resource.TestStep{
					PreConfig: e.ResetJournal,
					Config:    config, ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(e, call{host, arya, false}, call{host, arya, true}), canUse(e, host, arya)),
				},
			)
		},
		After: noneLeft,
	})
}

// A server that responds with "not found" to every request does not remove an access from the state, neither in a
// read nor in a destroy.
func TestAccAccessStaysInTheStateIfNothingIsFound(t *testing.T) {
	for name, fault := range map[string]psfake.Fault{
		"404 in the form of the API": {Kind: psfake.FaultReject, Status: 404, Message: "Not found"},
		"404 as a web page":          {Kind: psfake.FaultHTML, Status: 404},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Behaviors: []string{"observed"},
				Prepare:   people,
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := e.Provider("max_retries = 0") + hcl(host, arya)
					onRevoke := fault
					onRevoke.Call = grants
					return []resource.TestStep{
						{Config: config},
						{PreConfig: func() { e.Inject(fault) }, Config: config, ExpectError: says("Failed to read access")},
						{
							PreConfig: func() { e.ClearFaults(); e.Inject(onRevoke) },
							Config:    e.Provider("max_retries = 0"), ExpectError: says("Failed to revoke access"),
						},
						{PreConfig: e.ClearFaults, Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: canUse(e, host, arya)},
					}
				},
				After: noneLeft,
			})
		})
	}
}

// Every operation sets the identity, and an access can be imported by it.
func TestAccAccessIdentity(t *testing.T) {
	same := []statecheck.StateCheck{
		statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("machine_id")),
		statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("user_id")),
	}
	acctest.Run(t, acctest.Case{
		Needs:   []acctest.Feature{acctest.Identity},
		Prepare: people,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(host, arya)), ConfigStateChecks: same},
				{Config: e.Config(hcl(host, sansa)), ConfigStateChecks: same},
				{
					Config: e.Config(hcl(host, sansa)), ResourceName: address, ImportState: true,
					ImportStateKind: resource.ImportBlockWithResourceIdentity,
				},
			}
		},
	})
}

// A warning reports why an access is removed from the state, and that an import was not verified.
func TestAccAccessWarnings(t *testing.T) {
	w := acctest.NewWorkspace(t, "documented")
	people(w.Env)
	w.Write(w.Config(hcl(host, arya)))
	w.Expect(w.MustRun("import", address, host+"/"+arya), "Access not verified", "The CORE API does not return who has access to a machine")
	w.Expect(w.MustRun("plan"), "No changes")
	w.RemoveMachine(host)
	w.Expect(w.MustRun("plan"), "Access of user "+arya+" to machine "+host+" no longer exists", "did not find machine "+host, "1 to add")
}

// If the API version returns who has access, an import is verified, and a warning reports a revoked access.
func TestAccRevokedAccessIsReported(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	people(w.Env)
	w.ChangeMachine(host, func(m *psfake.Machine) { m.Access = []string{arya} })
	w.Write(w.Config(hcl(host, arya)))
	if out := w.MustRun("import", address, host+"/"+arya); strings.Contains(out, "Access not verified") {
		t.Errorf("a warning without a reason:\n%s", out)
	}
	w.Expect(w.MustRun("plan"), "No changes")
	w.ChangeMachine(host, func(m *psfake.Machine) { m.Access = nil })
	w.Expect(w.MustRun("plan"), "Access of user "+arya+" to machine "+host+" no longer exists", "did not find user "+arya+" among the users with access", "1 to add")
}

// If a user has left the team, there is no access to revoke.
func TestAccAccessOfAFormerUser(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	people(w.Env)
	w.Write(w.Config(hcl(host, "uformer")))
	w.MustRun("import", address, host+"/uformer")
	w.Expect(w.MustRun("destroy", "-auto-approve"), "1 destroyed")
}
