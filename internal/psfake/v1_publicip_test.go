package psfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// claim claims an address and returns it with its path.
func (c *caller) claim(region string) (ip, path string) {
	c.t.Helper()
	ip, _ = c.v1OK("POST", "/public-ips", `{"region":"`+region+`"}`)["ip"].(string)
	return ip, "/public-ips/" + ip
}

func TestV1PublicIPs(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		a := c.v1OK("POST", "/public-ips", `{"region":"ca1"}`)
		wantKeys(t, a, map[string]any{"region": "ca1", "dtCreated": "2017-02-16T20:26:54.880Z"})
		if _, ok := a["assignedMachineId"]; ok {
			t.Error("a new address is assigned")
		}
		path := "/public-ips/" + a["ip"].(string)
		one := c.AddMachine(psfake.Machine{Region: psfake.WestCoast})
		two := c.AddMachine(psfake.Machine{Region: psfake.WestCoast, State: "off"})
		far := c.AddMachine(psfake.Machine{})

		want(t, "assigned", c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)["assignedMachineId"], any(one.ID))
		wantKeys(t, c.v1Show(one.ID), map[string]any{"publicIp": a["ip"], "publicIpType": "static", "state": "ready"})
		c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)
		want(t, "the same machine changes nothing", c.Journal()[len(c.Journal())-1].Effect, false)
		if _, ok := c.v1OK("PUT", path, `{"machineId":null}`)["assignedMachineId"]; ok {
			t.Error("still assigned")
		}
		wantKeys(t, c.v1Show(one.ID), map[string]any{"publicIp": nil, "publicIpType": "none"})
		c.v1OK("PUT", path, `{"machineId":"`+two.ID+`"}`)
		wantKeys(t, c.v1Show(two.ID), map[string]any{"publicIp": a["ip"], "publicIpType": "static", "state": "off"})

		wantRejection(t, c.v1("PUT", path, `{}`), 400, "machineId")
		wantRejection(t, c.v1("PUT", path, `{"machineId":null,"x":1}`), 400, "Unknown parameter: x")
		wantRejection(t, c.v1("PUT", path, `{"machineId":"psnone"}`), 404, "Machine")
		wantRejection(t, c.v1("PUT", path, `{"machineId":"`+far.ID+`"}`), 400, "region")
		wantRejection(t, c.v1("PUT", "/public-ips/192.0.2.1", `{"machineId":null}`), 404, "Public IP")
		wantRejection(t, c.v1("POST", "/public-ips", `{"region":"moon"}`), 400, "region")
		wantRejection(t, c.v1("POST", "/public-ips", `{}`), 400, "region")
		wantRejection(t, c.v1("POST", "/public-ips", `{"region":"ny2","name":"x"}`), 400, "Unknown parameter: name")
		wantRejection(t, c.v1("GET", path, ""), 405, "Method") // API v1 has no get for addresses
		wantRejection(t, c.v1("DELETE", "/public-ips/", ""), 405, "Method")

		want(t, "released while in use", c.v1OK("DELETE", path, "")["ip"], a["ip"])
		wantKeys(t, c.v1Show(two.ID), map[string]any{"publicIp": nil, "publicIpType": "none"})
		wantRejection(t, c.v1("DELETE", path, ""), 404, "Public IP")
		want(t, "list", len(items(c.v1OK("GET", "/public-ips", ""))), 0)
	})
}

// The address of a deleted machine remains in the account, and no response shows which machine had it.
func TestV1PublicIPOfADeletedMachineStays(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		_, id := c.v1Create(`,"publicIpType":"static","startOnCreate":false`)
		c.clock.Advance(paced.Provision)
		address := c.v1Show(id)["publicIp"]
		listed := items(c.v1OK("GET", "/public-ips", ""))[0]
		wantKeys(t, listed, map[string]any{"ip": address, "assignedMachineId": id})
		c.v1OK("DELETE", "/machines/"+id, "")
		listed = items(c.v1OK("GET", "/public-ips", ""))[0]
		_, assigned := listed["assignedMachineId"]
		want(t, "address", listed["ip"], address)
		want(t, "assigned", assigned, false)
	})
}

