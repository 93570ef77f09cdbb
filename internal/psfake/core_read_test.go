package psfake_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// sampleJSON is the machine in the documented samples for list and show.
const sampleJSON = `{"id":"ps123abc","name":"My Machine","os":"Microsoft Windows Server 2016 Datacenter","ram":"8589938688",` +
	`"cpus":4,"gpu":"GRID K160Q (2GB)","storageTotal":"53687091200","storageUsed":"110080","usageRate":"Air monthly",` +
	`"shutdownTimeoutInHours":168,"shutdownTimeoutForces":false,"performAutoSnapshot":false,"autoSnapshotFrequency":null,` +
	`"autoSnapshotSaveCount":null,"agentType":"WindowsDesktop","dtCreated":"2016-11-18T05:18:29.533Z","state":"ready",` +
	`"updatesPending":false,"networkId":"n789ghi","privateIpAddress":"10.64.21.47","publicIpAddress":null,` +
	`"region":"East Coast (NY2)","userId":"u123abc","teamId":"te456def","scriptId":"sc123abc",` +
	`"dtLastRun":"2017-06-30T07:22:49.763Z","dynamicPublicIp":null`

func TestListFilters(t *testing.T) {
	c := newCaller(t, psfake.Strict(), psfake.WithSamples())
	c.AddMachine(psfake.Machine{ID: "psother", Name: "a & b", Region: psfake.WestCoast, State: "off", ShutdownHours: new(3),
		AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4), UpdatesPending: true, AssignPublicIP: true,
		UserID: "uother", TeamID: "teother", Created: epoch})
	other := c.Machines()[1]
	for filter, hits := range map[string]string{
		"":                             "ps123abc psother",
		"machineId=psother":            "psother",
		"machineId=none":               "",
		"id=psother":                   "ps123abc psother",
		"machineType=Air":              "ps123abc psother",
		"dynamicPublicIp=null":         "ps123abc psother",
		"limit=1":                      "ps123abc psother",
		"name=a+%26+b":                 "psother",
		"name=My":                      "",
		"os=Ubuntu+20.04":              "psother",
		"ram=8589938688":               "ps123abc",
		"cpus=8":                       "psother",
		"cpus=many":                    "",
		"gpu=GRID+K160Q+(2GB)":         "ps123abc",
		"storageTotal=53687091200":     "ps123abc psother",
		"storageUsed=0":                "psother",
		"usageRate=Air+monthly":        "ps123abc",
		"shutdownTimeoutInHours=3":     "psother",
		"performAutoSnapshot=true":     "psother",
		"autoSnapshotFrequency=week":   "psother",
		"autoSnapshotFrequency=null":   "ps123abc",
		"autoSnapshotSaveCount=4":      "psother",
		"autoSnapshotSaveCount=null":   "ps123abc",
		"agentType=WindowsDesktop":     "ps123abc",
		"state=off":                    "psother",
		"updatesPending=false":         "ps123abc",
		"networkId=n789ghi":            "ps123abc",
		"publicIpAddress=null":         "ps123abc",
		"region=West+Coast+(CA1)":      "psother",
		"userId=u123abc":               "ps123abc",
		"teamId=teother":               "psother",
		"scriptId=null":                "psother",
		"dtLastRun=null":               "psother",
		"state=ready&userId=uother":    "",
		"state=ready&userId=u123abc":   "ps123abc",
		"privateIpAddress=10.64.21.47": "ps123abc",
		"dtCreated=" + url.QueryEscape("2016-11-18T05:18:29.533Z"):   "ps123abc",
		"dtLastRun=" + url.QueryEscape("2017-06-30T07:22:49.763Z"):   "ps123abc",
		"publicIpAddress=" + url.QueryEscape(other.PublicIP):         "psother",
		"privateIpAddress=" + other.PrivateIP + "&machineId=psother": "psother",
	} {
		var ids []string
		for _, m := range c.get("/machines/getMachines?" + filter).list(t) {
			ids = append(ids, m["id"].(string))
			if _, ok := m["events"]; ok {
				t.Error("list shows events")
			}
		}
		want(t, filter, strings.Join(ids, " "), hits)
	}
	// A strict server ignores filters in the body of a GET, which only other clients send.
	want(t, "body", len(c.must("GET", "/machines/getMachines", `{"machineId":"psother"}`).list(t)), 2)
}

func TestListFiltersWithoutOwner(t *testing.T) {
	c := newCaller(t, psfake.WithBehavior(psfake.Behavior{OmitOwner: true}), psfake.WithSamples())
	want(t, "hit", len(c.get("/machines/getMachines?userId=u123abc").list(t)), 1)
	want(t, "none", len(c.get("/machines/getMachines?userId=uother").list(t)), 0)
}

func TestPages(t *testing.T) {
	c := newCaller(t, psfake.WithBehavior(psfake.Behavior{Page: 3}))
	for range 7 {
		c.AddMachine(psfake.Machine{})
	}
	for query, n := range map[string]int{"": 3, "limit=2": 2, "limit=100": 3, "skip=5": 2, "skip=9": 0, "limit=x": 3, "skip=6&limit=1": 1} {
		want(t, query, len(c.get("/machines/getMachines?"+query).list(t)), n)
	}
}

