package machine_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// half is a change that ends halfway.
type half struct {
	faults []psfake.Fault
	lines  string                  // more lines in the configuration of the apply that fails
	says   []string                // in its error
	power  string                  // after that apply, or "" if Paperspace is still working on the machine
	later  func(m *psfake.Machine) // what Paperspace does before the next apply
	rest   []string                // the writes of the next apply; PUT is the change itself
}

// play returns the steps of a change of the type that ends halfway, and of the next apply.
func (h half) play(t *testing.T, e *acctest.Env, to, power string) []resource.TestStep {
	noRetries := "max_retries = 0"
	put := `PUT /machines/<machine> {"machineType":"` + to + `"}`
	var rest []string
	for _, call := range h.rest {
		if call == "PUT" {
			call = put
		}
		rest = append(rest, call)
	}
	return []resource.TestStep{
		{
			PreConfig: func() {
				for _, fault := range h.faults {
					e.Inject(fault)
				}
			},
			Config:      e.Provider(noRetries) + fitted(to, 50, h.lines),
			ExpectError: acctest.InOrder(append([]string{`Failed to change machine "m" (ps`}, h.says...)...),
		},
		{
			PreConfig: func() {
				if now := e.Only(t).State; h.power != "" && now != h.power {
					t.Errorf("after %v, the machine is %s, want %s", h.says, now, h.power)
				}
				e.ClearFaults()
				if h.later != nil {
					e.Change(t, h.later)()
				}
				e.ResetJournal()
			},
			Config: e.Provider(noRetries) + fitted(to, 50), ConfigPlanChecks: before(update),
			ConfigStateChecks: state(attr("state", knownvalue.StringExact(power)), attr("machine_type", knownvalue.StringExact(to))),
			Check:             wrote(t, e, rest...),
		},
	}
}

func playHalves(t *testing.T, e *acctest.Env, power string, all ...half) (steps []resource.TestStep) {
	for i, h := range all {
		steps = append(steps, h.play(t, e, []string{"C7", "C5"}[i%2], power)...)
	}
	return steps
}

const (
	stopIt  = "PATCH /machines/<machine>/stop"
	startIt = "PATCH /machines/<machine>/start"
	soon    = "timeouts {\n    update = \"" + passes + "\"\n  }"
)

// A change that requires a stop and a start can end between any two of its steps.
// The next plan shows an update, and its apply does only what is left. Then the
// machine is running as before.
func TestAccChangeThatEndedHalfWay(t *testing.T) {
	acctest.Parallel(t)
	off := func(m *psfake.Machine) { m.State = psfake.StateOff }
	done := func(machineType string) func(m *psfake.Machine) {
		return func(m *psfake.Machine) {
			m.MachineType = machineType
			for i := range m.Events {
				m.Events[i].State = psfake.EventDone
			}
		}
	}
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Timings:     psfake.Timings{Stop: 20 * time.Millisecond, Start: 20 * time.Millisecond, Update: 20 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return append([]resource.TestStep{{Config: e.Config(fitted("C5", 50))}}, playHalves(t, e, "ready",
				half{
					faults: []psfake.Fault{{Call: "machines.stop", Kind: psfake.FaultReject, Message: "Not now"}},
					says:   []string{`"Not now". The machine is running.`}, power: "ready", rest: []string{stopIt, "PUT", startIt},
				},
				half{
					faults: []psfake.Fault{{Call: "machines.stop", Kind: psfake.FaultStuck}}, lines: soon,
					says: []string{"to be off", "still working on the machine, which is stopping now"}, later: off, rest: []string{"PUT", startIt},
				},
				half{
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultStuck}}, lines: soon,
					says: []string{"to be off and changed", "still working on the machine"}, later: done("C7"), rest: []string{startIt},
				},
				half{
					faults: []psfake.Fault{{Call: "machines.start", Kind: psfake.FaultReject, Message: "Not now"}},
					says:   []string{"Not now", "The change itself was made. " + stillOff}, power: "off", rest: []string{startIt},
				},
				half{
					faults: []psfake.Fault{{Call: "machines.start", Kind: psfake.FaultFailure}},
					says:   []string{"insufficient capacity", stillOff}, power: "off", rest: []string{startIt},
				},
			)...)
		},
	})
}

const (
	stillOff     = "The machine is still off, and billed for its disk; the next apply starts it."
	runningAgain = "The machine was stopped for the change and is running again."
)

