package psfake_test

import (
	"fmt"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The official CLI of CORE (paperspace-node): its parser converts every argument that looks like a number to a number,
// even a name.
func TestClientNodeSendsTextAsANumber(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{})
	cli := c.coreClient()
	cli.sendJSON("POST", "/machines/"+m.ID+"/updateMachinePublic", `{"machineId":"`+m.ID+`","machineName":2024}`).wantStatus(t, "update", 204)
	want(t, "name", c.show(m.ID)["name"], any("2024"))
}

// The official CLI of CORE (paperspace-node), "machines create --startOnCreate false" and "machines waitfor", which
// also sends the state to wait for: the create event ends when the machine is off, and not earlier.
func TestClientNodeWaitsForAMachineThatEndsOff(t *testing.T) {
	for _, tc := range []struct{ failure, ending string }{{"", "create/done"}, {"no more disks", "create/error"}} {
		c := newCaller(t, psfake.WithTimings(air))
		cli := c.coreClient()
		if tc.failure != "" {
			c.Inject(psfake.Fault{Kind: psfake.FaultFailure, Message: tc.failure, Times: 1})
		}
		made := cli.sendJSON("POST", "/machines/createSingleMachinePublic", ubuntu+`,"startOnCreate":false}`).wantStatus(t, "create", 201)
		show := "/machines/getMachinePublic?state=off&machineId=" + made.object(t)["id"].(string)
		look := func() string {
			m := cli.send("GET", show, "").wantStatus(t, "show", 200).object(t)
			return fmt.Sprint(m["state"], " ", newest(m))
		}
		want(t, "first", look(), "provisioning create/new")
		c.clock.Advance(air.Provision / 2)
		want(t, "halfway", look(), "provisioning create/in progress")
		c.clock.Advance(air.Provision - air.Provision/2)
		want(t, "end", look(), "off "+tc.ending)
	}
}
