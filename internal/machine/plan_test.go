package machine_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If Paperspace returns null for an argument that can replace a machine, for a moment
// or permanently, nothing is replaced. Only another value replaces the machine.
func TestAccNullNeverReplaces(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		config := e.Config(hcl(acctest.By(e, "region = \"ca1\"\n team_id = \"te456def\"\n user_id = \"u123abc\"\n billing_type = \"monthly\"", "region = \"ca1\"")))
		return []resource.TestStep{{Config: config}, {
			PreConfig: e.Change(t, func(m *psfake.Machine) {
				m.Region, m.MachineType, m.BillingType, m.NetworkID, m.UserID, m.TeamID, m.State = "", "", "", "", "", "", "upgrading"
			}),
			Config:           config,
			ConfigPlanChecks: before(nothing),
		}, {
			PreConfig:        e.Change(t, func(m *psfake.Machine) { m.State = "ready" }),
			Config:           config,
			ConfigPlanChecks: before(nothing),
		}, {
			PreConfig: e.Change(t, func(m *psfake.Machine) {
				m.Region, m.MachineType, m.BillingType = psfake.Europe, "C5", "monthly"
			}),
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: refreshed(replace),
		}}
	}})
}

// A change of an argument that needs a new machine replaces it, and another spelling
// of the same value does not. API v1 changes more arguments in place, but not to a
// smaller disk.
func TestAccWhatReplacesAndWhatDoesNot(t *testing.T) {
	base := map[string]string{
		"machine_type": `"P4000"`, "size": "50", "region": `"East Coast (NY2)"`, "billing_type": `"hourly"`,
		"template_id": `"t0nspur5"`, "network_id": `"n123abc"`, "assign_public_ip": "false", "user_id": `"u123abc"`, "team_id": `"te456def"`,
	}
	config := func(e *acctest.Env, name, value string) string {
		lines := `name = "m"`
		for k, v := range base {
			switch {
			case k == name:
				v = value
			case e.V1() && (k == "user_id" || k == "team_id"):
				continue
			}
			lines += fmt.Sprintf("\n  %s = %s", k, v)
		}
		return e.Config(bare(lines))
	}
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			steps := []resource.TestStep{{Config: config(e, "", "")}}
			for _, c := range []struct {
				name, value string
				core, v1    plancheck.PlanCheck // nil where the API version has no such value
			}{
				{"machine_type", `"P5000"`, replace, update},
				{"machine_type", `"p4000"`, nothing, nothing},
				{"size", "100", replace, update},
				{"size", "40", replace, replace},
				{"region", `"ams1"`, replace, replace},
				{"region", `"ny2"`, nothing, nothing},
				{"region", `"EAST COAST (ny2)"`, nothing, nothing},
				{"billing_type", `"monthly"`, replace, nil},
				{"billing_type", `"Hourly"`, nothing, nothing},
				{"template_id", `"t04azgph"`, replace, replace},
				{"network_id", `"nother"`, replace, update},
				{"assign_public_ip", "true", replace, update},
				{"user_id", `"u999xyz"`, replace, nil},
				{"team_id", `"te999xyz"`, replace, nil},
			} {
				check := acctest.By(e, c.core, c.v1)
				if check == nil {
					continue
				}
				steps = append(steps, resource.TestStep{
					Config: config(e, c.name, c.value), PlanOnly: true,
					ExpectNonEmptyPlan: check != nothing,
					ConfigPlanChecks:   onlyPlanned(check),
				})
			}
			return append(steps, resource.TestStep{Config: config(e, "", ""), Check: sent(t, e, "machines.create")})
		},
	})
}

// If billing_type is omitted, a monthly machine stays monthly: the default for new
// machines does not replace it. API v1 has no monthly machines.
func TestAccBillingTypeLeftOutReplacesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: []string{"core"}, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(hcl(`billing_type = "monthly"`))},
			{
				Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing),
				ConfigStateChecks: state(attr("billing_type", knownvalue.StringExact("monthly"))),
			},
		}
	}})
}

