package machine_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// With API v1, whose templates show whether they have a desktop, the plan warns of a
// machine that might not be reachable.
func TestAccUnreachableMachineIsAnnounced(t *testing.T) {
	const title = `Machine "m" might not be reachable`
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	own := w.AddNetwork(psfake.Network{Name: "lab"})
	desktop := w.AddTemplate(psfake.Template{Label: "Desktop", OS: "Ubuntu 20.04", AgentType: "LinuxDesktop"})
	w.Write(w.Config(hcl("")))
	w.Expect(w.MustRun("plan"), title, "has no desktop", "dynamic_public_ip = true")
	for _, config := range []string{
		hcl("dynamic_public_ip = true"), hcl("assign_public_ip = true"), hcl(`network_id = "` + own.ID + `"`),
		strings.Replace(hcl(""), "t0nspur5", desktop.ID, 1),
	} {
		w.Write(w.Config(config))
		without(t, w.MustRun("plan"), title)
	}
	w.Write(w.Config(hcl("dynamic_public_ip = true")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl("dynamic_public_ip = false")))
	w.Expect(w.MustRun("plan"), title, "- public_ip_address")
}

// A template or a network in another region than a new machine fails the plan, at the
// argument.
func TestAccOtherRegionFailsThePlan(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"v1"},
		Prepare: func(e *acctest.Env) {
			e.AddTemplate(psfake.Template{ID: "tours", Label: "Ours", OS: "Ubuntu 20.04", TeamID: "te456def", UserID: "u123abc", Region: psfake.Europe})
			e.AddNetwork(psfake.Network{ID: "nours", Name: "lab", Region: psfake.Europe})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			const other = "Different region from the machine"
			return []resource.TestStep{
				{
					Config: e.Config(strings.Replace(hcl(""), "t0nspur5", "tours", 1)), PlanOnly: true,
					ExpectError: acctest.InOrder(other, `template_id  = "tours"`, "Template tours (Ours, Ubuntu 20.04) is in Europe (AMS1)", "created in East Coast (NY2)", "-refresh=false"),
				},
				{
					Config: e.Config(hcl(`network_id = "nours"`)), PlanOnly: true,
					ExpectError: acctest.InOrder(other, `network_id = "nours"`, `Network "lab" (nours) is in Europe (AMS1)`),
				},
				{Config: e.Config(strings.Replace(hcl(`network_id = "nours"`+"\n  region = \"ams1\""), "t0nspur5", "tours", 1)), PlanOnly: true, ExpectNonEmptyPlan: true},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if n := len(e.Journal().Writes()); n != 0 {
				t.Errorf("%d writes were sent", n)
			}
		},
	})
}

// An unknown region fails the plan with both API versions, whether it is set in the
// resource or in the provider block. With API v1, whose list of regions is open, the
// check can be switched off.
func TestAccUnknownRegionFailsThePlan(t *testing.T) {
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				APIVersions: []string{version},
				Steps: func(e *acctest.Env) []resource.TestStep {
					steps := []resource.TestStep{
						{Config: e.Config(hcl(`region = "ny3"`)), PlanOnly: true, ExpectError: acctest.InOrder("Unknown region", `region = "ny3"`, `"ny3" is not a region of Paperspace`, "East Coast (NY2)")},
						{Config: strings.Replace(e.Config(hcl("")), `"East Coast (NY2)"`, `"ny3"`, 1), PlanOnly: true, ExpectError: acctest.InOrder("Unknown region", `region = "ny3"`, `"ny3" is not a region`)},
					}
					if version == "v1" {
						steps = append(steps, resource.TestStep{
							Config: e.Provider("preflight_checks = false") + hcl(`region = "ny3"`), PlanOnly: true, ExpectNonEmptyPlan: true,
						}, resource.TestStep{
							Config: e.Config("resource \"paperspace_network\" \"n\" {\n  name = \"n\"\n  region = \"ny3\"\n}\n"), PlanOnly: true,
							ExpectError: acctest.InOrder("Unknown region", `region = "ny3"`, "preflight_checks = false"),
						})
					}
					return steps
				},
			})
		})
	}
}

// The options of a create are sent once, in the create. A later change updates only the
// state, and a warning says so.
func TestAccOptionsOfTheCreate(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	user := w.AddUser(psfake.User{Email: "ann@example.com"})
	options := "email_password = false\n  enable_nvlink = true\n  take_initial_snapshot = true\n  accessor_ids = [\"" + user.ID + "\"]"
	w.Write(w.Config(hcl(options)))
	w.MustRun("apply", "-auto-approve")
	sent := body(t, w.Env, "machines.create")
	m := w.Only(t)
	if sent["emailPassword"] != false || !m.Nvlink || !m.TakesInitialSnapshot || len(m.Access) != 1 || m.Access[0] != user.ID {
		t.Errorf("sent %v, made %+v", sent, m)
	}
	w.Expect(w.MustRun("plan"), "No changes")
	w.ResetJournal()
	w.Write(w.Config(hcl("email_password = true\n  accessor_ids = []")))
	w.Expect(w.MustRun("apply", "-auto-approve"), `Change of machine "m" updates only the state`, "Paperspace uses accessor_ids, email_password only when it creates a machine", "paperspace_machine_access")
	if n := len(w.Journal().Writes()); n != 0 {
		t.Errorf("%d writes", n)
	}
	w.Expect(w.MustRun("plan"), "No changes")
}

// With API v1, the settings are part of the create, because one of Paperspace's pages says
// that an existing machine does not accept them.
func TestAccSettingsAreSentWithTheCreate(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject})
	w.Write(w.Config(hcl("shutdown_timeout_in_hours = 7\n  shutdown_timeout_forces = true\n" +
		"  perform_auto_snapshot = true\n  auto_snapshot_frequency = \"week\"\n  auto_snapshot_save_count = 3")))
	without(t, w.MustRun("apply", "-auto-approve"), "is not finished")
	w.Expect(w.MustRun("plan"), "No changes")
	m := w.Only(t)
	if m.ShutdownHours == nil || *m.ShutdownHours != 7 || !m.ShutdownForces || !m.AutoSnapshot || m.SnapshotFrequency != "week" || *m.SnapshotCount != 3 {
		t.Errorf("%+v", m)
	}
	if n := w.Journal().Count("machines.update"); n != 0 {
		t.Errorf("%d updates", n)
	}
}