func TestV1PublicIPList(t *testing.T) {
	for listed, c := range map[string]*caller{"ny2": documentedCaller(t), psfake.EastCoast: observedCaller(t)} {
		var all []string
		for range 3 {
			ip, _ := c.claim("ny2")
			all = append(all, ip)
			c.clock.Advance(time.Second)
		}
		c.claim("ams1")
		sizes, ips := c.pages("/public-ips?region=ny2&limit=2&orderBy=dtCreated&order=asc", "ip")
		want(t, "pages", fmt.Sprint(sizes, ips), fmt.Sprint([]int{2, 1}, all))
		_, ips = c.pages("/public-ips?region=East%20Coast%20(NY2)", "ip")
		slices.Reverse(ips)
		want(t, "newest first", fmt.Sprint(ips), fmt.Sprint(all))
		want(t, "region", items(c.v1OK("GET", "/public-ips?region=ny2", ""))[0]["region"], any(listed))
		wantRejection(t, c.v1("GET", "/public-ips?limit=121", ""), 400, "limit")
		wantRejection(t, c.v1("GET", "/public-ips?orderBy=ip", ""), 400, "orderBy")
	}
	c := newCaller(t, psfake.WithBehavior(psfake.Behavior{}))
	ip, path := c.claim("ny2")
	want(t, "names only", c.v1OK("PUT", path, `{"machineId":null}`)["region"], any(psfake.EastCoast))
	want(t, "address", c.PublicIPs()[0].IP, ip)
}

// No source settles whether an assign replaces the former address of a machine, or whether an address must be
// unassigned before it can be moved.
func TestV1AssignToAMachineWithAnotherAddress(t *testing.T) {
	for _, m := range []psfake.Machine{{AssignPublicIP: true}, {DynamicPublicIP: true}} {
		c := documentedCaller(t)
		one := c.AddMachine(m)
		ip, path := c.claim("ny2")
		c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)
		wantKeys(t, c.v1Show(one.ID), map[string]any{"publicIp": ip, "publicIpType": "static"})
		kept := ""
		if m.AssignPublicIP {
			kept = one.PublicIP
		}
		want(t, "its static address is unassigned", strings.Join(c.KeptAddresses(), " "), kept)

		c = observedCaller(t)
		one = c.AddMachine(m)
		_, path = c.claim("ny2")
		wantRejection(t, c.v1("PUT", path, `{"machineId":"`+one.ID+`"}`), 409, "already has a static public IP address")
		want(t, "unchanged", c.v1Show(one.ID)["publicIp"], any(one.PublicIP))
		want(t, "its first address again", c.AssignPublicIP(one.PublicIP, one.ID), m.AssignPublicIP)
	}
}

func TestV1PublicIPMoves(t *testing.T) {
	for moves, c := range map[bool]*caller{true: documentedCaller(t), false: observedCaller(t)} {
		one, two := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
		ip, path := c.claim("ny2")
		c.v1OK("PUT", path, `{"machineId":"`+one.ID+`"}`)
		r := c.v1("PUT", path, `{"machineId":"`+two.ID+`"}`)
		holder, other := one.ID, two.ID
		if moves {
			holder, other = two.ID, one.ID
		} else {
			wantRejection(t, r, conflictStatus(c), "another machine")
		}
		want(t, "holder", c.PublicIPs()[0].MachineID, holder)
		want(t, "shown", c.v1Show(holder)["publicIp"], any(ip))
		wantKeys(t, c.v1Show(other), map[string]any{"publicIp": nil, "publicIpType": "none"})
	}
}

