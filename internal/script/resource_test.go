package script_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// replaces is the API version that cannot change a script, and returns its text, owner, and description. See
// TestAccScriptChangesInPlace for the other one.
var replaces = []string{"core"}

// The life cycle of one script: created with the required arguments, imported, updated with all arguments, changed
// outside of Terraform and corrected, deleted outside of Terraform, recreated, and destroyed.
func TestAccScriptLifeCycle(t *testing.T) {
	everything := resHCL(`description = "says hello"`, "is_enabled = false", "run_once = true")
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		APIVersions: replaces,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config: e.Config(resHCL()),
					ConfigPlanChecks: resPlan(resCreate,
						plancheck.ExpectKnownValue(resAddress, tfjsonpath.New("is_enabled"), knownvalue.Bool(true)),
						plancheck.ExpectKnownValue(resAddress, tfjsonpath.New("run_once"), knownvalue.Bool(false)),
						plancheck.ExpectUnknownValue(resAddress, tfjsonpath.New("id"))),
					ConfigStateChecks: []statecheck.StateCheck{
						resAttr("name", knownvalue.StringExact("s")),
						resAttr("script_text", knownvalue.StringExact(resText)),
						resAttr("description", knownvalue.Null()),
						resAttr("machine_id", knownvalue.Null()),
						resAttr("owner_type", knownvalue.StringExact("user")),
						resAttr("owner_id", knownvalue.StringExact("u123abc")),
						resAttr("dt_created", knownvalue.NotNull()),
					},
					Check: resource.ComposeTestCheckFunc(
						resSent(t, e, "scripts.create"),
						resCarried(e, map[string]any{"scriptName": "s", "scriptText": resText, "isEnabled": true, "runOnce": false}),
					),
				},
				{ResourceName: resAddress, ImportState: true, ImportStateVerify: true},
				{
					PreConfig:        e.ResetJournal,
					Config:           e.Config(everything),
					ConfigPlanChecks: resPlan(resReplace),
					Check: resource.ComposeTestCheckFunc(
						resSent(t, e, "scripts.destroy", "scripts.create"),
						resCarried(e, map[string]any{
							"scriptName": "s", "scriptText": resText, "scriptDescription": "says hello", "isEnabled": false, "runOnce": true,
						}),
					),
				},
				{ResourceName: resAddress, ImportState: true, ImportStateVerify: true},
				{
					PreConfig: resEdit(t, e, func(s *psfake.Script) {
						s.Text, s.Description, s.Name, s.Disabled, s.RunOnce = "#!/bin/bash\necho changed\n", "", "other", false, false
					}),
					Config: e.Config(everything),
					ConfigPlanChecks: resPlan(resReplace, resInState("script_text", "#!/bin/bash\necho changed\n"), resInState("name", "other"),
						resInState("description", nil), resInState("is_enabled", true), resInState("run_once", false)),
					Check: resSent(t, e, "scripts.destroy", "scripts.create"),
				},
				{
					PreConfig:        func() { e.RemoveScript(resOnly(t, e).ID); e.ResetJournal() },
					Config:           e.Config(everything),
					ConfigPlanChecks: resPlan(resCreate),
					Check:            resSent(t, e, "scripts.create"),
				},
				{Config: e.Config(everything), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
			}
		},
		After: resNoneLeft,
	})
}

// Each difference replaces the script, and the configuration needs no other change.
func TestAccScriptDriftOfEachArgument(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: replaces,
		Behaviors:   []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			steps := []resource.TestStep{{Config: e.Config(resHCL())}}
			for _, change := range []func(s *psfake.Script){
				func(s *psfake.Script) { s.Text += " " },
				func(s *psfake.Script) { s.Description = "described in the console" },
				func(s *psfake.Script) { s.Name = "S" },
				func(s *psfake.Script) { s.Disabled = true },
				func(s *psfake.Script) { s.RunOnce = true },
			} {
				steps = append(steps, resource.TestStep{
					PreConfig: resEdit(t, e, change), Config: e.Config(resHCL()), ConfigPlanChecks: resPlan(resReplace),
					Check: resSent(t, e, "scripts.destroy", "scripts.create"),
				})
			}
			return steps
		},
	})
}

// A description without text is equal to null.
func TestAccScriptEmptyDescription(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(resHCL(`description = ""`)), Check: resCarried(e, acctest.By(e, map[string]any{
				"scriptName": "s", "scriptText": resText, "isEnabled": true, "runOnce": false,
			}, map[string]any{"name": "s", "script": resText, "isRunOnce": false}))},
			{Config: e.Config(resHCL(`description = ""`)), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
			{PreConfig: e.ResetJournal, Config: e.Config(resHCL()), ConfigPlanChecks: resPlan(resUpdate), Check: resSent(t, e)},
			{Config: e.Config(resHCL(`description = ""`)), ConfigPlanChecks: resPlan(resUpdate), Check: resSent(t, e)},
		}
	}})
}

