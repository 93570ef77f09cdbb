package machine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// inPlace is the API version that changes machines in place where others replace them.
var inPlace = []string{"v1"}

// fitted returns a machine of this type and size, with more lines.
func fitted(machineType string, gb int, lines ...string) string {
	return bare(fmt.Sprintf("  name = \"m\"\n  machine_type = %q\n  size = %d\n  template_id = \"t0nspur5\"\n  %s",
		machineType, gb, strings.Join(lines, "\n  ")))
}

// wrote compares the writes after the last reset of the journal, as method, path, and body.
// IDs are written as <machine>, <network>, <script>, and <address>.
func wrote(t *testing.T, e *acctest.Env, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		t.Helper()
		if diff := cmp.Diff(want, written(e)); diff != "" {
			return fmt.Errorf("writes sent (-want +got):\n%s", diff)
		}
		return nil
	}
}

func written(e *acctest.Env) (lines []string) {
	var names []string
	for _, n := range e.Networks() {
		if !n.Default {
			names = append(names, n.ID, "<network>")
		}
	}
	for _, s := range e.Scripts() {
		names = append(names, s.ID, "<script>")
	}
	for _, entry := range e.Journal().Writes() {
		line := entry.Method + " " + strings.TrimPrefix(entry.Path, psfake.V1Prefix)
		if len(entry.Body) > 0 {
			line += " " + string(entry.Body)
		}
		switch {
		case entry.MachineID != "":
			names = append(names, entry.MachineID, "<machine>")
		case entry.Call == "publicips.release":
			names = append(names, entry.Path[strings.LastIndex(entry.Path, "/")+1:], "<address>")
		}
		lines = append(lines, strings.NewReplacer(names...).Replace(line))
	}
	return lines
}

// aroundAStop returns the writes of a change that requires the machine to be off.
func aroundAStop(put string) []string {
	return []string{stopIt, "PUT /machines/<machine> " + put, startIt}
}

// Each change for which other API versions replace the machine is an update in place.
// After each of them the plan is empty, which the test framework checks.
func TestAccChangesInPlace(t *testing.T) {
	const around = `
resource "paperspace_network" "n" {
  name = "lab"
}
resource "paperspace_script" "s" {
  name        = "hello"
  script_text = "echo hello"
}
`
	const network, script = "network_id = paperspace_network.n.id", "script_id = paperspace_script.s.id"
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Timings:     psfake.Timings{Start: 50 * time.Millisecond, Stop: 50 * time.Millisecond, Update: 50 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			var id string
			same := func(*terraform.State) error {
				if got := e.Only(t).ID; got != id {
					return fmt.Errorf("machine %s took the place of %s", got, id)
				}
				return nil
			}
			step := func(config string, want ...string) resource.TestStep {
				return resource.TestStep{
					PreConfig: e.ResetJournal, Config: e.Config(around + config), ConfigPlanChecks: before(update),
					Check: resource.ComposeTestCheckFunc(same, wrote(t, e, want...)),
				}
			}
			first := resource.TestStep{Config: e.Config(around + fitted("C5", 50)), Check: func(*terraform.State) error {
				id = e.Only(t).ID
				return nil
			}}

			resized := step(fitted("C7", 100), aroundAStop(`{"diskSize":100,"machineType":"C7"}`)...)
			resized.ConfigPlanChecks = before(update, unknown("cpus"), unknown("ram"), unknown("usage_rate"), unknown("storage_total"),
				planned("state", knownvalue.StringExact("ready")), planned("network_id", knownvalue.NotNull()), planned("os", knownvalue.NotNull()))
			resized.ConfigStateChecks = state(attr("cpus", knownvalue.Int64Exact(12)), attr("storage_total", knownvalue.Int64Exact(100<<30)),
				attr("state", knownvalue.StringExact("ready")))

			// Paperspace rejects the first request, because the machine must be off.
			moved := step(fitted("C7", 100, network),
				append([]string{`PUT /machines/<machine> {"networkId":"<network>"}`}, aroundAStop(`{"networkId":"<network>"}`)...)...)
			moved.ConfigPlanChecks = before(update, unknown("private_ip_address"), planned("cpus", knownvalue.Int64Exact(12)))

			scripted := step(fitted("C7", 100, network, script), `POST /startup-scripts/<script>/assign {"machineId":"<machine>"}`)

			static := step(fitted("C7", 100, network, script, "assign_public_ip = true"),
				append([]string{`PUT /machines/<machine> {"publicIpType":"static"}`}, aroundAStop(`{"publicIpType":"static"}`)...)...)
			static.ConfigPlanChecks = before(update, unknown("public_ip_address"))
			static.ConfigStateChecks = state(attr("public_ip_address", knownvalue.NotNull()))

			dynamic := step(fitted("C7", 100, network, script, "dynamic_public_ip = true"),
				append([]string{`PUT /machines/<machine> {"publicIpType":"dynamic"}`}, aroundAStop(`{"publicIpType":"dynamic"}`)...)...)
			dynamic.ConfigPlanChecks = before(update, planned("assign_public_ip", knownvalue.Bool(false)), unknown("public_ip_address"))

			// The machine is stopped for the address and stays off.
			off := step(fitted("C7", 100, network, script, "assign_public_ip = true", "release_public_ip_on_destroy = true", `desired_state = "off"`),
				append([]string{`PUT /machines/<machine> {"publicIpType":"static"}`}, aroundAStop(`{"publicIpType":"static"}`)[:2]...)...)
			off.ConfigPlanChecks = before(update, planned("state", knownvalue.StringExact("off")), unknown("public_ip_address"))

			gone := step("", "DELETE /public-ips/<address>", "DELETE /machines/<machine>")
			gone.ConfigPlanChecks, gone.Check = resource.ConfigPlanChecks{}, resource.ComposeTestCheckFunc(alive(e, 0),
				wrote(t, e, "DELETE /public-ips/<address>", "DELETE /machines/<machine>"))
			return []resource.TestStep{first, resized, moved, scripted, static, dynamic, off, gone}
		},
		After: func(t *testing.T, e *acctest.Env) {
			// The static public IP address that the dynamic one replaced stays, as the guide says.
			if kept := e.KeptAddresses(); len(kept) != 1 {
				t.Errorf("addresses left: %v", kept)
			}
		},
	})
}