func TestV1PublicIPFaults(t *testing.T) {
	c := documentedCaller(t)
	c.inject(`{"Kind":"cut-after","Call":"publicips.claim","Times":1}`)
	if _, err := c.send("POST", "/v1/public-ips", `{"region":"ny2"}`); err == nil {
		t.Error("a response")
	}
	want(t, "claimed anyway", len(c.KeptAddresses()), 1)
	want(t, "journal", c.Journal()[len(c.Journal())-1].Call, "publicips.claim")

	c.clock.Advance(time.Minute)
	c.inject(`{"Kind":"lag","Call":"publicips.list","Age":"15s"}`)
	c.claim("ny2")
	want(t, "listed later", len(items(c.v1OK("GET", "/public-ips", ""))), 1)
	c.clock.Advance(15 * time.Second)
	want(t, "listed", len(items(c.v1OK("GET", "/public-ips", ""))), 2)

	c.inject(`{"Kind":"twin","Call":"publicips.claim","Times":1,"Value":{"Region":"Europe (AMS1)"}}`)
	c.claim("ny2")
	want(t, "another client's", len(items(c.v1OK("GET", "/public-ips?region=ams1", ""))), 0)
	c.clock.Advance(15 * time.Second)
	want(t, "another client's", len(items(c.v1OK("GET", "/public-ips?region=ams1", ""))), 1)
	c.ClearFaults()

	before := len(c.PublicIPs())
	c.inject(`{"Kind":"instead","Call":"publicips.claim","Times":1}`)
	if _, err := c.send("POST", "/v1/public-ips", `{"region":"ny2"}`); err == nil {
		t.Error("a response")
	}
	want(t, "one, from another client", len(c.PublicIPs()), before+1)

	m := c.AddMachine(psfake.Machine{})
	ip, path := c.claim("ny2")
	c.inject(`{"Kind":"ignore","Call":"publicips.assign","Key":"machineId","Times":1}`)
	c.v1OK("PUT", path, `{"machineId":"`+m.ID+`"}`)
	want(t, "ignored", c.v1Show(m.ID)["publicIp"], nil)
	c.inject(`{"Kind":"missing","ID":%q,"Writes":true,"For":"2s"}`, ip)
	wantRejection(t, c.v1("PUT", path, `{"machineId":"`+m.ID+`"}`), 404, "Public IP")
	want(t, "missing", len(items(c.v1OK("GET", "/public-ips", ""))), len(c.PublicIPs())-1)
	c.clock.Advance(2 * time.Second)
	c.inject(`{"Kind":"alter","Call":"publicips.claim","Key":"region","Value":"Europe (AMS1)"}`)
	c.claim("ny2")
	want(t, "altered", c.PublicIPs()[len(c.PublicIPs())-1].Region, psfake.Europe)

	// If a machine is created with an address, the address itself gets no twin.
	c = documentedCaller(t)
	c.inject(`{"Kind":"twin","Call":"machines.create"}`)
	c.v1Create(`,"publicIpType":"static"`)
	c.clock.Advance(paced.Provision)
	want(t, "one for each machine", fmt.Sprint(len(c.Machines()), len(c.PublicIPs()), len(c.KeptAddresses())), "2 2 0")
}

func TestPublicIPsAtTheConsole(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{})
	mine := c.ClaimPublicIP(psfake.EastCoast)
	want(t, "claimed", c.PublicIPs()[0], mine)
	want(t, "assigned", c.AssignPublicIP(mine.IP, m.ID), true)
	wantKeys(t, c.v1Show(m.ID), map[string]any{"publicIp": mine.IP, "publicIpType": "static"})
	want(t, "to no such machine", c.AssignPublicIP(mine.IP, "psnone"), false)
	want(t, "no such address", c.AssignPublicIP("192.0.2.1", m.ID), false)
	want(t, "unassigned", c.AssignPublicIP(mine.IP, ""), true)
	want(t, "kept", len(c.KeptAddresses()), 1)
	want(t, "released", c.ReleasePublicIP(mine.IP), true)
	want(t, "but once", c.ReleasePublicIP(mine.IP), false)
}

// An address that an update in CORE releases is removed from the account.
func TestAddressesThroughCore(t *testing.T) {
	c := observedCaller(t)
	m := c.AddMachine(psfake.Machine{AssignPublicIP: true})
	want(t, "claimed", c.PublicIPs()[0].MachineID, m.ID)
	c.post("/machines/"+m.ID+"/updateMachinePublic", `{"assignPublicIp":false}`)
	want(t, "taken away", len(c.PublicIPs()), 0)
	c.post("/machines/"+m.ID+"/updateMachinePublic", `{"assignPublicIp":true}`)
	c.post("/machines/"+m.ID+"/destroyMachine", `{"releasePublicIp":true}`)
	want(t, "released", len(c.PublicIPs()), 0)
}
