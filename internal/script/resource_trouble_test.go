package script_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	fwresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/script"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// However the response of a create is lost, one script exists afterward.
func TestAccScriptLostResponse(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultCutAfter, psfake.FaultHTMLAfter, psfake.FaultNoBody} {
		t.Run(string(kind), func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := e.Config(resHCL(acctest.By(e, `description = "d"`, "")))
					return []resource.TestStep{
						{
							PreConfig: func() { e.Inject(psfake.Fault{Call: "scripts.create", Kind: kind, Times: 1}) },
							Config:    config,
							Check: resource.ComposeTestCheckFunc(resSent(t, e, "scripts.create"), func(s *terraform.State) error {
								if got, want := s.RootModule().Resources[resAddress].Primary.ID, resOnly(t, e).ID; got != want {
									return fmt.Errorf("the state has %s, the server %s", got, want)
								}
								return nil
							}),
						},
						{Config: config, ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
					}
				},
				After: resNoneLeft,
			})
		})
	}
}

// A destroy whose response is lost is retried, and "not found" then means success. This is also true for a script
// that another client destroyed in the meantime.
func TestAccScriptDestroyWhoseResponseIsLost(t *testing.T) {
	for name, fault := range map[string]psfake.Fault{
		"response lost":     {Call: "scripts.destroy", Kind: psfake.FaultCutAfter, Times: 1},
		"response lost, 4x": {Call: "scripts.destroy", Kind: psfake.FaultStatusAfter, Status: 500, Times: 4},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Steps: func(e *acctest.Env) []resource.TestStep {
					return []resource.TestStep{
						{Config: e.Config(resHCL())},
						{PreConfig: func() { e.Inject(fault) }, Config: e.Config(resHCL()), Destroy: true},
					}
				},
				After: resNoneLeft,
			})
		})
	}
}

func TestAccScriptWrongIDs(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Steps: func(e *acctest.Env) []resource.TestStep {
			// API v1 attaches a script after its create, in an update.
			attached := resource.TestStep{Config: e.Config(resHCL(`machine_id = "psnothere"`)), ExpectError: acctest.InOrder("Failed to create script", `machine_id = "psnothere"`, "Check machine_id")}
			if e.V1() {
				attached.ExpectError, attached.ExpectNonEmptyPlan = nil, true
			}
			return []resource.TestStep{
				{
					Config: e.Config(resHCL()), ResourceName: resAddress, ImportState: true, ImportStateId: "scnothere",
					ExpectError: acctest.InOrder(`No script has the ID "scnothere"`, "Nothing was imported"),
				},
				{Config: e.Config(resHCL(`machine_id = ""`)), PlanOnly: true, ExpectError: resSays("machine_id must not be empty")},
				{Config: e.Config(strings.Replace(resHCL(), `"s"`+"\n", `""`+"\n", 1)), PlanOnly: true, ExpectError: resSays("name must not be empty")},
				attached,
			}
		},
		After: resNoneLeft,
	})
}

// A server that responds with "not found" to every request, such as a retired host or a wrong endpoint, does not
// empty the state.
func TestAccScriptStaysInTheStateIfNothingIsFound(t *testing.T) {
	for name, fault := range map[string]psfake.Fault{
		"404 in the form of the API": {Kind: psfake.FaultReject, Status: 404, Message: "Not found"},
		"404 as a web page":          {Kind: psfake.FaultHTML, Status: 404},
		"no text":                    {Call: "scripts.text", Kind: psfake.FaultHTML, Status: 200},
		"403":                        {Kind: psfake.FaultReject, Status: 403, Message: "Forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			var versions []string
			if fault.Call == "scripts.text" {
				versions = replaces
			}
			acctest.Run(t, acctest.Case{
				APIVersions: versions,
				Behaviors:   []string{"observed"},
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := e.Provider("max_retries = 0") + resHCL()
					return []resource.TestStep{
						{Config: config},
						{PreConfig: func() { e.Inject(fault) }, Config: config, ExpectError: resSays("Failed to read script")},
						{PreConfig: e.ClearFaults, Config: config, ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan())},
					}
				},
			})
		})
	}
}

// A show that does not find a script does not remove it from the state if the list contains it.
func TestAccScriptInTheListStaysInTheState(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(resHCL())},
				{
					PreConfig: func() {
						for _, call := range []string{"scripts.show", "scripts.text"} {
							e.Inject(psfake.Fault{Call: call, Kind: psfake.FaultReject, Status: 404, Message: "Script not found"})
						}
					},
					Config: e.Config(resHCL()), ConfigPlanChecks: resPlan(plancheck.ExpectEmptyPlan()),
				},
			}
		},
	})
}

// A warning reports that a script is gone. It has more text if the list is empty.
func TestAccDeletedScriptIsReported(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(resHCL()))
	w.MustRun("apply", "-auto-approve")
	gone := resOnly(t, w.Env).ID
	w.RemoveScript(gone)
	out := w.MustRun("plan")
	w.Expect(out, `Script "s" (`+gone+") no longer exists", "Paperspace lists no script at all", "belongs to the right team", "1 to add")
	w.AddScript(psfake.Script{Name: "other", Text: "x"})
	if out = w.MustRun("plan"); strings.Contains(out, "no script at all") {
		t.Errorf("the list has a script:\n%s", out)
	}
}

