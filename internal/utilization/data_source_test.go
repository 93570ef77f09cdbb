package utilization_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func dataSource(name, id, month string) string {
	return fmt.Sprintf(`
data "paperspace_machine_utilization" %q {
  machine_id    = %q
  billing_month = %s
}
`, name, id, month)
}

// used adds a machine that ran for two days and a quarter of a second, starting on the last day of
// November 2023.
func used(e *acctest.Env) {
	begin := time.Date(2023, 11, 30, 0, 0, 0, 0, time.UTC)
	e.AddMachine(psfake.Machine{
		ID: "ps1", Name: "web", Created: begin, State: psfake.StateOff,
		Runs: []psfake.Span{{Begin: begin, End: begin.Add(48*time.Hour + 250*time.Millisecond)}},
	})
}

// coreOnly is the API version of these tests. API v1 does not return how long a machine ran.
var coreOnly = []string{"core"}

// No API that is still available has this request, so the error must not advise another version.
func TestAccUtilizationIsNotOfferedByV1(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: used, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config:      e.Config(dataSource("u", "ps1", `"2023-11"`)),
			ExpectError: regexp.MustCompile(`(?s)^[^=]*Not supported by this API version[^=]*Paperspace[^=]*has[^=]*retired[^=]*Remove[^=]*the[^=]*data[^=]*source`),
		}}
	}})
}

func TestAccUtilization(t *testing.T) {
	const november, december, before = "data.paperspace_machine_utilization.november", "data.paperspace_machine_utilization.december", "data.paperspace_machine_utilization.before"
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, APIVersions: coreOnly, Prepare: used, Steps: func(e *acctest.Env) []resource.TestStep {
			checks := []resource.TestCheckFunc{
				resource.TestCheckResourceAttr(november, "machine_id", "ps1"),
				resource.TestCheckResourceAttr(november, "billing_month", "2023-11"),
				resource.TestCheckResourceAttr(november, "seconds_used", "86400"),
				resource.TestCheckResourceAttr(november, "hourly_rate", "0.4"),
				resource.TestCheckResourceAttr(november, "storage_seconds_used", "86400"),
				resource.TestCheckResourceAttr(november, "storage_monthly_rate", "7"),
				resource.TestCheckResourceAttr(december, "seconds_used", "86400.25"),
				resource.TestCheckResourceAttr(december, "storage_seconds_used", "2678400"),
				resource.TestCheckOutput("cost", "9.6"),
			}
			for name, zero := range map[string]string{"seconds_used": "0", "hourly_rate": "0.4", "storage_seconds_used": "0", "storage_monthly_rate": "7"} {
				if e.Behavior == "observed" { // the observed behavior omits a half without usage
					checks = append(checks, resource.TestCheckNoResourceAttr(before, name))
				} else {
					checks = append(checks, resource.TestCheckResourceAttr(before, name, zero))
				}
			}
			return []resource.TestStep{{
				Config: e.Config(dataSource("november", "ps1", `"2023-11"`) + dataSource("december", "ps1", `"2023-12"`) + dataSource("before", "ps1", `"2023-10"`) + `
output "cost" {
  value = data.paperspace_machine_utilization.november.seconds_used / 3600 * data.paperspace_machine_utilization.november.hourly_rate
}
`),
				Check: resource.ComposeAggregateTestCheckFunc(checks...),
			}}
		}})
}

// An invalid month is rejected before a request is sent.
func TestAccUtilizationMonth(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: used,
		Steps: func(e *acctest.Env) []resource.TestStep {
			var steps []resource.TestStep
			for _, month := range []string{"2023", "2023-00", "2023-13", "2023-1", "23-11", "2023/11", "2023-11-01", " 2023-11", "2023-11\\n", "November 2023", ""} {
				steps = append(steps, resource.TestStep{
					Config:      e.Config(dataSource("u", "ps1", `"`+month+`"`)),
					ExpectError: acctest.InOrder("Invalid billing_month", "Set it to a month such as 2024-07."),
				})
			}
			return append(steps, resource.TestStep{Config: e.Config(""), Check: func(*terraform.State) error {
				if n := len(e.Journal()); n != 0 {
					return fmt.Errorf("%d requests were sent", n)
				}
				return nil
			}})
		},
	})
}

func TestAccUtilizationNotRead(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: coreOnly, Prepare: used, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{
				Config:      e.Config(dataSource("u", "ps0", `"2023-11"`)),
				ExpectError: acctest.InOrder("Failed to read utilization", `machine_id    = "ps0"`, "Paperspace rejected the request to read the utilization of machine ps0", "Check the ID", "Request: GET /machines/getUtilization"),
			},
			{
				Config:      e.Config(dataSource("u", "", `"2023-11"`)),
				ExpectError: acctest.InOrder("Empty value", "machine_id must not be empty."),
			},
		}
	}})
}
