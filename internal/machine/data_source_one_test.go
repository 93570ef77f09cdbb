package machine_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestAccDataMachine(t *testing.T) {
	const byID, byName, bare = "data.paperspace_machine.by_id", "data.paperspace_machine.by_name", "data.paperspace_machine.bare"
	acctest.Run(t, acctest.Case{Prepare: population, Steps: func(e *acctest.Env) []resource.TestStep {
		var checks []resource.TestCheckFunc
		for _, name := range []string{byID, byName} {
			checks = append(checks, isDesk(e, name, "")...)
			for attribute, want := range map[string]string{
				"events.#": "2", "events.0.name": "start", "events.0.state": "in progress", "events.0.handle": "h2",
				"events.0.dt_created": "2020-01-02T03:04:05.678Z",
				"events.1.state":      "error", "events.1.error_msg": psfake.Capacity, "events.1.handle": "h1",
				"events.1.dt_finished": "2020-01-02T03:05:05.678Z",
			} {
				checks = append(checks, resource.TestCheckResourceAttr(name, attribute, want))
			}
			for _, modified := range []string{"events.0.dt_modified", "events.1.dt_modified"} {
				checks = append(checks, acctest.By(e,
					resource.TestCheckResourceAttr(name, modified, "2020-01-02T03:05:05.678Z"), resource.TestCheckNoResourceAttr(name, modified)))
			}
			checks = append(checks, resource.TestCheckNoResourceAttr(name, "events.0.error_msg"),
				resource.TestCheckNoResourceAttr(name, "events.0.dt_finished"), resource.TestCheckNoResourceAttr(name, "wait_for"))
		}
		nulls := []string{"network_id", "private_ip_address", "public_ip_address"}
		if !e.V1() {
			nulls = append(nulls, "size", "region", "ram", "assign_public_ip")
		}
		for _, unknown := range nulls {
			checks = append(checks, resource.TestCheckNoResourceAttr(bare, unknown))
		}
		checks = append(checks, resource.TestCheckResourceAttr(bare, "id", "psnew"), resource.TestCheckResourceAttr(bare, "state", "provisioning"))
		return []resource.TestStep{
			{
				Config: e.Config(dataOne("by_id", `id = "psdesk"`) + dataOne("by_name", `name = "desk"`) + dataOne("bare", `name = "new"`)),
				Check:  resource.ComposeAggregateTestCheckFunc(checks...),
			},
			{ // every run reads the machine again
				PreConfig: func() {
					e.ChangeMachine("psdesk", func(m *psfake.Machine) { m.State, m.PublicIP, m.UpdatesPending = psfake.StateOff, "", false })
				},
				Config: e.Config(dataOne("by_id", `id = "psdesk"`) + dataList("desk", `name = "desk"`)),
				Check: resource.ComposeAggregateTestCheckFunc(
					resource.TestCheckResourceAttr(byID, "state", "off"),
					resource.TestCheckResourceAttr(byID, "updates_pending", "false"),
					resource.TestCheckNoResourceAttr(byID, "public_ip_address"),
					resource.TestCheckResourceAttr("data.paperspace_machines.desk", "machines.0.state", "off"),
				),
			},
		}
	}})
}

