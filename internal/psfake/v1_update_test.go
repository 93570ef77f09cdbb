package psfake_test

import (
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1UpdateOfSettings(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		id := c.AddMachine(psfake.Machine{}).ID
		o := c.v1Put(id, `{"name":"new","autoSnapshotEnabled":true,"autoSnapshotFrequency":"weekly","autoSnapshotSaveCount":4}`)
		if event, ok := o["event"]; ok {
			t.Errorf("settings take no time, yet there is an event: %v", event)
		}
		wantKeys(t, part(o, "data"), map[string]any{"name": "new", "autoSnapshotFrequency": "weekly", "autoSnapshotSaveCount": 4.0})
		c.v1Put(id, `{"autoSnapshotFrequency":"hourly"}`)
		wantKeys(t, c.v1Show(id), map[string]any{"autoSnapshotFrequency": "hourly", "autoSnapshotSaveCount": 4.0})
		c.v1Put(id, `{"autoShutdownEnabled":true,"autoShutdownTimeout":8,"autoShutdownForce":true}`)
		wantKeys(t, c.v1Show(id), map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": 8.0, "autoShutdownForce": true})
		c.v1Put(id, `{"autoShutdownEnabled":true}`)
		want(t, "unchanged", c.Journal()[len(c.Journal())-1].Effect, false)
		want(t, "events", c.v1Events(id), "")
	})
}

func TestV1UpdateRejections(t *testing.T) {
	off := psfake.Machine{State: "off", SizeGB: 100}
	for name, tc := range map[string]struct {
		machine psfake.Machine
		body    string
		status  int // 0 = the conflictStatus of the behavior
		says    string
	}{
		"null":               {off, `{"name":null}`, 400, "name must be a string"},
		"unknown key":        {off, `{"id":"ps1"}`, 400, "Unknown parameter: id"},
		"region":             {off, `{"region":"ca1"}`, 400, "Unknown parameter: region"},
		"template":           {off, `{"templateId":"t0nspur5"}`, 400, "Unknown parameter: templateId"},
		"type while on":      {psfake.Machine{}, `{"machineType":"P5000"}`, 0, "must be off"},
		"disk while on":      {psfake.Machine{}, `{"diskSize":100}`, 0, "must be off"},
		"disk shrinks":       {off, `{"diskSize":50}`, 400, "diskSize can only grow"},
		"another group":      {off, `{"machineType":"C5"}`, 400, "group"},
		"unknown type":       {off, `{"machineType":"Z9000"}`, 400, "not available"},
		"network":            {off, `{"networkId":"nnone"}`, 404, "Private network not found"},
		"default network":    {off, `{"networkId":"n789ghi"}`, 404, "Private network not found"},
		"back to default":    {psfake.Machine{State: "off", NetworkID: "n123abc"}, `{"networkId":"n789ghi"}`, 404, "Private network not found"},
		"network elsewhere":  {psfake.Machine{State: "off", Region: psfake.Europe}, `{"networkId":"n123abc"}`, 400, "region"},
		"snapshot":           {off, `{"restorePointSnapshotId":"s1"}`, 404, "Snapshot not found"},
		"shutdown":           {off, `{"autoShutdownEnabled":true,"autoShutdownForce":true}`, 400, "needs autoShutdownTimeout"},
		"still provisioning": {psfake.Machine{State: "provisioning", Build: psfake.Filled}, `{"diskSize":200}`, 0, "must be off"},
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, c *caller) {
				id := c.AddMachine(tc.machine).ID
				r := c.v1("PUT", "/machines/"+id, tc.body)
				status := tc.status
				if status == 0 {
					status = conflictStatus(c)
				}
				wantRejection(t, r, status, tc.says)
				want(t, "effect", c.Journal()[0].Effect, false)
				want(t, "events", c.v1Events(id), "")
			})
		})
	}
}

