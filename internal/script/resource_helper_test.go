package script_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	resAddress = "paperspace_script.s"
	resText    = "#!/bin/bash\necho hello\n"
)

// resHCL returns a script with the required arguments and additional lines.
func resHCL(lines ...string) string {
	return fmt.Sprintf("resource \"paperspace_script\" \"s\" {\n  name        = \"s\"\n  script_text = %q\n  %s\n}\n",
		resText, strings.Join(lines, "\n  "))
}

func resAttr(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(resAddress, tfjsonpath.New(name), value)
}

func resPlan(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func resAction(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(resAddress, a)
}

var (
	resCreate  = resAction(plancheck.ResourceActionCreate)
	resUpdate  = resAction(plancheck.ResourceActionUpdate)
	resReplace = resAction(plancheck.ResourceActionReplace)
)

// resSent compares the writes after the last reset of the journal, and checks that each of them had an effect.
func resSent(t *testing.T, e *acctest.Env, calls ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		var got []string
		for _, entry := range e.Journal().Writes() {
			got = append(got, entry.Call)
			if !entry.Effect {
				return fmt.Errorf("%s had no effect: %+v", entry.Call, entry)
			}
		}
		if diff := cmp.Diff(calls, got); diff != "" {
			return fmt.Errorf("writes sent (-want +got):\n%s", diff)
		}
		return nil
	}
}

// resCarried compares the body of the newest create.
func resCarried(e *acctest.Env, want map[string]any) resource.TestCheckFunc {
	return func(*terraform.State) error {
		j := e.Journal().Of("scripts.create")
		if len(j) == 0 {
			return fmt.Errorf("no script was created: %v", e.Journal().Counts())
		}
		var got map[string]any
		if err := json.Unmarshal(j[len(j)-1].Body, &got); err != nil {
			return err
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("body of the create (-want +got):\n%s", diff)
		}
		return nil
	}
}

// resOnly returns the only script.
func resOnly(t testing.TB, e *acctest.Env) psfake.Script {
	t.Helper()
	all := e.Scripts()
	if len(all) != 1 {
		t.Fatalf("%d scripts, want 1: %+v", len(all), all)
	}
	return all[0]
}

// resEdit changes the only script outside of Terraform.
func resEdit(t testing.TB, e *acctest.Env, change func(s *psfake.Script)) func() {
	return func() {
		t.Helper()
		e.ChangeScript(resOnly(t, e).ID, change)
		e.ResetJournal()
	}
}

// resSays returns a pattern for an error whose lines Terraform has wrapped.
func resSays(words string) *regexp.Regexp {
	parts := strings.Fields(words)
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `[\s│]+`))
}

func resNoneLeft(t *testing.T, e *acctest.Env) {
	t.Helper()
	if left := e.Scripts(); len(left) != 0 {
		t.Errorf("left after destroy: %+v", left)
	}
}

// resHas checks the script of a machine.
func resHas(e *acctest.Env, machine string, script func() string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		m, ok := e.Machine(machine)
		if want := script(); !ok || m.ScriptID != want {
			return fmt.Errorf("machine %s has script %q, want %q", machine, m.ScriptID, want)
		}
		return nil
	}
}

func resJSON(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// resInState checks the state after the refresh of a plan.
func resInState(name string, want any) plancheck.PlanCheck { return resBefore{name, want} }

type resBefore struct {
	name string
	want any
}

func (b resBefore) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, c := range req.Plan.ResourceChanges {
		if c.Address != resAddress {
			continue
		}
		had, _ := c.Change.Before.(map[string]any)
		if got := had[b.name]; got != b.want {
			resp.Error = fmt.Errorf("%s in the state is %#v, want %#v", b.name, got, b.want)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", resAddress)
}