// If a stop takes effect only after the apply has failed, because its response was
// lost, the next apply starts the machine again.
func TestAccStopThatTakesEffectLate(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Provider("max_retries = 0") + fitted("C5", 50))
	w.MustRun("apply", "-auto-approve")
	w.Inject(psfake.Fault{Call: "machines.stop", Kind: psfake.FaultCut, Times: 1})
	w.Write(w.Provider("max_retries = 0") + fitted("C7", 50))
	out, err := w.Run("apply", "-auto-approve")
	if err == nil {
		t.Errorf("applied:\n%s", out)
	}
	w.Expect(out, "The request to stop machine", "The machine is running, but the request might still take effect.")
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.State = psfake.StateOff })
	w.Write(w.Config(fitted("C5", 50)))
	w.Expect(w.MustRun("plan"), "0 to add, 1 to change, 0 to destroy")
	w.MustRun("apply", "-auto-approve")
	if m := w.Only(t); m.State != psfake.StateReady {
		t.Errorf("%+v", m)
	}
}

// If the response to a request is lost, the provider checks whether the request took
// effect, and the change continues.
func TestAccChangeWhoseResponsesAreLost(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Timings:     psfake.Timings{Stop: 20 * time.Millisecond, Start: 20 * time.Millisecond, Update: 20 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			steps := []resource.TestStep{{Config: e.Config(fitted("C5", 50))}}
			for i, call := range []string{"machines.stop", "machines.update", "machines.start"} {
				to := []string{"C7", "C5"}[i%2]
				steps = append(steps, resource.TestStep{
					PreConfig: func() {
						e.ResetJournal()
						e.Inject(psfake.Fault{Call: call, Kind: psfake.FaultCutAfter, Times: 1})
					},
					Config:            e.Provider("max_retries = 0") + fitted(to, 50),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("ready")), attr("machine_type", knownvalue.StringExact(to))),
					Check:             wrote(t, e, aroundAStop(`{"machineType":"`+to+`"}`)...),
				})
			}
			return steps
		},
	})
}

// A machine that was off before a change that failed is off after the next apply.
func TestAccChangeThatEndedHalfWayStaysOff(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return append([]resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateOff }),
					Config:    e.Config(fitted("C5", 50)), ConfigPlanChecks: before(nothing),
				},
			}, playHalves(t, e, "off",
				half{
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultStatus}},
					says:   []string{"status 500", "The machine is off, as it was before the change."}, power: "off", rest: []string{"PUT"},
				},
				half{
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it"}},
					says:   []string{"No host has room for it", "The machine is off, as it was before the change."}, power: "off", rest: []string{"PUT"},
				},
			)...)
		},
	})
}

// If a failed change is reverted in the configuration, the next apply starts the
// machine again. If the failed apply has already done that, nothing is left to do.
func TestAccChangeThatIsTakenBack(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			fails := psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it", Times: 1}
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: func() { e.Inject(fails) },
					Config:    e.Config(fitted("C7", 50)), ExpectError: acctest.InOrder("No host has room for it", runningAgain),
				},
				{PreConfig: e.ResetJournal, Config: e.Config(fitted("C5", 50)), ConfigPlanChecks: before(nothing), Check: wrote(t, e)},
				{
					PreConfig: func() {
						e.Inject(fails)
						e.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultReject, Message: "Not now", Times: 1})
					},
					Config: e.Config(fitted("C7", 50)), ExpectError: acctest.InOrder("No host has room for it", stillOff),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(fitted("C5", 50)), ConfigPlanChecks: before(update, unknown("state")),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("ready"))), Check: wrote(t, e, startIt),
				},
			}
		},
	})
}

// A start outside of Terraform also finishes the change.
func TestAccChangeThatAnotherClientFinished(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultReject, Message: "Not now"})
					},
					Config: e.Config(fitted("C7", 50)), ExpectError: says("Not now"),
				},
				{
					PreConfig: func() {
						e.ClearFaults()
						e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateReady })()
						e.ResetJournal()
					},
					Config: e.Config(fitted("C7", 50)), ConfigPlanChecks: before(nothing), Check: wrote(t, e),
				},
				{ // from then on, its power state is not managed
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateOff }),
					Config:    e.Config(fitted("C7", 50)), ConfigPlanChecks: before(nothing), Check: wrote(t, e),
				},
			}
		},
	})
}