// In the documented behavior, the state shows a resize, and there is one event for the bill and one for the machine.
// No other change is possible in the meantime.
func TestV1Resize(t *testing.T) {
	c := documentedCaller(t)
	id := c.AddMachine(psfake.Machine{State: "off", SizeGB: 50}).ID
	o := c.v1Put(id, `{"machineType":"P5000","diskSize":100,"name":"big"}`)
	want(t, "event", part(o, "event")["name"], any("bill-upgrade"))
	wantKeys(t, part(o, "data"), map[string]any{"state": "upgrading", "machineType": "P4000", "name": "big", "storageTotal": 53687091200.0})
	want(t, "events", c.v1Events(id), "vm-upgrade/in progress bill-upgrade/in progress")
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 409, "currently upgrading.")
	wantRejection(t, c.v1("PUT", "/machines/"+id, `{"networkId":"n123abc"}`), 409, "busy")
	c.v1Put(id, `{"name":"bigger"}`)

	c.clock.Advance(paced.Update / 2)
	want(t, "the event in the response is not the last", c.v1Events(id), "vm-upgrade/in progress bill-upgrade/done")
	c.clock.Advance(paced.Update / 2)
	want(t, "events", c.v1Events(id), "vm-upgrade/done bill-upgrade/done")
	wantKeys(t, c.v1Show(id), map[string]any{"state": "off", "machineType": "P5000", "name": "bigger", "storageTotal": 107374182400.0})
	gpu := c.v1Show(id)["accelerators"].([]any)[0].(map[string]any)
	want(t, "accelerator", gpu["name"], any("Quadro P5000"))

	same := c.v1Put(id, `{"machineType":"P5000","diskSize":100}`)
	want(t, "nothing to do", same["event"], nil)
	disk := c.v1Put(id, `{"diskSize":200}`)
	want(t, "the disk alone", part(disk, "event")["name"], any("vm-upgrade"))
}

// In the observed behavior, the state remains off, and the event ends in an error although the resize succeeded.
func TestV1ResizeAsObserved(t *testing.T) {
	c := observedCaller(t)
	id := c.AddMachine(psfake.Machine{State: "off", SizeGB: 50}).ID
	o := c.v1Put(id, `{"diskSize":100}`)
	want(t, "state", part(o, "data")["state"], any("off"))
	wantRejection(t, c.v1("PATCH", "/machines/"+id+"/start", ""), 412, "currently upgrading.")
	wantRejection(t, c.v1("PUT", "/machines/"+id, `{"diskSize":200}`), 412, "busy")
	c.clock.Advance(paced.Update)
	event := c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), "")
	wantKeys(t, event, map[string]any{"name": "vm-upgrade", "state": "error", "error": nil, "dtFinished": "2017-02-16T20:27:14.880Z"})
	want(t, "size", c.v1Show(id)["storageTotal"], any("107374182400"))
	c.v1OK("PATCH", "/machines/"+id+"/start", "")
}

func TestV1ResizeFails(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		id := c.AddMachine(psfake.Machine{State: "off", SizeGB: 50}).ID
		c.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "No room", Times: 1})
		o := c.v1Put(id, `{"machineType":"P5000","diskSize":100}`)
		c.clock.Advance(paced.Update)
		want(t, "bill", c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), "")["state"], any("done"))
		wantKeys(t, items(c.v1OK("GET", "/machine-events?machineId="+id, ""))[0], map[string]any{"state": "error", "error": "No room"})
		m, _ := c.Machine(id)
		want(t, "as it was", m.MachineType == "P4000" && m.SizeGB == 50 && m.State == "off", true)

		c.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultStuck, Times: 1})
		c.v1Put(id, `{"diskSize":100}`)
		c.clock.Advance(time.Hour)
		want(t, "newest", items(c.v1OK("GET", "/machine-events?machineId="+id, ""))[0]["state"], any("in progress"))
	})
}

func TestV1MoveToAnotherNetwork(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{State: "off"})
		n := c.AddNetwork(psfake.Network{Name: "second"})
		for _, to := range []string{"n123abc", n.ID} { // default to private, private to private
			o := c.v1Put(m.ID, `{"networkId":"`+to+`"}`)
			wantKeys(t, part(o, "event"), map[string]any{"name": "vm-migrate", "state": "in progress"})
			want(t, "not yet", part(o, "data")["networkId"] == any(to), false)
			want(t, "no start in the meantime", c.v1("PATCH", "/machines/"+m.ID+"/start", "").object(t)["message"],
				any("This machine is currently migrating."))
			c.clock.Advance(paced.Update)
			want(t, "network", c.v1Show(m.ID)["networkId"], any(to))
		}
		now, _ := c.Machine(m.ID)
		want(t, "another address", now.PrivateIP != m.PrivateIP, true)
		want(t, "the same network", c.v1Put(m.ID, `{"networkId":"`+n.ID+`"}`)["event"], nil)
	})
}

