package machine_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// half is a change that ends half way: what goes wrong, what is said of it,
// what becomes of it meanwhile, and what the next apply has to do.
type half struct {
	fault psfake.Fault
	lines string // of the apply that fails
	says  string
	later func(m *psfake.Machine)
	rest  []string
}

// play changes the type, which ends half way, and applies once more.
func (h half) play(t *testing.T, e *acctest.Env, to, power string) []resource.TestStep {
	patient := "max_retries = 0"
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
			PreConfig: func() { e.Inject(h.fault) },
			Config:    e.Provider(patient) + fitted(to, 50, h.lines), ExpectError: acctest.InOrder("Machine not changed as planned", h.says),
		},
		{
			PreConfig: func() {
				e.ClearFaults()
				if h.later != nil {
					e.Change(t, h.later)()
				}
				e.ResetJournal()
			},
			Config: e.Provider(patient) + fitted(to, 50), ConfigPlanChecks: before(update),
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
	soon    = "timeouts {\n    update = \"3s\"\n  }"
)

// A change that takes a stop and a start can end between any two of its steps.
// The next plan shows an update, whose apply does what is left and no more,
// and then the machine runs as before.
func TestAccChangeThatEndedHalfWay(t *testing.T) {
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
		Generations: inPlace,
		Timings:     psfake.Timings{Stop: 20 * time.Millisecond, Start: 20 * time.Millisecond, Update: 20 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return append([]resource.TestStep{{Config: e.Config(fitted("C5", 50))}}, playHalves(t, e, "ready",
				half{
					fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultRefuse, Message: "Not now"},
					says:  "Not now", rest: []string{stopIt, "PUT", startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultCutAfter, Times: 1},
					says:  "stop machine", rest: []string{"PUT", startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultStuck}, lines: soon,
					says: "to be off", later: off, rest: []string{"PUT", startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultStatus},
					says:  "status 500", rest: []string{"PUT", startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultCutAfter, Times: 1},
					says:  "update machine", rest: []string{startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultStuck}, lines: soon,
					says: "to be off, and as it shall be", later: done("C5"), rest: []string{startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it"},
					says:  "The service reports: No host has room for it", rest: []string{"PUT", startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultRefuse, Message: "Not now"},
					says:  "Not now", rest: []string{startIt},
				},
				half{
					fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultFailure},
					says:  "insufficient capacity", rest: []string{startIt},
				},
			)...)
		},
	})
}

// What was off before is off afterwards, although the change was interrupted.
func TestAccChangeThatEndedHalfWayStaysOff(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Generations: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return append([]resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateOff }),
					Config:    e.Config(fitted("C5", 50)), ConfigPlanChecks: before(nothing),
				},
			}, playHalves(t, e, "off",
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultStatus},
					says:  "status 500", rest: []string{"PUT"},
				},
				half{
					fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it"},
					says:  "No host has room for it", rest: []string{"PUT"},
				},
			)...)
		},
	})
}

// Taking the change back after it went half way starts the machine again.
func TestAccChangeThatIsTakenBack(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Generations: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it", Times: 1})
					},
					Config: e.Config(fitted("C7", 50)), ExpectError: says("No host has room for it"),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(fitted("C5", 50)), ConfigPlanChecks: before(update, unknown("state")),
					ConfigStateChecks: state(attr("state", knownvalue.StringExact("ready"))), Check: wrote(t, e, startIt),
				},
			}
		},
	})
}

// Whoever starts the machine by hand has finished it, too.
func TestAccChangeThatSomebodyElseFinished(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Generations: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultRefuse, Message: "Not now"})
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
				{ // and from then on its power is nobody's business
					PreConfig: e.Change(t, func(m *psfake.Machine) { m.State = psfake.StateOff }),
					Config:    e.Config(fitted("C7", 50)), ConfigPlanChecks: before(nothing), Check: wrote(t, e),
				},
			}
		},
	})
}
