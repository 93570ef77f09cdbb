package script_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const dataText = "#!/bin/sh\necho \"hëllo\" <\t&> \\\n"

// addScripts adds scripts that differ in all attributes, and machines that run them.
func addScripts(e *acctest.Env) {
	day := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	e.AddScript(psfake.Script{ID: "schello", Name: "hello", Description: "Says hello", Text: dataText, Created: day})
	e.AddScript(psfake.Script{ID: "scold", Name: "hello", Text: "echo old", Disabled: true})
	e.AddScript(psfake.Script{ID: "scteam", Name: "team", Text: "exit", RunOnce: true, OwnerType: "team", OwnerID: "te456def"})
	e.AddMachine(psfake.Machine{ID: "ps1", Name: "one", ScriptID: "schello"})
	e.AddMachine(psfake.Machine{ID: "ps2", Name: "two", ScriptID: "schello"})
}

func dataSourceList(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_scripts" %[1]q {
  %[2]s
}
output %[1]q {
  value = join(" ", data.paperspace_scripts.%[1]s.scripts[*].id)
}
`, name, strings.Join(lines, "\n  "))
}

func dataSourceOne(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_script" %[1]q {
  %[2]s
}
output %[1]q {
  value = data.paperspace_script.%[1]s.id
}
`, name, strings.Join(lines, "\n  "))
}

// TestAccDataScripts does all lookups in one configuration, because starting a CLI takes longer than the lookups.
func TestAccDataScripts(t *testing.T) {
	cases := map[string]struct{ config, want string }{
		"all":                   {dataSourceList("all"), "schello scold scteam"},
		"by_id":                 {dataSourceList("by_id", `id = "scold"`), "scold"},
		"by_name":               {dataSourceList("by_name", `name = "hello"`), "schello scold"},
		"by_description":        {dataSourceList("by_description", `description = "Says hello"`), "schello"},
		"without_a_description": {dataSourceList("without_a_description", `description = "null"`), "scold scteam"},
		"by_owners_type":        {dataSourceList("by_owners_type", `owner_type = "team"`), "scteam"},
		"by_owner":              {dataSourceList("by_owner", `owner_id = "u123abc"`), "schello scold"},
		"by_date":               {dataSourceList("by_date", `dt_created = "2020-01-02T03:04:05Z"`), "schello"},
		"enabled":               {dataSourceList("enabled", `is_enabled = true`), "schello scteam"},
		"disabled":              {dataSourceList("disabled", `is_enabled = false`), "scold"},
		"run_once":              {dataSourceList("run_once", `run_once = true`), "scteam"},
		"run_always":            {dataSourceList("run_always", `run_once = false`), "schello scold"},
		"none":                  {dataSourceList("none", `name = "hell"`), ""},
		"one_by_id":             {dataSourceOne("one_by_id", `id = "schello"`), "schello"},
		"one_by_name":           {dataSourceOne("one_by_name", `name = "team"`), "scteam"},
		"one_by_two":            {dataSourceOne("one_by_two", `name = "hello"`, `is_enabled = false`), "scold"},
	}
	const one, two, listed = "data.paperspace_script.one_by_id", "data.paperspace_script.one_by_two", "data.paperspace_scripts.by_date"
	checks := []resource.TestCheckFunc{
		resource.TestCheckResourceAttr(one, "machine_ids.#", "2"),
		resource.TestCheckResourceAttr(one, "machine_ids.0", "ps1"),
		resource.TestCheckResourceAttr(one, "machine_ids.1", "ps2"),
		resource.TestCheckResourceAttr(two, "machine_ids.#", "0"),
		resource.TestCheckNoResourceAttr(two, "description"),
		resource.TestCheckNoResourceAttr("data.paperspace_scripts.all", "is_enabled"),
	}
	for name, want := range map[string]string{
		"id": "schello", "name": "hello", "description": "Says hello",
		"dt_created": "2020-01-02T03:04:05.000Z", "is_enabled": "true", "run_once": "false",
	} {
		checks = append(checks, resource.TestCheckResourceAttr(one, name, want), resource.TestCheckResourceAttr(listed, "scripts.0."+name, want))
	}
	v1 := map[string]string{"by_owners_type": acctest.Rejected, "by_owner": acctest.Rejected}
	onlyCoreReturns := map[string]string{"script_text": dataText, "owner_type": "user", "owner_id": "u123abc"}
	acctest.Run(t, acctest.Case{
		Prepare: addScripts,
		Steps: func(e *acctest.Env) []resource.TestStep {
			config, checks := "", slices.Clone(checks)
			for name, c := range acctest.ByName(cases) {
				want := e.Want(name, c.want, v1)
				if want == acctest.Rejected {
					continue
				}
				config += c.config
				checks = append(checks, resource.TestCheckOutput(name, want))
			}
			for name, want := range onlyCoreReturns {
				if e.V1() {
					checks = append(checks, resource.TestCheckNoResourceAttr(one, name))
				} else {
					checks = append(checks, resource.TestCheckResourceAttr(one, name, want))
				}
			}
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if e.V1() {
				return // the only filter of API v1 is by name, and it matches parts of names
			}
			seen := map[string]bool{}
			for _, r := range e.Journal().Of("scripts.list") {
				for name := range r.Query {
					seen[name] = true
				}
			}
			for _, name := range []string{"id", "ownerType", "ownerId", "name", "description", "dtCreated", "isEnabled", "runOnce"} {
				if !seen[name] {
					t.Errorf("the filter %s was never sent: %v", name, seen)
				}
			}
		},
	})
}

// The errors list the scripts to choose from.
func TestAccDataScriptWithoutOneMatch(t *testing.T) {
	cases := map[string]struct {
		lines, call string
		want        []string
	}{
		"none": {
			lines: `name = "bye"`,
			want: []string{"Script not found", `No script matches name = "bye". The API key can see 3 scripts:`,
				`schello name "hello", description "Says hello", dt_created "2020-01-02T03:04:05.000Z"`, "scold", "scteam"},
		},
		"an unknown id": {lines: `id = "sc0"`, want: []string{"Script not found", `No script matches id = "sc0".`}},
		"several": {
			lines: `name = "hello"`,
			want:  []string{"Several scripts match", `2 scripts match name = "hello":`, "schello", "scold", "Add a property that only one of them has."},
		},
		"no property": {want: []string{"Several scripts match", "No property was given, and the API key can see 3 scripts:"}},
		"no list": {
			lines: `name = "team"`, call: "scripts.list",
			want: []string{"Failed to read scripts", "Paperspace rejected the request to list scripts", "Not now"},
		},
		"no script": {
			lines: `name = "team"`, call: "scripts.show",
			want: []string{"Failed to read script", "Paperspace rejected the request to read script scteam", "Not now"},
		},
		"no text": {
			lines: `name = "team"`, call: "scripts.text",
			want: []string{"Failed to read script", "Paperspace rejected the request to read the text of script scteam", "Not now"},
		},
	}
	acctest.Run(t, acctest.Case{Prepare: addScripts, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			if c.call == "scripts.text" && e.V1() {
				continue
			}
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.call != "" {
						e.Inject(psfake.Fault{Call: c.call, Kind: psfake.FaultReject, Message: "Not now"})
					}
				},
				Config: e.Config(dataSourceOne("id", c.lines)), ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}