func TestAvailability(t *testing.T) {
	c := newCaller(t)
	c.SetAvailability(psfake.Europe, "V100", false)
	for query, ids := range map[string]string{
		"region=East%20Coast%20(NY2)&machineType=GPU%2B": `200 {"available":true}`,
		"region=East%20Coast%20(NY2)&machineType=V100":   `200 {"available":true}`,
		"region=Europe%20(AMS1)&machineType=V100":        `200 {"available":false}`,
		"region=East%20Coast%20(NY2)&machineType=GPU+":   `400`, // a plus sign means a space
		"region=East%20Coast%20(NY2)&machineType=C5":     `400`,
		"region=ny2&machineType=V100":                    `400`,
		"machineType=V100":                               `400`,
		"region=East%20Coast%20(NY2)":                    `400`,
	} {
		r := c.get("/machines/getAvailability?" + query)
		got := strconv.Itoa(r.status)
		if r.status == 200 {
			got += " " + r.raw
		}
		want(t, query, got, ids)
	}
}

func TestUtilization(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{})
	c.clock.Advance(90*time.Second + 500*time.Millisecond)
	c.post("/machines/"+m.ID+"/stop", "")
	c.show(m.ID)
	c.clock.Advance(100 * time.Second)
	r := c.get("/machines/getUtilization?machineId=" + m.ID + "&billingMonth=2017-02")
	want(t, "response", r.raw, `{"machineId":"`+m.ID+`","utilization":{"machineId":"`+m.ID+`","secondsUsed":90.5,"hourlyRate":"0.40",`+
		`"billingMonth":"2017-02"},"storageUtilization":{"machineId":"`+m.ID+`","secondsUsed":190.5,"monthlyRate":"7.00","billingMonth":"2017-02"}}`)
	for query, status := range map[string]int{
		"machineId=" + m.ID: 400, "billingMonth=2017-02": 400, "machineId=" + m.ID + "&billingMonth=Feb": 400,
		"machineId=none&billingMonth=2017-02": 404, "machineId=" + m.ID + "&billingMonth=2016-01": 200,
	} {
		want(t, query, c.get("/machines/getUtilization?"+query).status, status)
	}
}

func TestTemplates(t *testing.T) {
	c := newCaller(t)
	all := c.get("/templates/getTemplates").list(t)
	want(t, "templates", len(all), 7)
	for query, n := range map[string]int{"id=t123abc": 1, "label=ML+in+a+Box": 2, "label=null": 1, "teamId=te456def": 1,
		"teamId=null": 6, "name=paperspace%2Ft123abc": 1, "os=Ubuntu+20.04": 2, "region=East+Coast+(NY2)": 1,
		"dtCreated=2017-01-03T23%3A41%3A06.801Z": 1, "userId=null": 7, "other=x": 7} {
		want(t, query, len(c.get("/templates/getTemplates?"+query).list(t)), n)
	}
	want(t, "public", c.get("/templates/getTemplates?id=t123abc").raw, `[{"id":"t123abc","name":"paperspace/t123abc",`+
		`"label":"Windows 10","os":"Windows 10 (Server 2016)","dtCreated":"2017-01-03T23:41:06.801Z"}]`)
	want(t, "own", c.get("/templates/getTemplates?id=t456def").raw, `[{"id":"t456def","name":"t456def",`+
		`"label":"New Template 1","os":"Ubuntu 14.04.5 LTS; uname: 4.2.0-27-generic; distro: ubuntu; major: 14; minor: 04",`+
		`"teamId":"te456def","userId":null,"region":"East Coast (NY2)","dtCreated":"2017-02-06T18:46:44.882Z"}]`)
}

func TestNetworksAndUsers(t *testing.T) {
	c := newCaller(t)
	want(t, "network", c.get("/networks/getNetworks?id=n789ghi").raw, `[{"id":"n789ghi","name":"Default network",`+
		`"region":"East Coast (NY2)","dtCreated":"2016-10-01T09:00:01.250Z","network":"10.64.21.0","netmask":"255.255.255.0","teamId":"te456def"}]`)
	want(t, "networks", len(c.get("/networks/getNetworks").list(t)), 2)
	want(t, "none", c.get("/networks/getNetworks?name=x").raw, "[]")
	want(t, "user", c.get("/users/getUsers?email=jon%40example.com&lastname=Snow").raw, `[{"id":"u123abc","email":"jon@example.com",`+
		`"firstname":"Jon","lastname":"Snow","dtCreated":"2016-10-01T09:00:00.000Z","teamId":"te456def"}]`)
	want(t, "camel-case filter is none", len(c.get("/users/getUsers?lastName=Other").list(t)), 1)
	want(t, "lower-case is", len(c.get("/users/getUsers?lastname=Other").list(t)), 0)
}
