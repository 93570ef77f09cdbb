package template_test

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

// one returns a data source with the given lines, and an output with the ID.
func one(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_template" %[1]q {
  %[2]s
}
output %[1]q {
  value = data.paperspace_template.%[1]s.id
}
`, name, strings.Join(lines, "\n  "))
}

func day(date string) time.Time {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return at
}

func TestAccTemplate(t *testing.T) {
	cases := map[string]struct{ lines, want string }{
		"by_id":                       {`id = "tmlbox18"`, "tmlbox18"},
		"by_name":                     {`name = "paperspace/tnolabel"`, "tnolabel"},
		"by_label":                    {`label = "Ubuntu 20.04"`, "t0nspur5"},
		"by_os":                       {`os = "CentOS 7"`, "tnolabel"},
		"by_date":                     {`dt_created = "2018-05-02T08:00:00.120Z"`, "t04azgph"},
		"by_team":                     {`team_id = "te456def"`, "t456def"},
		"by_regions_code":             {`region = "ny2"`, "t456def"},
		"by_regions_name":             {`region = "east coast (ny2)"`, "t456def"},
		"without_a_label":             {`label = "null"`, "tnolabel"},
		"by_two_properties":           {"label = \"ML in a Box\"\n  os = \"Ubuntu 18.04\"", "tmlbox18"},
		"the_newest_of_two":           {"label = \"ML in a Box\"\n  most_recent = true", "tmlbox20"},
		"the_newest_of_one":           {"label = \"Ubuntu 20.04\"\n  most_recent = true", "t0nspur5"},
		"the_newest_of_all":           {"most_recent = true", "tmlbox20"},
		"one_and_the_newest_unwanted": {"label = \"Ubuntu 20.04\"\n  most_recent = false", "t0nspur5"},
	}
	coreOnly := []string{"by_name", "by_team", "without_a_label"} // see TestAccTemplates
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, Steps: func(e *acctest.Env) []resource.TestStep {
			config, checks := "", []resource.TestCheckFunc{}
			for name, c := range acctest.ByName(cases) {
				if e.V1() && slices.Contains(coreOnly, name) {
					continue
				}
				config += one(name, c.lines)
				checks = append(checks, resource.TestCheckOutput(name, c.want))
			}
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		}})
}

func TestAccTemplateProperties(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: []string{"core"}, Steps: func(e *acctest.Env) []resource.TestStep {
		const found = "data.paperspace_template.id"
		return []resource.TestStep{
			{Config: e.Config(one("id", `label = "New Template 1"`)), Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(found, "name", "t456def"),
				resource.TestCheckResourceAttr(found, "os", "Ubuntu 14.04.5 LTS; uname: 4.2.0-27-generic; distro: ubuntu; major: 14; minor: 04"),
				resource.TestCheckResourceAttr(found, "dt_created", "2017-02-06T18:46:44.882Z"),
				resource.TestCheckResourceAttr(found, "team_id", "te456def"),
				resource.TestCheckResourceAttr(found, "region", "East Coast (NY2)"),
				resource.TestCheckNoResourceAttr(found, "user_id"),
				resource.TestCheckNoResourceAttr(found, "most_recent"),
			)},
			// A property that was filtered by the text "null" is null.
			{Config: e.Config(one("id", `label = "null"`)), Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(found, "name", "paperspace/tnolabel"),
				resource.TestCheckNoResourceAttr(found, "label"),
				resource.TestCheckNoResourceAttr(found, "region"),
			)},
		}
	}})
}

// With API v1, the name is the label, and a template has no owner.
func TestAccTemplateOfV1(t *testing.T) {
	const custom, public = "data.paperspace_template.custom", "data.paperspace_template.public"
	parent := func(e *acctest.Env) {
		e.ChangeTemplate("t456def", func(t *psfake.Template) { t.MachineID, t.SizeGB = "psold123", 100 })
	}
	acctest.Run(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: parent, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config: e.Config(one("custom", `name = "New Template 1"`, `custom = true`) + one("public", `label = "Windows 10"`)),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(custom, "id", "t456def"),
				resource.TestCheckResourceAttr(custom, "label", "New Template 1"),
				resource.TestCheckResourceAttr(custom, "os", "Ubuntu 14.04.5 LTS; uname: 4.2.0-27-generic; distro: ubuntu; major: 14; minor: 04"),
				resource.TestCheckResourceAttr(custom, "region", "East Coast (NY2)"),
				resource.TestCheckResourceAttr(custom, "dt_created", "2017-02-06T18:46:44.882Z"),
				resource.TestCheckNoResourceAttr(custom, "team_id"),
				resource.TestCheckNoResourceAttr(custom, "user_id"),
				resource.TestCheckResourceAttr(custom, "agent_type", "LinuxHeadless"),
				resource.TestCheckResourceAttr(custom, "custom", "true"),
				resource.TestCheckResourceAttr(custom, "default_size_gb", "100"),
				resource.TestCheckResourceAttr(custom, "parent_machine_id", "psold123"),
				resource.TestCheckTypeSetElemAttr(custom, "machine_types.*", "C5"),
				resource.TestCheckResourceAttr(public, "id", "t123abc"),
				resource.TestCheckResourceAttr(public, "agent_type", "WindowsDesktop"),
				resource.TestCheckResourceAttr(public, "custom", "false"),
				resource.TestCheckNoResourceAttr(public, "default_size_gb"),
				resource.TestCheckNoResourceAttr(public, "parent_machine_id"),
				resource.TestCheckTypeSetElemAttr(public, "machine_types.*", "P4000"),
				resource.TestCheckResourceAttr(public, "name", "Windows 10"),
				resource.TestCheckNoResourceAttr(public, "region"),
			),
		}}
	}})
}

// The errors list the templates to choose from.
func TestAccTemplateNotOne(t *testing.T) {
	cases := map[string]struct {
		lines   string
		prepare func(e *acctest.Env)
		core    bool // the expected texts are only those of CORE
		want    []string
	}{
		"none": {
			core: true, lines: "label = \"Amiga\"\n  os = \"Workbench\"",
			want: []string{
				"Template not found", `No template matches label = "Amiga" and os = "Workbench". The API key can use 37 templates:`,
				`t123abc label "Windows 10", os "Windows 10 (Server 2016)", dt_created "2017-01-03T23:41:06.801Z"`,
				`tnolabel os "CentOS 7", dt_created "2018-09-10T11:12:13.140Z"`, "t456def",
			},
		},
		"none, although the newest would do": {
			lines: "label = \"Amiga\"\n  most_recent = true",
			want:  []string{"Template not found", `No template matches label = "Amiga". The API key can use 37 templates:`},
		},
		"several": {
			lines: `label = "ML in a Box"`,
			want: []string{
				"Several templates match", `2 templates match label = "ML in a Box":`,
				`tmlbox18 label "ML in a Box", os "Ubuntu 18.04", dt_created "2019-03-04T05:06:07.080Z"`, "tmlbox20",
				"Add a property that only one of them has, or set most_recent = true to take the newest.",
			},
		},
		"several, and the newest unwanted": {
			lines: "label = \"ML in a Box\"\n  most_recent = false",
			want:  []string{"Several templates match", "2 templates match"},
		},
		"no property": {
			core: true,
			want: []string{"Several templates match", "No property was given, and the API key can use 37 templates:", "t123abc", "t456def", "Add a property"},
		},
		"more than fit on a screen": {
			lines: `label = "Copy"`,
			want:  []string{"30 templates match", "tcopy00", "tcopy24", "… and 5 more", "Add a property"},
		},
		"an empty text": {
			lines: `label = ""`,
			want:  []string{"Empty value", "label must not be empty. Leave it out, or set it to null, if you do not need it."},
		},
		"the service is down": {
			lines: `label = "Ubuntu 20.04"`,
			prepare: func(e *acctest.Env) {
				e.Inject(psfake.Fault{Call: "templates.list", Kind: psfake.FaultReject, Status: 403, Message: "Not for you"})
			},
			want: []string{"Failed to read templates", "Paperspace rejected the request to list templates", "Not for you", "The API key was taken from the api_key argument"},
		},
	}
	prepare := func(e *acctest.Env) {
		for i := range 30 {
			e.AddTemplate(psfake.Template{ID: fmt.Sprintf("tcopy%02d", i), Label: "Copy", OS: "Ubuntu 22.04"})
		}
	}
	acctest.Run(t, acctest.Case{Prepare: prepare, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			if c.core && e.V1() {
				continue
			}
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.prepare != nil {
						c.prepare(e)
					}
				},
				Config: e.Config(one("id", c.lines)), ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}