// A machine that is off is changed without a start, and stays off unless desired_state
// is ready.
func TestAccChangeOfAMachineThatIsOff(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			stays := func(lines string) resource.TestStep {
				return resource.TestStep{
					PreConfig:         func() { e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateOff })(); e.ResetJournal() },
					ConfigPlanChecks:  before(update, planned("state", knownvalue.StringExact("off"))),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("off"))),
					Config:            e.Config(fitted("C7", 50, lines)),
					Check:             wrote(t, e, `PUT /machines/<machine> {"machineType":"C7"}`),
				}
			}
			starts := stays(`desired_state = "ready"`)
			starts.Config = e.Config(fitted("C5", 50, `desired_state = "ready"`))
			starts.ConfigPlanChecks = before(update, planned("state", knownvalue.StringExact("ready")))
			starts.ConfigStateChecks = state(attr("state", knownvalue.StringExact("ready")))
			starts.Check = wrote(t, e, `PUT /machines/<machine> {"machineType":"C5"}`, "PATCH /machines/<machine>/start")
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))}, stays(""),
				{Config: e.Config(fitted("C5", 50)), ConfigPlanChecks: before(update)}, stays(`desired_state = "off"`),
				starts,
			}
		},
	})
}

// A disk cannot shrink, so a smaller size still replaces the machine, with a warning.
// The plan also warns of changes for which the machine is or might be stopped.
func TestAccWarningsBeforeAChangeInPlace(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	plan := func(config string) string {
		w.Write(w.Config(config))
		return w.MustRun("plan")
	}
	w.Write(w.Config(fitted("C5", 100)))
	w.MustRun("apply", "-auto-approve")
	w.Expect(plan(fitted("C5", 50)), `Machine "m" will be destroyed and recreated`, w.Only(t).ID, "size: 100 -> 50 (changed in the configuration)",
		"its disk and all of its snapshots", "1 to add, 0 to change, 1 to destroy")
	const stopped = `Machine "m" will be stopped`
	w.Expect(plan(fitted("C7", 100)), stopped, w.Only(t).ID, "disconnects logged-in users, and starts it again afterward", "1 to change")
	w.Expect(plan(fitted("C5", 150, `desired_state = "off"`)), stopped, "and leaves it off, because desired_state is off")
	w.Expect(plan(fitted("C5", 100, "assign_public_ip = true")), `Machine "m" might be stopped`, "only while a machine is off")
	for _, config := range []string{fitted("C5", 100, "shutdown_timeout_in_hours = 3"), fitted("c5", 100)} {
		if out := plan(config); strings.Contains(out, "be stopped") {
			t.Errorf("a warning without a reason:\n%s", out)
		}
	}
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateOff })
	if out := plan(fitted("C7", 100)); strings.Contains(out, "be stopped") {
		t.Errorf("a machine that is off needs no stop:\n%s", out)
	}
}