// A script that was attached outside of Terraform does not produce a diff, and
// removing the argument leaves the script attached.
func TestAccScriptAttachedElsewhereReplacesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) {
			e.AddScript(psfake.Script{ID: "sc1", Name: "one"})
			e.AddScript(psfake.Script{ID: "sc2", Name: "two"})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(""))},
				{
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.ScriptID = "sc1" }),
					Config:    e.Config(hcl("")), ConfigPlanChecks: before(nothing),
				},
				{Config: e.Config(hcl(`script_id = "sc1"`)), ConfigPlanChecks: before(nothing)},
				{Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing)},
				{
					Config: e.Config(hcl(`script_id = "sc2"`)), PlanOnly: true, ExpectNonEmptyPlan: true,
					ConfigPlanChecks: onlyPlanned(acctest.By(e, replace, update)),
				},
			}
		},
	})
}

// A template ID that is not known while planning does not replace the machine, and
// neither does adding or removing the argument.
func TestAccTemplateUnknownOrMissingReplacesNothing(t *testing.T) {
	const deferred = `
variable "turn" { type = number }
resource "terraform_data" "image" {
  input            = "t0nspur5"
  triggers_replace = var.turn
}
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = terraform_data.image.output
}
`
	turn := func(n string) map[string]configVariable { return variables("turn", n) }
	acctest.Run(t, acctest.Case{
		CLI:       true,
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(deferred), ConfigVariables: turn("1"), Check: sent(t, e, "machines.create")},
				{
					Config: e.Config(deferred), ConfigVariables: turn("2"),
					ConfigPlanChecks: before(update), Check: sent(t, e, "machines.create"),
				},
				{
					Config:           e.Config(bare("name = \"m\"\n machine_type = \"C5\"\n size = 50")),
					ConfigPlanChecks: before(update), Check: sent(t, e, "machines.create"),
				},
				{Config: e.Config(hcl("")), ConfigPlanChecks: before(update), Check: sent(t, e, "machines.create")},
			}
		},
	})
}

// The two kinds of public IP address conflict only if both are true, and omitting
// assign_public_ip keeps the static public IP address.
func TestAccPublicIPArguments(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(hcl("assign_public_ip = true\n  dynamic_public_ip = true")), ExpectError: says("cannot both be true")},
			{
				Config:            e.Config(hcl("assign_public_ip = true\n  dynamic_public_ip = false")),
				ConfigStateChecks: state(attr("public_ip_address", knownvalue.NotNull())),
			},
			{
				Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing),
				ConfigStateChecks: state(attr("assign_public_ip", knownvalue.Bool(true))),
			},
			{ // an address that is missing for a moment
				PreConfig: e.Change(t, func(m *psfake.Machine) { m.PublicIP = "" }),
				Config:    e.Config(hcl("assign_public_ip = true")), ConfigPlanChecks: before(nothing),
			},
		}
	}})
}

// A dynamic address is switched off in place if the argument is removed, and on again
// if it was switched off outside of Terraform.
func TestAccDynamicAddressFollowsTheConfiguration(t *testing.T) {
	on, off := hcl("dynamic_public_ip = true"), hcl("")
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(on)},
			{
				PreConfig: e.Change(t, func(m *psfake.Machine) { m.DynamicPublicIP = false }),
				Config:    e.Config(on), ConfigPlanChecks: before(update, unknown("public_ip_address")),
			},
			{
				PreConfig: e.ResetJournal, Config: e.Config(off), ConfigPlanChecks: before(update),
				Check: carriedWithout(t, e, "machines.update", "machineId", acctest.By(e,
					map[string]any{"dynamicPublicIp": false}, map[string]any{"publicIpType": "none"})),
			},
			{Config: e.Config(off), ConfigPlanChecks: before(nothing)},
		}
	}})
}

