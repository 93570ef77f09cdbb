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

// changes is the API version that can change a script, but does not return its text.
var changes = []string{"v1"}

// scriptHCL returns a script with this name and text, and additional lines.
func scriptHCL(name, text string, lines ...string) string {
	config := fmt.Sprintf("resource \"paperspace_script\" \"s\" {\n  name        = %q\n  script_text = %q\n", name, text)
	for _, line := range lines {
		config += "  " + line + "\n"
	}
	return config + "}\n"
}

// is compares the only script with the expected one.
func is(t *testing.T, e *acctest.Env, want psfake.Script) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		got := resOnly(t, e)
		if got.ID != want.ID && want.ID != "" || got.Name != want.Name || got.Text != want.Text || got.Disabled != want.Disabled || got.RunOnce != want.RunOnce {
			return fmt.Errorf("the script is %+v, want %+v", got, want)
		}
		return nil
	}
}

// The life cycle of one script that can be changed: it keeps its ID through all changes. A change outside of Terraform
// appears in the plan, except for that of the text.
func TestAccScriptChangesInPlace(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: changes,
		Prepare:     resHosts,
		Steps: func(e *acctest.Env) []resource.TestStep {
			var id string
			step := func(config string, want psfake.Script, calls ...string) resource.TestStep {
				return resource.TestStep{
					PreConfig: e.ResetJournal, Config: e.Config(config), ConfigPlanChecks: resPlan(resUpdate),
					Check: resource.ComposeTestCheckFunc(resSent(t, e, calls...), is(t, e, want), func(*terraform.State) error {
						if got := resOnly(t, e).ID; got != id {
							return fmt.Errorf("script %s took the place of %s", got, id)
						}
						return nil
					}),
				}
			}
			drift := func(change func(*psfake.Script), want psfake.Script, sent ...string) resource.TestStep {
				s := step(scriptHCL("b", "two", "is_enabled = false", "run_once = true"), want, sent...)
				s.PreConfig = resEdit(t, e, change)
				return s
			}
			final := psfake.Script{Name: "b", Text: "two", Disabled: true, RunOnce: true}
			unseen := drift(func(s *psfake.Script) { s.Text = "changed" }, psfake.Script{Name: "b", Text: "changed", Disabled: true, RunOnce: true})
			unseen.ConfigPlanChecks = resPlan(plancheck.ExpectEmptyPlan())
			on := func(machine string) string {
				return scriptHCL("b", "two", "is_enabled = false", "run_once = true", fmt.Sprintf("machine_id = %q", machine))
			}
			ours, none := func() string { return id }, func() string { return "" }
			has := func(s resource.TestStep, machines map[string]func() string) resource.TestStep {
				for machine, script := range machines {
					s.Check = resource.ComposeTestCheckFunc(s.Check, resHas(e, machine, script))
				}
				return s
			}
			taken := has(step(on(host2), final, "scripts.assign"), map[string]func() string{host2: ours})
			taken.PreConfig = func() {
				e.ChangeMachine(host2, func(m *psfake.Machine) { m.ScriptID = "" })
				e.ResetJournal()
			}
			taken.ConfigPlanChecks = resPlan(resUpdate, resInState("machine_id", nil))
			return []resource.TestStep{
				{
					Config: e.Config(scriptHCL("a", "one", "is_enabled = false")), ConfigPlanChecks: resPlan(resCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						resAttr("script_text", knownvalue.StringExact("one")), resAttr("owner_id", knownvalue.Null()), resAttr("description", knownvalue.Null()),
					},
					// A create cannot disable the script.
					Check: resource.ComposeTestCheckFunc(resSent(t, e, "scripts.create", "scripts.update"), func(*terraform.State) error {
						id = resOnly(t, e).ID
						return nil
					}),
				},
				step(scriptHCL("b", "one", "is_enabled = false"), psfake.Script{Name: "b", Text: "one", Disabled: true}, "scripts.update"),
				step(scriptHCL("b", "two", "is_enabled = false"), psfake.Script{Name: "b", Text: "two", Disabled: true}, "scripts.update"),
				step(scriptHCL("b", "two"), psfake.Script{Name: "b", Text: "two"}, "scripts.update"),
				step(scriptHCL("b", "two", "is_enabled = false", "run_once = true"), final, "scripts.update"),
				drift(func(s *psfake.Script) { s.Name = "other" }, final, "scripts.update"),
				drift(func(s *psfake.Script) { s.Disabled, s.RunOnce = false, false }, final, "scripts.update"),
				has(step(on(host), final, "scripts.assign"), map[string]func() string{host: ours}),
				has(step(on(host2), final, "scripts.assign", "scripts.unassign"), map[string]func() string{host: none, host2: ours}),
				taken,
				has(step(scriptHCL("b", "two", "is_enabled = false", "run_once = true"), final, "scripts.unassign"), map[string]func() string{host2: none}),
				unseen,
			}
		},
		After: resNoneLeft,
	})
}