// Paperspace returns every byte of the text: the plan after each apply is empty, which the test framework checks.
func TestAccScriptTextIsKept(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			var steps []resource.TestStep
			for _, text := range []string{
				"Write-Host 'a'\r\nWrite-Host 'b'\r\n",
				"echo hello",
				"\n\n  echo \t\n\n ",
				"echo \"<a & b>\" 'c\\d' / \u2028\n",
				"echo 'Grüße, 世界 🚀'\n",
				"42",
				"null",
			} {
				steps = append(steps, resource.TestStep{
					// A Go string with %q is not always valid HCL, but a JSON string is.
					Config: e.Config(fmt.Sprintf("resource \"paperspace_script\" \"s\" {\n  name = \"s\"\n  script_text = jsondecode(%q)\n}\n", resJSON(text))),
					Check: func(*terraform.State) error {
						if got := resOnly(t, e).Text; got != text {
							return fmt.Errorf("the server has %q, want %q", got, text)
						}
						return nil
					},
					ConfigStateChecks: []statecheck.StateCheck{resAttr("script_text", knownvalue.StringExact(text))},
				})
			}
			return steps
		},
	})
}

// The limit is in bytes, and the plan checks it, so no request is sent.
func TestAccScriptLimit(t *testing.T) {
	// 8,192 letters of two bytes each.
	config := func(more string) string {
		return "resource \"paperspace_script\" \"s\" {\n  name = \"s\"\n  script_text = \"" + strings.Repeat("é", 8192) + more + "\"\n}\n"
	}
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(config("x")), PlanOnly: true, ExpectError: resSays("The script has 16385 bytes, and Paperspace accepts at most 16384")},
			{Config: e.Config(strings.Replace(resHCL(), fmt.Sprintf("%q", resText), `""`, 1)), PlanOnly: true, ExpectError: resSays("Empty script")},
			{
				PreConfig: func() {
					if n := len(e.Journal()); n != 0 {
						t.Errorf("%d requests for a script that is too long", n)
					}
				},
				Config: e.Config(config("")), Check: resSent(t, e, "scripts.create"),
			},
			{Config: e.Config(config("")), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
		}
	}})
}

// As in the guide: the new script exists before the old one is destroyed.
func TestAccScriptCreatedBeforeDestroyed(t *testing.T) {
	config := func(text string) string {
		return fmt.Sprintf(`
locals {
  text = %q
}
resource "paperspace_script" "s" {
  name        = "setup-${substr(sha256(local.text), 0, 8)}"
  script_text = local.text
  lifecycle {
    create_before_destroy = true
  }
}
`, text)
	}
	acctest.Run(t, acctest.Case{
		APIVersions: replaces,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(config("echo one"))},
				{
					PreConfig: e.ResetJournal, Config: e.Config(config("echo two")),
					ConfigPlanChecks: resPlan(resAction(plancheck.ResourceActionCreateBeforeDestroy)),
					Check:            resSent(t, e, "scripts.create", "scripts.destroy"),
				},
			}
		},
		After: resNoneLeft,
	})
}

// Without the hash, an API with unique names rejects the new script while the old one exists. The message names the
// solution.
func TestAccScriptNameTaken(t *testing.T) {
	cbd := "lifecycle {\n    create_before_destroy = true\n  }"
	acctest.Run(t, acctest.Case{
		APIVersions: replaces,
		Behaviors:   []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(resHCL(cbd))},
				{
					Config:      e.Config(resHCL("run_once = true", cbd)),
					ExpectError: resSays("With create_before_destroy the name has to change with the text"),
				},
				{Config: e.Config(resHCL(cbd)), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
			}
		},
		After: resNoneLeft,
	})
}

func TestAccScriptGeneratedConfigurationPlansClean(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI:         true,
		APIVersions: replaces,
		Prepare: func(e *acctest.Env) {
			e.AddScript(psfake.Script{ID: "scforeign", Name: "s", Text: resText, Description: "d", RunOnce: true})
			e.AddMachine(psfake.Machine{ID: "psforeign1", Name: "m", ScriptID: "scforeign"})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			config := resHCL(`description = "d"`, "run_once = true")
			return []resource.TestStep{
				{Config: e.Config(config), ResourceName: resAddress, ImportState: true, ImportStateId: "scforeign", ImportStatePersist: true},
				{Config: e.Config(config), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan()), Check: resSent(t, e)},
				{
					Config: e.Provider(), ResourceName: resAddress, ImportState: true, GenerateConfig: true,
					ImportStateKind: resource.ImportBlockWithID, ImportStateId: "scforeign",
				},
			}
		},
	})
}

// Every operation sets the identity, and a script can be imported by it.
func TestAccScriptIdentity(t *testing.T) {
	same := []statecheck.StateCheck{statecheck.ExpectIdentityValueMatchesState(resAddress, tfjsonpath.New("id"))}
	acctest.Run(t, acctest.Case{
		Needs: []acctest.Feature{acctest.Identity},
		Steps: func(e *acctest.Env) []resource.TestStep {
			steps := []resource.TestStep{
				{Config: e.Config(resHCL()), ConfigStateChecks: same},
				{
					Config: e.Config(resHCL("run_once = true")), ConfigPlanChecks: resPlan(acctest.By(e, resReplace, resUpdate)),
					ConfigStateChecks: same,
				},
				{
					Config: e.Config(resHCL("run_once = true")), ResourceName: resAddress, ImportState: true,
					ImportStateKind: resource.ImportBlockWithResourceIdentity,
				},
			}
			// Without the text, the first apply after an import sends it: TestAccScriptImportedWithoutItsText.
			return acctest.By(e, steps, steps[:2])
		},
	})
}
