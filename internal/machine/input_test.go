package machine_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// An existing machine with an invalid name is changed and destroyed as usual, because
// only a new name is checked.
func TestAccSpoiledNameOfAnExistingMachineBlocksNothing(t *testing.T) {
	named := func(name, lines string) string {
		return strings.Replace(hcl(lines), `"m"
`, name+"\n", 1)
	}
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) {
			m := ready("m ")
			m.ID = foreign
			e.AddMachine(m)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(named(`"m "`, "")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{Config: e.Config(named(`"m "`, "shutdown_timeout_in_hours = 3")), Check: resource.TestCheckResourceAttr(address, "name", "m ")},
				{Config: e.Config(named(`"n\n"`, "shutdown_timeout_in_hours = 3")), ExpectError: acctest.InOrder("Invalid name", `"n\n"`, "contains a line break", "-refresh=false")},
				{Config: e.Config(named(`"n"`, "shutdown_timeout_in_hours = 3")), Check: resource.TestCheckResourceAttr(address, "name", "n")},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if n := len(e.Machines()); n != 0 {
				t.Errorf("%d machines are left", n)
			}
		},
	})
}

// A save count of 0 with snapshots on fails the plan, for a new machine and for a
// change. A machine that already has these settings is accepted.
func TestAccNoSnapshotIsKeptFailsThePlan(t *testing.T) {
	none := acctest.InOrder("No snapshot would be kept", "auto_snapshot_save_count = 0", "perform_auto_snapshot is true and auto_snapshot_save_count is 0.")
	const details = "auto_snapshot_frequency = \"day\"\n  auto_snapshot_save_count = 0\n  "
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) {
			m, zero := ready("m"), 0
			m.ID, m.AutoSnapshot, m.SnapshotFrequency, m.SnapshotCount = foreign, true, "day", &zero
			e.AddMachine(m)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl(details + "perform_auto_snapshot = true")), ExpectError: none},
				{Config: e.Config(hcl(""))},
				{Config: e.Config(hcl(details + "perform_auto_snapshot = true")), ExpectError: none},
				{Config: e.Config("")},
				{Config: e.Config(hcl(details + "perform_auto_snapshot = true")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{Config: e.Config(hcl(details + "perform_auto_snapshot = true\n  shutdown_timeout_in_hours = 3"))},
			}
		},
	})
}

// There is no warning about an argument that is rejected: here, that a new email
// address updates only the state.
func TestAccRejectedArgumentsAreNotWarnedOf(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	for from, to := range map[string]string{`"m"`: `"m"`, "= 50": "= 40", `"C5"`: `"C7"`} {
		w.Write(w.Config(strings.Replace(hcl(`notification_email = "a@example.com"`), from, to, 1)))
		out, err := w.Run("plan")
		rest := strings.ReplaceAll(out, "Warning: Provider development overrides", "")
		if err == nil || !strings.Contains(out, "notification_email cannot be used with api_version") || strings.Contains(rest, "Warning:") {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// The error about an unknown ID points at its argument, and the advice names it.
func TestAccUnknownIDPointsAtItsArgument(t *testing.T) {
	for name, c := range map[string]struct {
		versions []string
		lines    string
		want     []string
	}{
		"network":   {nil, `network_id = "nnothere"`, []string{"Failed to create machine", `network_id = "nnothere"`, "Check network_id: there might be no network with the ID \"nnothere\"", "paperspace_networks"}},
		"script":    {nil, `script_id = "scnothere"`, []string{"Failed to create machine", `script_id = "scnothere"`, "Check script_id", "paperspace_scripts"}},
		"user":      {[]string{"core"}, `user_id = "unothere"`, []string{"Failed to create machine", `user_id = "unothere"`, "Check user_id", "paperspace_users"}},
		"template":  {nil, "", []string{"Failed to create machine", `template_id = "tnothere"`, "Check template_id", "paperspace_templates"}},
		"preflight": {nil, "preflight", []string{"Unknown template", `template_id = "tnothere"`}},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				APIVersions: c.versions,
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := e.Provider("preflight_checks = false") + hcl(c.lines)
					switch c.lines {
					case "preflight":
						config = e.Config(hcl(""))
						fallthrough
					case "":
						config = strings.Replace(config, "t0nspur5", "tnothere", 1)
					}
					return []resource.TestStep{{Config: config, ExpectError: acctest.InOrder(c.want...)}}
				},
			})
		})
	}
}
