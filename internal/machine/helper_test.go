package machine_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const address = "paperspace_machine.m"

// inBoth runs a test that uses the CLI with both API versions.
func inBoth(t *testing.T, timings psfake.Timings, test func(t *testing.T, w *acctest.Workspace)) {
	t.Helper()
	acctest.Parallel(t)
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) { test(t, acctest.NewWorkspaceOf(t, version, "observed", timings)) })
	}
}

// hcl returns a machine with the required arguments and more lines.
func hcl(lines string) string {
	return fmt.Sprintf(`
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  %s
}
`, lines)
}

// bare returns a machine with only these lines.
func bare(lines string) string {
	return "resource \"paperspace_machine\" \"m\" {\n" + lines + "\n}\n"
}

func attr(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value)
}

func state(checks ...statecheck.StateCheck) []statecheck.StateCheck { return checks }

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// passes is a timeout that a test lets expire. It is long enough for the few requests
// before that, even on a busy computer.
const passes = "10s"

// onlyPlanned checks the plan of a PlanOnly step.
func onlyPlanned(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PostApplyPostRefresh: checks}
}

// refreshed checks the plan that follows a refresh, in a refresh-only step.
func refreshed(checks ...plancheck.PlanCheck) resource.RefreshPlanChecks {
	return resource.RefreshPlanChecks{PostRefresh: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

func unknown(name string) plancheck.PlanCheck {
	return plancheck.ExpectUnknownValue(address, tfjsonpath.New(name))
}

func planned(name string, value knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(name), value)
}

var (
	update  = action(plancheck.ResourceActionUpdate)
	replace = action(plancheck.ResourceActionReplace)
	nothing = plancheck.ExpectEmptyPlan()
)

// sent compares the writes after the journal was reset with the given calls.
func sent(t *testing.T, e *acctest.Env, calls ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		var got []string
		for _, entry := range e.Journal().Writes() {
			got = append(got, entry.Call)
		}
		if diff := cmp.Diff(calls, got); diff != "" {
			return fmt.Errorf("writes sent (-want +got):\n%s", diff)
		}
		return nil
	}
}

// body returns the body of the newest request of a call.
func body(t testing.TB, e *acctest.Env, call string) map[string]any {
	t.Helper()
	j := e.Journal().Of(call)
	if len(j) == 0 {
		t.Fatalf("no %s was sent: %v", call, e.Journal().Counts())
	}
	var m map[string]any
	if err := json.Unmarshal(j[len(j)-1].Body, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// carried compares the body of the newest request of a call.
func carried(t *testing.T, e *acctest.Env, call string, want map[string]any) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		if diff := cmp.Diff(want, body(t, e, call)); diff != "" {
			return fmt.Errorf("body of %s (-want +got):\n%s", call, diff)
		}
		return nil
	}
}

func alive(e *acctest.Env, n int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if all := e.Machines(); len(all) != n {
			return fmt.Errorf("%d machines are alive, want %d: %+v", len(all), n, all)
		}
		return nil
	}
}

// says returns a pattern that matches words in an error, even if Terraform wraps them.
func says(words string) *regexp.Regexp {
	spaced := regexp.MustCompile(`\s+`).ReplaceAllStringFunc(regexp.QuoteMeta(words), func(string) string { return `[\s│]+` })
	return regexp.MustCompile(`(?s)` + spaced)
}

func ready(name string) psfake.Machine {
	return psfake.Machine{Name: name, MachineType: "C5", SizeGB: 50, BillingType: "hourly"}
}

// carriedWithout is like carried, but ignores one key of the body.
func carriedWithout(t *testing.T, e *acctest.Env, call, key string, want map[string]any) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		got := body(t, e, call)
		delete(got, key)
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("body of %s (-want +got):\n%s", call, diff)
		}
		return nil
	}
}

type configVariable = config.Variable

func variables(name, number string) map[string]config.Variable {
	n, err := strconv.Atoi(number)
	if err != nil {
		panic(err)
	}
	return map[string]config.Variable{name: config.IntegerVariable(n)}
}

var tfjsonpathID = tfjsonpath.New("id")

// hclSize returns hcl("") with another size.
func hclSize(gb int) string {
	return regexp.MustCompile(`size( +)= 50`).ReplaceAllString(hcl(""), fmt.Sprintf("size$1= %d", gb))
}

// without fails the test if out contains any of the texts.
func without(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(out, text) {
			t.Errorf("the output says %q:\n%s", text, out)
		}
	}
}
