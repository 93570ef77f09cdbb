package availability_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// dataSource returns a data source with the given lines.
func dataSource(name string, lines ...string) string {
	return fmt.Sprintf("\ndata \"paperspace_machine_availability\" %q {\n  %s\n}\n", name, strings.Join(lines, "\n  "))
}

// TestAccAvailability does all lookups in one configuration, because starting a CLI takes longer
// than the lookups.
func TestAccAvailability(t *testing.T) {
	cases := map[string]struct {
		machineType, line  string
		region, sent, want string
	}{
		"yes":                   {"P5000", `region = "East Coast (NY2)"`, "East Coast (NY2)", "East Coast (NY2)", "true"},
		"no":                    {"P6000", `region = "East Coast (NY2)"`, "East Coast (NY2)", "East Coast (NY2)", "false"},
		"another_region":        {"P4000", `region = "Europe (AMS1)"`, "Europe (AMS1)", "Europe (AMS1)", "true"},
		"the_providers_region":  {"V100", ``, "East Coast (NY2)", "East Coast (NY2)", "false"},
		"a_region_by_its_code":  {"A4000", `region = "ny2"`, "ny2", "East Coast (NY2)", "true"},
		"a_code_in_capitals":    {"RTX4000", `region = "AMS1"`, "AMS1", "Europe (AMS1)", "true"},
		"only_elsewhere":        {"A5000", `region = "Europe (AMS1)"`, "Europe (AMS1)", "Europe (AMS1)", "false"},
		"a_type_with_plus_sign": {"GPU+", `region = null`, "East Coast (NY2)", "East Coast (NY2)", "true"},
	}
	config, checks, sent := "", []resource.TestCheckFunc{}, map[string]string{}
	for name, c := range acctest.ByName(cases) {
		address := "data.paperspace_machine_availability." + name
		config += dataSource(name, fmt.Sprintf("machine_type = %q", c.machineType), c.line)
		sent[c.machineType] = c.sent
		checks = append(checks,
			resource.TestCheckResourceAttr(address, "available", c.want),
			resource.TestCheckResourceAttr(address, "region", c.region),
			resource.TestCheckResourceAttr(address, "machine_type", c.machineType))
	}
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Prepare: func(e *acctest.Env) {
			e.SetAvailability(psfake.EastCoast, "P6000", false)
			e.SetAvailability(psfake.EastCoast, "V100", false)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			for _, r := range e.Journal() {
				region := r.Query.Get("region")
				if e.V1() { // API v1 requires the code
					region = regionNames[region]
				}
				if region != sent[r.Query.Get("machineType")] || len(r.Query) != 2 {
					t.Errorf("sent %v", r.Query)
				}
			}
		},
	})
}

var regionNames = map[string]string{"ny2": "East Coast (NY2)", "ams1": "Europe (AMS1)"}

// The availability can change at any time, so every read sends a request.
func TestAccAvailabilityIsFresh(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		step := func(available bool) resource.TestStep {
			return resource.TestStep{
				PreConfig: func() { e.SetAvailability(psfake.EastCoast, "V100", available) },
				Config:    e.Config(dataSource("a", `machine_type = "V100"`)),
				Check:     resource.TestCheckResourceAttr("data.paperspace_machine_availability.a", "available", fmt.Sprint(available)),
			}
		}
		return []resource.TestStep{step(true), step(false), step(true)}
	}})
}

func TestAccAvailabilityNotKnown(t *testing.T) {
	cases := map[string]struct {
		lines   string
		region  string // of the provider
		prepare func(e *acctest.Env)
		core    bool // only CORE rejects it
		want    []string
	}{
		"an unknown region": {
			lines: "machine_type = \"P5000\"\n  region = \"mars1\"",
			want: []string{"Unknown region", `region = "mars1"`, `"mars1" is not a region of Paperspace. Valid values: "East Coast (NY2)", "West Coast (CA1)", "Europe (AMS1)", ` +
				`and the codes "ny2", "ca1", and "ams1". They are not case-sensitive.`},
		},
		"no region": {
			lines: `machine_type = "P5000"`, region: "null",
			want: []string{"Missing region", "Set region here, or in the provider block, or in the environment variable PAPERSPACE_REGION."},
		},
		"the provider's region is not known yet": {
			lines: `machine_type = "P5000"`, region: "terraform_data.region.output",
			want: []string{"Region not known yet", "No region is set here, and the region of the provider block depends on a value that is not known until apply. Set region here."},
		},
		"an empty region": {
			lines: "machine_type = \"P5000\"\n  region = \"\"",
			want:  []string{"Empty value", "region must not be empty."},
		},
		"a type that Paperspace rejects": {
			core: true, lines: `machine_type = "C5"`,
			want: []string{
				"Failed to read availability", "Paperspace rejected the request to read the availability of C5 in East Coast (NY2)",
				"Availability is only provided for the dedicated GPU machine types",
				"Correct what the response names, then try again.",
			},
		},
		"a response without a body": {
			lines: `machine_type = "P5000"`,
			prepare: func(e *acctest.Env) {
				e.Inject(psfake.Fault{Call: "machines.availability", Kind: psfake.FaultNoBody})
			},
			want: []string{"Failed to read availability", "read the availability of P5000", "the response is empty"},
		},
	}
	acctest.Run(t, acctest.Case{CLI: true, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			if c.core && e.V1() {
				continue
			}
			config := e.Provider("max_retries = 0") + dataSource("a", c.lines)
			if c.region != "" {
				config = strings.Replace(config, `"East Coast (NY2)"`, c.region, 1) + "resource \"terraform_data\" \"region\" {\n  input = \"ny2\"\n}\n"
			}
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.prepare != nil {
						c.prepare(e)
					}
				},
				Config: config, ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}
