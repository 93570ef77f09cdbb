package machine_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If a change fails after the machine was stopped for it, the apply starts the machine
// again. If it cannot, the next apply does. The error describes the power state.
func TestAccChangeThatFailsAfterTheStop(t *testing.T) {
	acctest.Parallel(t)
	rejected := func(status int, message string) psfake.Fault {
		return psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Status: status, Message: message}
	}
	again := []string{stopIt, "PUT", startIt}
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Timings:     psfake.Timings{Stop: 20 * time.Millisecond, Start: 20 * time.Millisecond, Update: 20 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return append([]resource.TestStep{{Config: e.Config(fitted("C5", 50))}}, playHalves(t, e, "ready",
				half{
					faults: []psfake.Fault{rejected(400, "machineType must be of the same group")},
					says:   []string{`"machineType must be of the same group". ` + runningAgain, "-replace=", "Response: status 400"},
					power:  "ready", rest: again,
				},
				half{
					faults: []psfake.Fault{rejected(409, "The machine must be off.")},
					says:   []string{"must be off", runningAgain}, power: "ready", rest: again,
				},
				half{
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No host has room for it"}},
					says:   []string{"Paperspace reports: No host has room for it", runningAgain}, power: "ready", rest: again,
				},
				half{ // an error status before the request takes effect
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultStatus}},
					says:   []string{"status 500", runningAgain}, power: "ready", rest: again,
				},
				half{
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultCut}},
					says:   []string{"The request to update machine", "failed (EOF)", runningAgain}, power: "ready", rest: again,
				},
				half{ // accepted without any effect
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultIgnore}},
					says:   []string{"Paperspace accepted the change", runningAgain}, power: "ready", rest: again,
				},
				half{ // the start fails as well: the next apply starts the machine
					faults: []psfake.Fault{rejected(400, "Not of this group"), {Call: "machines.start", Kind: psfake.FaultReject, Message: "Not now"}},
					says:   []string{"Not of this group", stillOff, "Not now"}, power: "off", rest: []string{"PUT", startIt},
				},
				half{ // the timeout of the update does not end the start
					faults: []psfake.Fault{{Call: "machines.update", Kind: psfake.FaultSlow, Delay: 10 * time.Second}, rejected(400, "Too late")}, lines: soon,
					says: []string{runningAgain}, power: "ready", rest: again,
				},
			)...)
		},
	})
}

// The same applies to a change of the network that requires a stop.
func TestAccMoveThatFailsAfterTheStop(t *testing.T) {
	const network = "resource \"paperspace_network\" \"n\" {\n  name = \"lab\"\n}\n"
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(network + fitted("C5", 50))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: "No address is left in the network", Skip: 1, Times: 1})
						e.ResetJournal()
					},
					Config:      e.Config(network + fitted("C5", 50, "network_id = paperspace_network.n.id")),
					ExpectError: acctest.InOrder("No address is left in the network", runningAgain),
				},
				{
					PreConfig: func() {
						const put = `PUT /machines/<machine> {"networkId":"<network>"}`
						if err := wrote(t, e, put, stopIt, put, startIt)(nil); err != nil {
							t.Error(err)
						}
						e.ResetJournal()
					},
					Config: e.Config(network + fitted("C5", 50)), ConfigPlanChecks: before(nothing), Check: wrote(t, e),
				},
			}
		},
	})
}

// A machine that the plan switches off is not started again.
func TestAccChangeThatFailsOfAMachineThatHasToBeOff(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: inPlace,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(fitted("C5", 50))},
				{
					PreConfig: func() {
						e.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: "Not of this group", Times: 1})
						e.ResetJournal()
					},
					Config:      e.Config(fitted("C7", 50, `desired_state = "off"`)),
					ExpectError: acctest.InOrder("Not of this group", `The machine is off. The plan sets desired_state = "off"`),
				},
				{
					Config: e.Config(fitted("C7", 50, `desired_state = "off"`)), ConfigPlanChecks: before(update),
					Check: wrote(t, e, stopIt, `PUT /machines/<machine> {"machineType":"C7"}`, `PUT /machines/<machine> {"machineType":"C7"}`),
				},
			}
		},
	})
}
