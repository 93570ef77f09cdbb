package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const machine = `
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`

// later returns a provider block with one setting that is known only after another resource
// has been created. A new value of round replaces that resource.
func later(setting, value string, e *acctest.Env, round int) string {
	settings := map[string]string{
		"api_key": fmt.Sprintf("%q", acctest.Key), "endpoint": fmt.Sprintf("%q", e.Endpoint), "region": `"ny2"`,
		"poll_interval": `"10ms"`,
	}
	settings[setting] = "terraform_data.later.output"
	block := "provider \"paperspace\" {\n"
	for name, value := range settings {
		block += fmt.Sprintf("  %s = %s\n", name, value)
	}
	return fmt.Sprintf("%s}\nresource \"terraform_data\" \"later\" {\n  input            = %q\n  triggers_replace = %d\n}\n", block, value, round)
}

// If a setting comes from an object that is created in the same run, the plan works without
// Paperspace, and the apply has the value.
func TestAccUnknownSettings(t *testing.T) {
	acctest.Parallel(t)
	for setting, value := range map[string]func(e *acctest.Env) string{
		"api_key":          func(*acctest.Env) string { return acctest.Key },
		"endpoint":         func(e *acctest.Env) string { return e.Endpoint },
		"api_version":      func(*acctest.Env) string { return "core" },
		"request_timeout":  func(*acctest.Env) string { return "20s" },
		"preflight_checks": func(*acctest.Env) string { return "true" },
	} {
		t.Run(setting, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.New(t, "documented", psfake.Timings{})
			f := newFolder(t, "")
			header := readFile(t, f, "main.tf")

			f.write("main.tf", header+later(setting, value(e), e, 1)+machine)
			if errors := f.plan(); len(errors) > 0 {
				t.Fatalf("a plan that creates: %+v", errors)
			}
			if n := len(e.Journal()); n > 0 {
				t.Errorf("%d requests by a plan that does not know %s", n, setting)
			}
			if said, ok := f.run("apply", "-auto-approve"); !ok {
				t.Fatalf("apply:\n%s", said)
			}
			id := e.Only(t).ID

			// The setting becomes unknown again while the machine exists.
			f.write("main.tf", header+later(setting, value(e), e, 2)+machine)
			e.ResetJournal()
			said, ok := f.run("plan")
			if !ok || !strings.Contains(said, "Failed to refresh machine") || !strings.Contains(said, "1 to add, 0 to change, 1 to destroy") {
				t.Errorf("a plan that changes only the setting's source:\n%s", said)
			}
			if words := strings.Join(strings.Fields(strings.ReplaceAll(said, "│", "")), " "); !strings.Contains(words,
				"The state of machine "+id+" is taken as it is. The provider setting "+setting+" depends on a value that is not known until apply.") {
				t.Errorf("does not say why:\n%s", said)
			}
			if n := len(e.Journal()); n > 0 {
				t.Errorf("%d requests by a plan that does not know %s", n, setting)
			}
			if said, ok = f.run("apply", "-auto-approve"); !ok {
				t.Fatalf("second apply:\n%s", said)
			}
			if n := e.Journal().Writes(); len(n) > 0 || e.Only(t).ID != id {
				t.Errorf("the machine was touched: %+v", n)
			}
		})
	}
}

// Operations that need Paperspace during the plan return an error that says so.
func TestAccUnknownSettingsNeeded(t *testing.T) {
	acctest.Parallel(t)
	const (
		depends = " depends on a value that is not known until apply. Apply that first, for instance with -target, or set a value that is known while planning."
		title   = "Provider configuration not known yet"
	)
	for name, c := range map[string]struct{ hcl, want string }{
		"templates":    {`data "paperspace_templates" "a" {}`, "Cannot list templates: the provider setting endpoint" + depends},
		"a template":   {`data "paperspace_template" "a" {}`, "Cannot look up a template: the provider setting endpoint" + depends},
		"availability": {"data \"paperspace_machine_availability\" \"a\" {\n  machine_type = \"P4000\"\n}", "Cannot read the availability of machines: the provider setting endpoint" + depends},
		"an import":    {machine + "import {\n  to = paperspace_machine.m\n  id = \"ps1\"\n}", "Cannot import a machine: the provider setting endpoint" + depends},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.New(t, "documented", psfake.Timings{})
			p := newFolder(t, later("endpoint", e.Endpoint, e, 1)+c.hcl+"\n").planFails()
			if p.Summary != title || p.Detail != c.want {
				t.Errorf("%s\n%s\nwant\n%s", p.Summary, p.Detail, c.want)
			}
			if n := len(e.Journal()); n > 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// The region and the team of the provider are defaults for new objects. As filters they
// would hide every public template.
func TestAccDefaultsAreNoFilters(t *testing.T) {
	acctest.Parallel(t)
	for _, where := range []string{"configured", "variables"} {
		t.Run(where, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.New(t, "documented", psfake.Timings{})
			lines := []string{endpoint(e.Endpoint), `region = "ams1"`, `team_id = "te456def"`}
			var env []string
			if where == "variables" {
				lines, env = lines[:1], []string{"PAPERSPACE_REGION=ams1", "PAPERSPACE_TEAM_ID=te456def"}
			}
			f := newFolder(t, block(lines...)+`
data "paperspace_template" "one" {
  label = "Ubuntu 20.04"
}
data "paperspace_machine_availability" "a" {
  machine_type = "V100"
}
output "found" {
  value = "${length(data.paperspace_templates.all.templates)} ${data.paperspace_template.one.id} ${data.paperspace_machine_availability.a.region}"
}
`, append(env, "PAPERSPACE_API_KEY="+acctest.Key)...)
			if said, ok := f.run("apply", "-auto-approve"); !ok {
				t.Fatal(said)
			}
			if said, _ := f.run("output", "-raw", "found"); said != "7 t0nspur5 ams1" {
				t.Errorf("found %q", said)
			}
			for _, r := range e.Journal().Of("templates.*") {
				if r.Query.Has("region") || r.Query.Has("teamId") {
					t.Errorf("sent %v", r.Query)
				}
			}
		})
	}
}