// The text can be a secret. No log and no message contains it, not even if Paperspace quotes it.
func TestAccScriptTextIsNowhere(t *testing.T) {
	const needle = "hunter2-c0ffee"
	w := acctest.NewWorkspace(t, "documented")
	config := w.Provider("max_retries = 0") + `
variable "text" {
  type      = string
  sensitive = true
}
resource "paperspace_script" "s" {
  name        = "s"
  script_text = var.text
}
`
	w.Write(config)
	w.Setenv("TF_VAR_text", "#!/bin/bash\nexport TOKEN="+needle+"\n")
	w.Setenv("TF_LOG_PROVIDER", "TRACE")
	w.Setenv("TF_LOG_PATH", w.Path("trace.log"))
	quote := w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultReject, Message: "line 2: export TOKEN=" + needle + " is not allowed"})
	out, err := w.Run("apply", "-auto-approve")
	if err == nil {
		t.Error("the create was not rejected")
	}
	w.Expect(out, "[redacted] is not allowed")
	quote()
	out += w.MustRun("apply", "-auto-approve")
	w.Setenv("TF_VAR_text", strings.Repeat(needle+"\n", 1200))
	long, err := w.Run("plan")
	if err == nil {
		t.Error("the text is not too long")
	}
	w.Expect(long, "Script too long")
	out += long
	w.Setenv("TF_VAR_text", "echo "+needle)
	out += w.MustRun("apply", "-auto-approve")
	out += w.MustRun("destroy", "-auto-approve")
	log, err := os.ReadFile(w.Path("trace.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "/scripts/createScript") {
		t.Error("the log lacks the provider's requests, so that a secret could not be in it")
	}
	for where, text := range map[string]string{"output": out, "log": string(log)} {
		if i := strings.Index(text, needle); i >= 0 {
			t.Errorf("the text is in the %s: %s", where, text[max(0, i-300):i+len(needle)])
		}
	}
}

// A state of the provider Paperspace/paperspace 0.4 can be used: the migration needs only replace-provider.
func TestAccScriptOfTheOfficialProvider(t *testing.T) {
	acctest.Parallel(t)
	const old = `{
  "version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "7c31e9aa-0000-4000-8000-000000000000", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "paperspace_script", "name": "s",
    "provider": "provider[\"registry.terraform.io/paperspace/paperspace\"]",
    "instances": [{
      "schema_version": 0,
      "attributes": {
        "description": %s, "dt_created": "2026-11-22T01:05:53.676Z", "id": "sc000001x", "is_enabled": %s, "name": "s",
        "owner_id": "u123abc", "owner_type": "user", "run_once": %s, "script_text": %q
      },
      "sensitive_attributes": [], "private": "bnVsbA=="
    }]
  }],
  "check_results": null
}`
	for name, c := range map[string]struct{ description, enabled, once, lines string }{
		"all set":       {`"short"`, "true", "false", `description = "short"`},
		"defaults null": {`null`, "null", "null", ""},
		"empty":         {`""`, "true", "false", `description = ""`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t, "observed")
			short := map[string]string{`"short"`: "short"}[c.description]
			w.AddScript(psfake.Script{ID: "sc000001x", Name: "s", Text: resText, Description: short})
			w.Write(w.Config(resHCL(c.lines)))
			state := fmt.Sprintf(old, c.description, c.enabled, c.once, resText)
			if err := os.WriteFile(w.Path("terraform.tfstate"), []byte(state), 0o600); err != nil {
				t.Fatal(err)
			}
			w.MustRun("state", "replace-provider", "-auto-approve", "registry.terraform.io/paperspace/paperspace", "hashicorp/paperspace")
			w.Expect(w.MustRun("plan"), "No changes")
			w.MustRun("apply", "-auto-approve")
			if n := len(w.Journal().Writes()); n != 0 {
				t.Errorf("%d writes: %v", n, w.Journal().Counts())
			}
			w.MustRun("destroy", "-auto-approve")
			resNoneLeft(t, w.Env)
		})
	}
}

// With an API version without scripts, the plan reports that in one sentence.
func TestScriptsNotOffered(t *testing.T) {
	r := script.NewResource()
	configured := &fwresource.ConfigureResponse{}
	r.(fwresource.ResourceWithConfigure).Configure(t.Context(), fwresource.ConfigureRequest{
		ProviderData: &tfx.Configured{Client: ops.NewClient(paperspace.API{Name: "v1"}, ops.Options{})},
	}, configured)
	schema := &fwresource.SchemaResponse{}
	r.Schema(t.Context(), fwresource.SchemaRequest{}, schema)
	kind := schema.Schema.Type().TerraformType(t.Context())
	planned := tfsdk.Plan{Schema: schema.Schema, Raw: tftypes.NewValue(kind, nil)}
	if diags := planned.SetAttribute(t.Context(), path.Root("name"), "s"); diags.HasError() {
		t.Fatal(diags)
	}
	resp := &fwresource.ModifyPlanResponse{Plan: planned}
	r.(fwresource.ResourceWithModifyPlan).ModifyPlan(t.Context(), fwresource.ModifyPlanRequest{
		Plan: planned, State: tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(kind, nil)},
	}, resp)
	if resp.Diagnostics.ErrorsCount() != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "API v1 cannot manage paperspace_script") {
		t.Errorf("%v", resp.Diagnostics)
	}
}
