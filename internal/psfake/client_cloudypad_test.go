package psfake_test

import "testing"

// cloudypad returns cloudypad's generated client of API v1, which sends power calls as text.
func (c *caller) cloudypad() client { return c.v1Client("Accept", "application/json") }

// cloudypad, if a machine with a static public IP address does not start: it finds the address in the list, releases
// it while it is assigned, and then deletes the machine.
func TestClientCloudypadReleasesAnAddressInUse(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		pad := c.cloudypad()
		made := pad.sendJSON("POST", "/v1/machines", box+`,"publicIpType":"static","startOnCreate":false}`).wantStatus(t, "create", 200).object(t)
		id := part(made, "data")["id"].(string)
		c.clock.Advance(paced.Provision)
		var mine map[string]any
		for _, a := range items(pad.send("GET", "/v1/public-ips?limit=120", "").wantStatus(t, "list", 200).object(t)) {
			if a["assignedMachineId"] == id {
				mine = a
			}
		}
		machine := pad.send("GET", "/v1/machines/"+id, "").object(t)
		wantKeys(t, machine, map[string]any{"state": "off", "publicIp": mine["ip"], "publicIpType": "static"})
		pad.send("DELETE", "/v1/public-ips/"+mine["ip"].(string), "").wantStatus(t, "release", 200)
		wantKeys(t, pad.send("GET", "/v1/machines/"+id, "").object(t), map[string]any{"publicIp": nil, "publicIpType": "none"})
		pad.send("DELETE", "/v1/machines/"+id, "").wantStatus(t, "delete", 200)
		want(t, "none left", len(c.KeptAddresses()), 0)
	})
}
