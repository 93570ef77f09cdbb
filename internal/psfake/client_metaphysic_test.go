package psfake_test

import (
	"fmt"
	"testing"
	"time"
)

// metaphysic returns the client of metaphysic/paperspace 1.3, the Terraform provider for API v1. After a call, it
// polls the event in the response every 5 seconds, and reads the machine when the event is done.
func (c *caller) metaphysic() client { return c.v1Client() }

// event returns the state of an event, or fails the test.
func (c client) event(id string) string {
	c.t.Helper()
	return fmt.Sprint(c.send("GET", "/v1/machine-events/"+id, "").wantStatus(c.t, "event", 200).object(c.t)["state"])
}

// until polls an event until it is done, for a limited time, and returns how long that took.
func (c client) until(id string, most time.Duration) (took time.Duration) {
	c.t.Helper()
	for ; took <= most; took += 5 * time.Second {
		if c.event(id) == "done" {
			return took
		}
		c.clock.Advance(5 * time.Second)
	}
	c.t.Errorf("the event is %s after %s", c.event(id), most)
	return took
}

// The metaphysic provider, for a machine with state = "off": it waits only for the create event, and then stores the
// machine as it reads it.
func TestClientMetaphysicCreatesAMachineThatEndsOff(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		p := c.metaphysic()
		made := p.sendJSON("POST", "/v1/machines", box+`,"publicIpType":"dynamic","startOnCreate":false}`).wantStatus(t, "create", 200).object(t)
		id, event := part(made, "data")["id"].(string), part(made, "event")["id"].(string)
		c.clock.Advance(paced.Provision / 2)
		want(t, "halfway", p.event(event), "in progress")
		want(t, "halfway", c.v1Show(id)["state"], any("provisioning"))
		p.until(event, paced.Provision)
		wantKeys(t, p.send("GET", "/v1/machines/"+id, "").object(t), map[string]any{"state": "off", "os": "Ubuntu 20.04", "networkId": "n789ghi"})
		want(t, "events", c.v1Events(id), "create/done")
	})
}

// Any client that polls the event of a delete, as the metaphysic provider polls other events: the event is done when
// the machine is gone, and can still be read.
func TestClientWaitsForTheEventOfADelete(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		_, id := c.v1Create("")
		c.clock.Advance(paced.Provision)
		p := c.metaphysic()
		event := part(p.send("DELETE", "/v1/machines/"+id, "").wantStatus(t, "delete", 200).object(t), "event")
		want(t, "name", event["name"], any("deactivate"))
		want(t, "took", p.until(event["id"].(string), 2*paced.Destroy), paced.Destroy)
		p.send("GET", "/v1/machines/"+id, "").wantStatus(t, "gone", 404)
		o := p.send("GET", "/v1/machine-events/"+event["id"].(string), "").object(t)
		wantKeys(t, o, map[string]any{"machineId": id, "error": nil, "dtFinished": "2017-02-16T20:28:44.880Z"})
	})
}