// The plan of a rename shows no other value as unknown.
func TestAccRenameShowsOneLine(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			known := []plancheck.PlanCheck{update}
			for _, name := range []string{"id", "state", "os", "ram", "cpus", "storage_total", "usage_rate", "network_id", "private_ip_address", "region", "team_id", "user_id", "dt_created", "agent_type", "billing_type", "shutdown_timeout_in_hours", "perform_auto_snapshot"} {
				if e.Behavior == "observed" && (name == "team_id" || name == "user_id") {
					continue // which the observed behavior does not return
				}
				known = append(known, planned(name, knownvalue.NotNull()))
			}
			renamed := bare("name = \"renamed\"\n machine_type = \"C5\"\n size = 50\n template_id = \"t0nspur5\"")
			return []resource.TestStep{
				{Config: e.Config(hcl(""))},
				{Config: e.Config(renamed), ConfigPlanChecks: before(known...), Check: sent(t, e, "machines.create", "machines.update")},
			}
		},
	})
}

// A timeouts block alone sends nothing.
func TestAccTimeoutsAloneSendNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(""))},
				{
					PreConfig: e.ResetJournal, Config: e.Config(hcl("timeouts {\n create = \"5m\"\n }\n wait_for = \"serviceready\"\n release_public_ip_on_destroy = true")),
					ConfigPlanChecks: before(update, planned("state", knownvalue.StringExact("ready"))), Check: sent(t, e),
				},
			}
		},
	})
}

// If snapshot settings change, those that are omitted are unknown in the plan. While
// snapshots are off, nulls from Paperspace do not erase the settings.
func TestAccSettingGroups(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(hcl("perform_auto_snapshot = false\n  auto_snapshot_frequency = \"week\"\n  auto_snapshot_save_count = 3"))},
			{
				PreConfig:        e.Change(t, func(m *psfake.Machine) { m.SnapshotFrequency, m.SnapshotCount = "", nil }),
				Config:           e.Config(hcl("perform_auto_snapshot = false\n  auto_snapshot_frequency = \"week\"\n  auto_snapshot_save_count = 3")),
				ConfigPlanChecks: before(nothing),
			},
			{
				Config: e.Config(hcl("perform_auto_snapshot = true\n  auto_snapshot_frequency = \"day\"" +
					acctest.By(e, "", "\n  auto_snapshot_save_count = 3"))), // which API v1 requires
				ConfigPlanChecks: before(update, acctest.By(e, unknown("auto_snapshot_save_count"), planned("auto_snapshot_save_count", knownvalue.Int64Exact(3)))),
			},
			{
				Config:           e.Config(hcl("shutdown_timeout_in_hours = 5\n  perform_auto_snapshot = true")),
				ConfigPlanChecks: before(update, planned("shutdown_timeout_forces", knownvalue.Bool(false)), planned("auto_snapshot_frequency", knownvalue.StringExact("day"))),
			},
		}
	}})
}

// The update fails if Paperspace accepts a value and keeps the old one.
func TestAccNormalizedValueIsNamed(t *testing.T) {
	acctest.Parallel(t)
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(""))},
				{
					PreConfig: func() { e.ChangeBehavior(func(d *psfake.Behavior) { d.KeepsTimeoutOnNull = true }) },
					// The wait is limited to a minute, but this timeout is shorter.
					Config:      e.Config(hcl("shutdown_timeout_in_hours = 0\n  timeouts {\n    update = \"" + passes + "\"\n  }")),
					ExpectError: says(`Failed to change machine "m"`),
				},
			}
		},
	})
}

// A replacement without network_id creates the machine in the default network of the
// region, so the plan does not check the network of the existing machine.
func TestAccReplacementChecksNoNetworkThatIsNotConfigured(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range []string{"documented", "observed"} { // one of them does not list the default network
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			w.Write(w.Config(hcl("")))
			w.MustRun("apply", "-auto-approve")
			w.Write(w.Config(hcl(`region = "ca1"`)))
			out := w.MustRun("plan")
			w.Expect(out, "1 to add, 0 to change, 1 to destroy")
			without(t, out, "Unknown network")
		})
	}
}
