package network_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// europe adds a network in Europe with the name of a network that always exists.
func europe(e *acctest.Env) {
	e.AddNetwork(psfake.Network{
		ID: "neu", Name: "Lab", Region: psfake.Europe, Network: "10.70.0.0", Netmask: "255.255.0.0", TeamID: "te456def",
		Created: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC),
	})
}

func list(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_networks" %[1]q {
  %[2]s
}
output %[1]q {
  value = join(" ", data.paperspace_networks.%[1]s.networks[*].id)
}
`, name, strings.Join(lines, "\n  "))
}

func one(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_network" %[1]q {
  %[2]s
}
output %[1]q {
  value = data.paperspace_network.%[1]s.id
}
`, name, strings.Join(lines, "\n  "))
}

// TestAccNetworks does all lookups in one configuration, because starting a CLI takes longer than the lookups.
func TestAccNetworks(t *testing.T) {
	cases := map[string]struct{ config, want string }{
		"all":               {list("all"), "n789ghi n123abc neu"},
		"by_name":           {list("by_name", `name = "Lab"`), "n123abc neu"},
		"by_regions_code":   {list("by_regions_code", `region = "ny2"`), "n789ghi n123abc"},
		"by_regions_name":   {list("by_regions_name", `region = "Europe (AMS1)"`), "neu"},
		"by_address":        {list("by_address", `network = "10.64.22.0"`), "n123abc"},
		"by_mask":           {list("by_mask", `netmask = "255.255.0.0"`), "neu"},
		"by_team":           {list("by_team", `team_id = "te456def"`), "n789ghi n123abc neu"},
		"by_date":           {list("by_date", `dt_created = "2017-02-01T10:11:12.130Z"`), "n123abc"},
		"by_id":             {list("by_id", `id = "neu"`), "neu"},
		"none":              {list("none", `name = "Cellar"`), ""},
		"without_a_name":    {list("without_a_name", `name = "null"`), ""},
		"one_by_name":       {one("one_by_name", `name = "Default network"`), "n789ghi"},
		"one_by_two":        {one("one_by_two", `name = "Lab"`, `region = "AMS1"`), "neu"},
		"one_by_id":         {one("one_by_id", `id = "neu"`), "neu"},
		"one_by_its_region": {one("one_by_its_region", `region = "ams1"`), "neu"},
	}
	v1 := map[string]string{"by_team": acctest.Rejected}
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Prepare: europe,
		Steps: func(e *acctest.Env) []resource.TestStep {
			config, checks := "", []resource.TestCheckFunc{
				resource.TestCheckResourceAttr("data.paperspace_networks.by_regions_code", "region", "ny2"),
				resource.TestCheckResourceAttr("data.paperspace_networks.by_regions_code", "networks.0.region", "East Coast (NY2)"),
			}
			for name, c := range acctest.ByName(cases) {
				want := e.Want(name, c.want, v1)
				if want == acctest.Rejected {
					continue
				}
				config += c.config
				checks = append(checks, resource.TestCheckOutput(name, want))
			}
			checks = append(checks, isEurope(e, "data.paperspace_networks.by_mask", "networks.0.")...)
			checks = append(checks, isEurope(e, "data.paperspace_network.one_by_id", "")...)
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			seen := map[string]bool{}
			for _, r := range e.Journal() {
				for name := range r.Query {
					seen[name] = true
				}
			}
			for _, name := range acctest.By(e, []string{"id", "name", "region", "dtCreated", "network", "netmask", "teamId"}, []string{"name"}) {
				if !seen[name] {
					t.Errorf("the filter %s was never sent: %v", name, seen)
				}
			}
		},
	})
}

// isEurope checks all attributes of the network in Europe.
func isEurope(e *acctest.Env, found, prefix string) (checks []resource.TestCheckFunc) {
	for name, want := range map[string]string{
		"id": "neu", "name": "Lab", "region": "Europe (AMS1)", "network": "10.70.0.0", "netmask": "255.255.0.0",
		"team_id": "te456def", "dt_created": "2020-01-02T03:04:05.000Z",
	} {
		if name == "team_id" && e.V1() {
			checks = append(checks, resource.TestCheckNoResourceAttr(found, prefix+name))
			continue
		}
		checks = append(checks, resource.TestCheckResourceAttr(found, prefix+name, want))
	}
	return checks
}

// The errors list the networks to choose from.
func TestAccNetworkLookupWithoutOneMatch(t *testing.T) {
	cases := map[string]struct {
		lines, state string
		want         []string
	}{
		"none": {
			lines: "name = \"Lab\"\n  region = \"ca1\"",
			want: []string{"Network not found", `No network matches name = "Lab" and region = "ca1". The API key can see 3 networks:`,
				`n789ghi name "Default network", region "East Coast (NY2)", network "10.64.21.0"`, "n123abc", "neu"},
		},
		"several": {
			lines: `name = "Lab"`,
			want: []string{"Several networks match", `2 networks match name = "Lab":`, `n123abc name "Lab", region "East Coast (NY2)"`,
				`neu name "Lab", region "Europe (AMS1)"`, "Add a property that only one of them has."},
		},
		"no property": {want: []string{"Several networks match", "No property was given, and the API key can see 3 networks:"}},
		"an empty id": {lines: `id = ""`, want: []string{"Empty value", "id must not be empty."}},
		"an empty response": {
			lines: `name = "Lab"`, state: "broken",
			want: []string{"Failed to read networks", "The response to the request to list", "the response is empty"},
		},
	}
	acctest.Run(t, acctest.Case{Prepare: europe, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.state != "" {
						e.Inject(psfake.Fault{Call: "networks.list", Kind: psfake.FaultNoBody})
					}
				},
				Config: e.Provider("max_retries = 0") + one("id", c.lines), ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}