// If not exactly one machine matches, the error lists the machines to choose from.
func TestAccDataMachineNotOne(t *testing.T) {
	cases := map[string]struct {
		lines string
		fault psfake.Fault
		core  bool // only for CORE, because of the order of machines
		want  []string
	}{
		"an unknown id": {
			core:  true,
			lines: `id = "ps0"`,
			want: []string{"Machine not found", `No machine matches id = "ps0". The API key can see 5 machines:`,
				`psweb name "web", state "ready", region "East Coast (NY2)", dt_created`, `psdb name "db", state "off"`, `psnew name "new", state "provisioning", dt_created`},
		},
		"an unknown name": {lines: `name = "we"`, want: []string{"Machine not found", `No machine matches name = "we". The API key can see 5 machines:`, "psweb"}},
		"several": {
			core:  true,
			lines: `name = "web"`,
			want: []string{"Several machines match", `2 machines match name = "web":`, `psweb name "web"`, `pslab name "web"`,
				"Set id, to the ID of one of these machines, instead of name."},
		},
		"neither": {lines: `wait_for = "off"`, want: []string{"Missing id or name", "Set id or name. The data source paperspace_machines lists all machines."}},
		"both": {
			lines: "id = \"psweb\"\n  name = \"web\"",
			want:  []string{"Both id and name", `name = "web"`, "Both arguments select a machine. Remove one of them."},
		},
		"an empty id":      {lines: `id = ""`, want: []string{"Empty value", "id must not be empty."}},
		"an unknown state": {lines: "id = \"psweb\"\n  wait_for = \"gone\"", want: []string{"Invalid wait_for", `wait_for cannot be "gone". Set it to "off", "serviceready", or "ready".`}},
		"no permission": {
			lines: `id = "psweb"`, fault: psfake.Fault{Call: "machines.show", Kind: psfake.FaultReject, Status: 403, Message: "Not for you"},
			want: []string{"Failed to read machines", "Paperspace rejected the request to read machine psweb", "Not for you"},
		},
		"found and not shown": {
			lines: `name = "db"`, fault: psfake.Fault{Call: "machines.show", Kind: psfake.FaultReject, Message: "Not now"},
			want: []string{"Failed to read machine", "Paperspace rejected the request to read machine psdb", "Not now"},
		},
		"no list of what there is": {
			lines: `id = "ps0"`, fault: psfake.Fault{Call: "machines.list", Kind: psfake.FaultReject, Message: "Not now"},
			want: []string{"Machine not found", `No machine matches id = "ps0".`, "The provider could not list the alternatives. Paperspace rejected the request to list machines", "Not now"},
		},
	}
	acctest.Run(t, acctest.Case{Prepare: population, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			if c.core && e.V1() {
				continue
			}
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.fault.Kind != "" {
						e.Inject(c.fault)
					}
				},
				Config: e.Config(dataOne("m", c.lines)), ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}

// wait_for waits for machines that other clients start and stop.
func TestAccDataMachineWaits(t *testing.T) {
	acctest.Parallel(t)
	failed := func(m *psfake.Machine) {
		m.State = psfake.StateOff
		m.Events[0].State, m.Events[0].Error = psfake.EventError, psfake.Capacity
	}
	event := func(state, text string) psfake.Event {
		return psfake.Event{Name: "start", State: state, Error: text, Handle: "h1", Created: dataDay, Modified: dataDay}
	}
	cases := map[string]struct {
		machine psfake.Machine
		later   func(m *psfake.Machine)
		lines   string
		state   string // after the wait
		want    []string
	}{
		"it is there already":       {machine: psfake.Machine{State: psfake.StateReady}, lines: `wait_for = "ready"`, state: "ready"},
		"ready is more than needed": {machine: psfake.Machine{State: psfake.StateReady}, lines: `wait_for = "serviceready"`, state: "ready"},
		"it is off already":         {machine: psfake.Machine{State: psfake.StateOff}, lines: `wait_for = "off"`, state: "off"},
		"it comes up": {
			machine: psfake.Machine{State: psfake.StateStarting, Events: []psfake.Event{event(psfake.EventInProgress, "")}},
			later:   func(m *psfake.Machine) { m.State, m.Events[0].State = psfake.StateReady, psfake.EventDone },
			lines:   `wait_for = "ready"`, state: "ready",
		},
		"its services come up": {
			machine: psfake.Machine{State: psfake.StateProvisioning}, later: func(m *psfake.Machine) { m.State = psfake.StateServiceReady },
			lines: `wait_for = "serviceready"`, state: "serviceready",
		},
		"another client stops it": {
			machine: psfake.Machine{State: psfake.StateReady}, later: func(m *psfake.Machine) { m.State = psfake.StateOff },
			lines: `wait_for = "off"`, state: "off",
		},
		"another client starts it, and an old failure means nothing": {
			machine: psfake.Machine{State: psfake.StateOff, Events: []psfake.Event{event(psfake.EventError, psfake.Capacity)}},
			later:   func(m *psfake.Machine) { m.State = psfake.StateReady },
			lines:   `wait_for = "ready"`, state: "ready",
		},
		"its start fails": {
			machine: psfake.Machine{State: psfake.StateStarting, Events: []psfake.Event{event(psfake.EventInProgress, "")}}, later: failed,
			lines: `wait_for = "ready"`,
			want:  []string{"Machine did not become ready", "Paperspace reports: Uh oh.", "Apply again later"},
		},
		"it is not started": {
			machine: psfake.Machine{State: psfake.StateOff}, lines: "wait_for = \"ready\"\n  timeouts {\n    read = \"" + passes + "\"\n  }",
			want: []string{"Machine did not become ready", `while waiting for machine "m" (ps1) to be ready`, `last state "off"`, "increase the timeout of this operation"},
		},
		"a timeout that is none": {
			machine: psfake.Machine{}, lines: "timeouts {\n    read = \"soon\"\n  }",
			want: []string{"Invalid timeout", `The value "soon" is not a duration.`},
		},
	}
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			step := resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.RemoveMachine("ps1")
					c.machine.ID, c.machine.Name = "ps1", "m"
					e.AddMachine(c.machine)
					e.ResetJournal()
					if c.later != nil {
						looked := func(j psfake.Journal) bool { return j.Count(acctest.By(e, "machines.show", "events.list")) > 0 }
						e.When(t, looked, func() { e.ChangeMachine("ps1", c.later) })
					}
				},
				Config: e.Config(dataOne("m", `id = "ps1"`, c.lines)),
			}
			if c.want != nil {
				step.ExpectError = acctest.InOrder(c.want...)
			} else {
				step.Check = resource.ComposeAggregateTestCheckFunc(
					resource.TestCheckResourceAttr(dataAddress, "state", c.state),
					func(*terraform.State) error {
						if n := len(e.Journal().Writes()); n > 0 {
							return fmt.Errorf("waiting sent %d writes", n)
						}
						// With CORE, one read returns everything. API v1 returns the script and the events
						// elsewhere.
						if n := len(e.Journal()); c.later == nil && n > acctest.By(e, 2, 3) {
							return fmt.Errorf("%d requests where there was nothing to wait for", n)
						}
						return nil
					})
			}
			steps = append(steps, step)
		}
		// Otherwise, the test framework's destroy would read the last data source, and wait.
		return append(steps, resource.TestStep{Config: e.Config("")})
	}})
}
