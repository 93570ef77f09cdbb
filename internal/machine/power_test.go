package machine_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// desired_state keeps the power state: the machine is created off, switched on, found
// off, and switched on again. Then the argument is removed.
func TestAccDesiredStateLifeCycle(t *testing.T) {
	on, off := hcl(`desired_state = "ready"`), hcl(`desired_state = "off"`)
	power := func(s string) func(*psfake.Machine) { return func(m *psfake.Machine) { m.State = s } }
	acctest.Run(t, acctest.Case{
		Behaviors: acctest.Both,
		Timings:   psfake.Timings{Provision: 100 * time.Millisecond, Start: 100 * time.Millisecond, Stop: 100 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config:            e.Config(off),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("off")), attr("desired_state", knownvalue.StringExact("off"))),
					Check:             sent(t, e, "machines.create", "machines.stop"),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(on),
					ConfigPlanChecks:  before(update, planned("state", knownvalue.StringExact("ready"))),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("ready"))),
					Check:             sent(t, e, "machines.start"),
				},
				{ // switched off outside of Terraform, which produces a diff
					PreConfig: e.Change(t, power("off")),
					Config:    e.Config(on),
					ConfigPlanChecks: before(update, planned("desired_state", knownvalue.StringExact("ready")),
						planned("state", knownvalue.StringExact("ready"))),
				},
				{ // a machine that is already starting counts as ready
					PreConfig: e.Change(t, power("starting")),
					Config:    e.Config(on), PlanOnly: true,
				},
				{
					PreConfig: func() { e.Change(t, power("ready"))(); e.ResetJournal() },
					Config:    e.Config(hcl("")), ConfigPlanChecks: before(update), Check: sent(t, e),
				},
				{ // no desired_state: a machine that shut down automatically produces no diff
					PreConfig: e.Change(t, power("off")),
					Config:    e.Config(hcl("")), ConfigPlanChecks: before(nothing), Check: sent(t, e),
				},
			}
		},
	})
}

// If a machine with a dynamic address is started, the address is unknown in the plan.
func TestAccStartOfADynamicAddress(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl("desired_state = \"off\"\n  dynamic_public_ip = true"))},
				{
					Config:            e.Config(hcl("desired_state = \"ready\"\n  dynamic_public_ip = true")),
					ConfigPlanChecks:  before(update, unknown("public_ip_address")),
					ConfigStateChecks: state(attr("public_ip_address", knownvalue.NotNull())),
				},
			}
		},
	})
}

// A transitional state does not produce a diff. If the machine is updated, the state is
// unknown in the plan.
func TestAccTransitionProducesNoDiff(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(""))},
				{
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.State = "restarting" }),
					Config:    e.Config(hcl("")), ConfigPlanChecks: before(nothing),
				},
				{Config: e.Config(hcl("shutdown_timeout_in_hours = 7")), ConfigPlanChecks: before(update, unknown("state"))},
			}
		},
	})
}

func TestAccFailedStartIsExplained(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(hcl(`desired_state = "off"`))},
			{
				PreConfig:   func() { e.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultFailure}) },
				Config:      e.Config(hcl(`desired_state = "ready"`)),
				ExpectError: says("insufficient capacity"),
			},
			{ // the state is correct, nothing is tainted, the next apply tries again
				PreConfig: func() { e.ClearFaults(); e.ResetJournal() },
				Config:    e.Config(hcl(`desired_state = "ready"`)), ConfigPlanChecks: before(update),
				Check: sent(t, e, "machines.start"),
			},
		}
	}})
}

func TestAccDesiredStateNeedsWaiting(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				Config:      e.Config(hcl("desired_state = \"off\"\n  wait_for = \"none\"")),
				ExpectError: says("Conflicting desired_state and wait_for"),
			}, {
				Config:      e.Config(hcl(`desired_state = "on"`)),
				ExpectError: regexp.MustCompile(`(?s)desired_state.*ready.*off`),
			}}
		},
	})
}
