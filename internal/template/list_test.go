package template_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The public templates of the fake server, in its order.
const public = "t123abc t04azgph t0nspur5 tmlbox18 tmlbox20 tnolabel"

const everything = public + " t456def tmine"

// list returns a data source with the given lines, and an output with the IDs in order.
func list(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_templates" %[1]q {
  %[2]s
}
output %[1]q {
  value = join(" ", data.paperspace_templates.%[1]s.templates[*].id)
}
`, name, strings.Join(lines, "\n  "))
}

// TestAccTemplates does all lookups in one configuration, because starting a CLI takes longer than
// the lookups.
func TestAccTemplates(t *testing.T) {
	cases := map[string]struct{ lines, want string }{
		"all":                   {"", everything},
		"by_id":                 {`id = "tmlbox18"`, "tmlbox18"},
		"by_name":               {`name = "paperspace/tnolabel"`, "tnolabel"},
		"by_label":              {`label = "ML in a Box"`, "tmlbox18 tmlbox20"},
		"by_os":                 {`os = "Ubuntu 18.04"`, "t04azgph tmlbox18"},
		"by_date":               {`dt_created = "2018-05-02T08:00:00.120Z"`, "t04azgph"},
		"by_team":               {`team_id = "te456def"`, "t456def tmine"},
		"by_user":               {`user_id = "u123abc"`, "tmine"},
		"by_regions_name":       {`region = "East Coast (NY2)"`, "t456def"},
		"by_regions_code":       {`region = "ny2"`, "t456def"},
		"by_another_region":     {`region = "Europe (AMS1)"`, "tmine"},
		"by_two_properties":     {"label = \"ML in a Box\"\n  os = \"Ubuntu 20.04\"", "tmlbox20"},
		"without_a_label":       {`label = "null"`, "tnolabel"},
		"without_a_team":        {`team_id = "null"`, public},
		"without_a_user":        {`user_id = "null"`, public + " t456def"},
		"without_a_region":      {`region = "null"`, public},
		"a_filter_that_is_null": {`label = null`, everything},
		"a_part_is_no_match":    {`label = "ML in"`, ""},
		"case_matters":          {`label = "ml in a box"`, ""},
		"none":                  {`label = "Amiga"`, ""},

		"by_agent_type":         {`agent_type = "windowsdesktop"`, acctest.Rejected},
		"custom_ones":           {`custom = true`, acctest.Rejected},
		"public_ones":           {`custom = false`, acctest.Rejected},
		"by_default_size":       {`default_size_gb = 100`, acctest.Rejected},
		"by_parent":             {`parent_machine_id = "psold123"`, acctest.Rejected},
		"without_a_parent":      {"custom = true\n  parent_machine_id = \"null\"", acctest.Rejected},
		"custom_ones_by_region": {"custom = true\n  region = \"ams1\"", acctest.Rejected},
	}
	// In API v1, the name is the same as the label, templates have no owners, and the list is
	// sorted by name. Only API v1 shows the origin of a template.
	const publicV1 = "tnolabel tmlbox18 tmlbox20 t04azgph t0nspur5 t123abc"
	const everythingV1 = publicV1 + " t456def tmine"
	v1 := map[string]string{
		"all": everythingV1, "a_filter_that_is_null": everythingV1,
		"without_a_region": publicV1, "by_os": "tmlbox18 t04azgph",
		"by_name": "", "without_a_label": "",
		"by_agent_type": "t123abc", "custom_ones": "t456def tmine", "public_ones": publicV1, "by_default_size": "tmine", "by_parent": "tmine",
		"without_a_parent": "t456def", "custom_ones_by_region": "tmine",
		"by_team": acctest.Rejected, "by_user": acctest.Rejected, "without_a_team": acctest.Rejected, "without_a_user": acctest.Rejected,
	}
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Prepare: func(e *acctest.Env) {
			e.AddTemplate(psfake.Template{
				ID: "tmine", Label: "Mine", OS: "Ubuntu 22.04", TeamID: "te456def", UserID: "u123abc", Region: psfake.Europe,
				MachineID: "psold123", SizeGB: 100,
			})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			config, checks := "", []resource.TestCheckFunc{}
			for name, c := range acctest.ByName(cases) {
				want := e.Want(name, c.want, v1)
				if want == acctest.Rejected {
					continue
				}
				config += list(name, c.lines)
				checks = append(checks, resource.TestCheckOutput(name, want))
			}
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
	})
}

// All properties are set, except for those that a public template does not have. The properties of
// API v1 are in TestAccTemplateOfV1.
func TestAccTemplatesProperties(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: []string{"core"}, Steps: func(e *acctest.Env) []resource.TestStep {
		const all = "data.paperspace_templates.ids"
		return []resource.TestStep{{
			Config: e.Config(list("ids")),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(all, "templates.#", "7"),
				resource.TestCheckResourceAttr(all, "templates.0.id", "t123abc"),
				resource.TestCheckResourceAttr(all, "templates.0.name", "paperspace/t123abc"),
				resource.TestCheckResourceAttr(all, "templates.0.label", "Windows 10"),
				resource.TestCheckResourceAttr(all, "templates.0.os", "Windows 10 (Server 2016)"),
				resource.TestCheckResourceAttr(all, "templates.0.dt_created", "2017-01-03T23:41:06.801Z"),
				resource.TestCheckNoResourceAttr(all, "templates.0.team_id"),
				resource.TestCheckNoResourceAttr(all, "templates.0.user_id"),
				resource.TestCheckNoResourceAttr(all, "templates.0.region"),
				resource.TestCheckNoResourceAttr(all, "templates.0.agent_type"),
				resource.TestCheckNoResourceAttr(all, "templates.6.custom"),
				resource.TestCheckNoResourceAttr(all, "templates.6.default_size_gb"),
				resource.TestCheckNoResourceAttr(all, "templates.6.machine_types.0"),
				resource.TestCheckNoResourceAttr(all, "templates.5.label"),
				resource.TestCheckResourceAttr(all, "templates.6.id", "t456def"),
				resource.TestCheckResourceAttr(all, "templates.6.name", "t456def"),
				resource.TestCheckResourceAttr(all, "templates.6.team_id", "te456def"),
				resource.TestCheckResourceAttr(all, "templates.6.region", "East Coast (NY2)"),
			),
		}}
	}})
}

// The provider sends the filters, so that Paperspace does not return the whole list. API v1 has no
// filters for templates.
func TestAccTemplatesFiltersAreSent(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"core"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{Config: e.Config(list("ids", `label = "ML in a Box"`, `region = "null"`))}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			for _, r := range e.Journal() {
				if got := r.Query.Encode(); got != "label=ML+in+a+Box&region=null" {
					t.Errorf("sent %q", got)
				}
			}
		},
	})
}

// Lists are not cached: the next read returns a new template.
func TestAccTemplatesAreFresh(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		config := e.Config(list("ids", `label = "Golden image"`) + one("id", `label = "Golden image"`, `most_recent = true`))
		add := func(id, created string) func() {
			return func() {
				e.AddTemplate(psfake.Template{ID: id, Label: "Golden image", OS: "Ubuntu 22.04", Created: day(created)})
			}
		}
		return []resource.TestStep{
			{PreConfig: add("tgold1", "2024-01-02"), Config: config, Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckOutput("ids", "tgold1"), resource.TestCheckOutput("id", "tgold1"))},
			{PreConfig: add("tgold2", "2024-01-03"), Config: config, Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckOutput("ids", "tgold1 tgold2"), resource.TestCheckOutput("id", "tgold2"))},
		}
	}})
}
