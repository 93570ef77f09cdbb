package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1PublicIPs(t *testing.T) {
	inBothDialects(t, func(t *testing.T, c *caller) {
		a := c.v1OK("POST", "/public-ips", `{"region":"ca1"}`)
		wantKeys(t, a, map[string]any{"region": psfake.WestCoast, "dtCreated": "2017-02-16T20:26:54.880Z"})
		if _, ok := a["assignedMachineId"]; ok {
			t.Error("a new address is assigned")
		}
		path := "/public-ips/" + a["ip"].(string)
		one := c.AddMachine(psfake.Machine{Region: psfake.WestCoast, AssignPublicIP: true})
		two := c.AddMachine(psfake.Machine{Region: psfake.WestCoast, DynamicPublicIP: true})
		far := c.AddMachine(psfake.Machine{})

		want(t, "assigned", c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)["assignedMachineId"], any(one.ID))
		wantKeys(t, c.v1Show(one.ID), map[string]any{"publicIp": a["ip"], "publicIpType": "static"})
		want(t, "its old one stays", c.KeptAddresses()[0], one.PublicIP)
		want(t, "assigned elsewhere", c.v1("PUT", path, `{"machineId":"`+two.ID+`"}`).status, conflictStatus(c))
		c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)
		want(t, "the same is no change", c.Journal()[len(c.Journal())-1].Effect, false)
		if _, ok := c.v1OK("PUT", path, `{"machineId":null}`)["assignedMachineId"]; ok {
			t.Error("still assigned")
		}
		wantKeys(t, c.v1Show(one.ID), map[string]any{"publicIp": nil, "publicIpType": "none"})
		c.v1OK("PUT", path, `{"machineId":"`+two.ID+`"}`)
		wantKeys(t, c.v1Show(two.ID), map[string]any{"publicIp": a["ip"], "publicIpType": "static"})

		wantRefusal(t, c.v1("PUT", path, `{}`), 400, "machineId")
		wantRefusal(t, c.v1("PUT", path, `{"machineId":"psnone"}`), 404, "Machine")
		wantRefusal(t, c.v1("PUT", path, `{"machineId":"`+far.ID+`"}`), 400, "region")
		wantRefusal(t, c.v1("PUT", "/public-ips/192.0.2.1", `{"machineId":null}`), 404, "Public IP")
		wantRefusal(t, c.v1("POST", "/public-ips", `{"region":"moon"}`), 400, "region")

		want(t, "released while in use", c.v1OK("DELETE", path, "")["ip"], a["ip"])
		want(t, "machine without", c.v1Show(two.ID)["publicIp"], nil)
		wantRefusal(t, c.v1("DELETE", path, ""), 404, "Public IP")
		want(t, "list", len(items(c.v1OK("GET", "/public-ips?region=ca1", ""))), 1)
		want(t, "list elsewhere", len(items(c.v1OK("GET", "/public-ips?region=ny2", ""))), 0)

		mine := c.ClaimPublicIP(psfake.EastCoast)
		want(t, "claimed at the console", c.PublicIPs()[1], mine)
		want(t, "released at the console", c.ReleasePublicIP(mine.IP), true)
		want(t, "but once", c.ReleasePublicIP(mine.IP), false)
	})
}

// A static address that CORE releases or takes away is off the account.
func TestAddressesThroughCore(t *testing.T) {
	c := wildCaller(t)
	m := c.AddMachine(psfake.Machine{AssignPublicIP: true})
	want(t, "claimed", c.PublicIPs()[0].MachineID, m.ID)
	c.post("/machines/"+m.ID+"/updateMachinePublic", `{"assignPublicIp":false}`)
	want(t, "taken away", len(c.PublicIPs()), 0)
	c.post("/machines/"+m.ID+"/updateMachinePublic", `{"assignPublicIp":true}`)
	c.post("/machines/"+m.ID+"/destroyMachine", `{"releasePublicIp":true}`)
	want(t, "released", len(c.PublicIPs()), 0)
}