// No source settles whether a network or an address can be changed while the machine is running.
func TestV1UpdatesThatCanRequireOff(t *testing.T) {
	for _, body := range []string{`{"networkId":"n123abc"}`, `{"publicIpType":"static"}`} {
		documented, observed := documentedCaller(t), observedCaller(t)
		documented.v1Put(documented.AddMachine(psfake.Machine{}).ID, body)
		wantRejection(t, observed.v1("PUT", "/machines/"+observed.AddMachine(psfake.Machine{}).ID, body), 412, "must be off")
		observed.v1Put(observed.AddMachine(psfake.Machine{State: "off"}).ID, body)
	}
}

func TestV1ChangeOfTheAddress(t *testing.T) {
	c := documentedCaller(t)
	id := c.AddMachine(psfake.Machine{DynamicPublicIP: true}).ID
	dynamic := c.v1Show(id)["publicIp"]
	static := part(c.v1Put(id, `{"publicIpType":"static"}`), "data")
	want(t, "type", static["publicIpType"], any("static"))
	want(t, "another", static["publicIp"] != nil && static["publicIp"] != dynamic, true)
	none := part(c.v1Put(id, `{"publicIpType":"none"}`), "data")
	wantKeys(t, none, map[string]any{"publicIpType": "none", "publicIp": nil})
	kept := c.KeptAddresses()
	want(t, "the static address remains in the account", len(kept) == 1 && any(kept[0]) == static["publicIp"], true)
	want(t, "no event", c.v1Events(id), "")
}

// In the observed behavior, a rejected update takes effect in part.
func TestV1PartialUpdate(t *testing.T) {
	for name, c := range map[string]*caller{"old": documentedCaller(t), "new": observedCaller(t)} {
		id := c.AddMachine(psfake.Machine{Name: "old"}).ID
		want(t, "rejected", c.v1("PUT", "/machines/"+id, `{"name":"new","diskSize":500}`).status >= 400, true)
		want(t, "name", c.v1Show(id)["name"], any(name))
	}
}

// The behaviors differ where the sources leave open how settings are treated.
func TestV1SettingsByBehavior(t *testing.T) {
	shuts := psfake.Machine{ShutdownHours: new(8), AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: new(2)}
	for name, tc := range map[string]struct {
		machine    psfake.Machine
		body       string
		key        string
		documented any // nil or the value of key afterward, -1 for a rejection
		observed   any
	}{
		"timeout while on":        {shuts, `{"autoShutdownTimeout":24}`, "autoShutdownTimeout", 24.0, 8.0},
		"timeout while on, again": {shuts, `{"autoShutdownEnabled":true,"autoShutdownTimeout":24}`, "autoShutdownTimeout", 24.0, 8.0},
		"force while on":          {shuts, `{"autoShutdownForce":true}`, "autoShutdownForce", true, false},
		"timeout when off":        {shuts, `{"autoShutdownEnabled":false}`, "autoShutdownTimeout", nil, 8.0},
		"count when off":          {shuts, `{"autoSnapshotEnabled":false}`, "autoSnapshotSaveCount", nil, 2.0},
		"frequency when off":      {shuts, `{"autoSnapshotEnabled":false}`, "autoSnapshotFrequency", nil, "daily"},
		"detail of what is off":   {psfake.Machine{}, `{"autoShutdownTimeout":24}`, "autoShutdownTimeout", nil, -1},
		"frequency of what is off": {psfake.Machine{}, `{"autoSnapshotFrequency":"daily"}`, "autoSnapshotFrequency",
			nil, -1},
		"nothing": {shuts, `{}`, "autoShutdownTimeout", 8.0, -1},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				*caller
				want any
			}{{documentedCaller(t), tc.documented}, {observedCaller(t), tc.observed}} {
				id := c.AddMachine(tc.machine).ID
				r := c.v1("PUT", "/machines/"+id, tc.body)
				if c.want == -1 {
					want(t, "status", r.status, 400)
					continue
				}
				want(t, "status", r.status, 200)
				want(t, tc.key, part(r.object(t), "data")[tc.key], c.want)
			}
		})
	}

	// A workaround of other clients: switch the setting off, and then on with the new values.
	c := observedCaller(t)
	id := c.AddMachine(shuts).ID
	c.v1Put(id, `{"autoShutdownEnabled":false}`)
	c.v1Put(id, `{"autoShutdownEnabled":true,"autoShutdownTimeout":24,"autoShutdownForce":true}`)
	wantKeys(t, c.v1Show(id), map[string]any{"autoShutdownTimeout": 24.0, "autoShutdownForce": true})
}