// An imported script has no text in the state. The first apply sends the configured text, and later ones send
// nothing.
func TestAccScriptImportedWithoutItsText(t *testing.T) {
	config := scriptHCL("s", "echo ours", fmt.Sprintf("machine_id = %q", host))
	acctest.Run(t, acctest.Case{
		APIVersions: changes,
		Prepare: func(e *acctest.Env) {
			resHosts(e)
			e.AddScript(psfake.Script{ID: "scforeign", Name: "s", Text: "echo theirs"})
			e.ChangeMachine(host, func(m *psfake.Machine) { m.ScriptID = "scforeign" })
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(config), ResourceName: resAddress, ImportState: true, ImportStateId: "scforeign", ImportStatePersist: true},
				{
					Config: e.Config(config), ConfigPlanChecks: resPlan(resUpdate, resInState("script_text", nil)),
					Check: resource.ComposeTestCheckFunc(resSent(t, e, "scripts.update"), is(t, e, psfake.Script{ID: "scforeign", Name: "s", Text: "echo ours"})),
				},
				{Config: e.Config(config), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
				{
					Config: e.Config(config), ResourceName: resAddress, ImportState: true, ImportStateVerify: true,
					ImportStateVerifyIgnore: []string{"script_text", "machine_id"}, // a response contains no machine, or several
				},
			}
		},
		After: resNoneLeft,
	})
}

// If a change fails halfway, the next plan shows the rest.
func TestAccScriptChangedPartly(t *testing.T) {
	on := func(machine string, lines ...string) string {
		return scriptHCL("s", "one", append(lines, fmt.Sprintf("machine_id = %q", machine))...)
	}
	acctest.Run(t, acctest.Case{
		APIVersions: changes,
		Prepare:     resHosts,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(on(host))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "scripts.unassign", Kind: psfake.FaultReject, Message: "Not now", Times: 1})
					},
					Config: e.Config(on(host2, "run_once = true")), ExpectError: resSays("Failed to change script"),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(on(host2, "run_once = true")), ConfigPlanChecks: resPlan(resUpdate),
					Check: resource.ComposeTestCheckFunc(resSent(t, e, "scripts.unassign"),
						resHas(e, host, func() string { return "" }), resHas(e, host2, func() string { return resOnly(t, e).ID })),
				},
			}
		},
		After: resNoneLeft,
	})
}

func TestAccScriptDescriptionIsRejected(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: changes,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config: e.Config(resHCL(`description = "says hello"`)), PlanOnly: true,
					ExpectError: acctest.InOrder("Not supported by this API version", `description = "says hello"`,
						`description cannot be used with api_version = "v1": API v1 cannot set the description of a script.`),
				},
				{Config: e.Config(resHCL("description = null")), Check: resSent(t, e, "scripts.create")},
			}
		},
	})
}
