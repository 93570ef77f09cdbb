package psfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// snapshot starts a snapshot and returns its ID.
func (c *caller) snapshot(machineID, name string) string {
	c.t.Helper()
	o := c.v1OK("POST", "/snapshots", fmt.Sprintf(`{"name":%q,"machineId":%q}`, name, machineID))
	return part(o, "data")["id"].(string)
}

// wantGone checks the response to a get of an object that does not exist.
func (c *caller) wantGone(path string) {
	c.t.Helper()
	null := false
	c.ChangeBehavior(func(d *psfake.Behavior) { null = d.V1.NullUnknown })
	r := c.v1("GET", path, "")
	if null {
		want(c.t, path, r.raw, "null")
		want(c.t, path, r.status, 200)
		return
	}
	wantRejection(c.t, r, 404, "not found")
}

// event returns the current state of the event in a response, as "name/state".
func (c *caller) event(o map[string]any) string {
	c.t.Helper()
	e := c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), "")
	return fmt.Sprint(e["name"], "/", e["state"])
}

func TestV1Snapshots(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{})
		o := c.v1OK("POST", "/snapshots", `{"name":"before","machineId":"`+m.ID+`"}`)
		id := part(o, "data")["id"].(string)
		path := "/snapshots/" + id
		wantKeys(t, part(o, "data"), map[string]any{"name": "before", "machineId": m.ID, "isAutoSnapshot": false})
		want(t, "keys: no date, size, or state", len(part(o, "data")), 4)
		wantKeys(t, part(o, "event"), map[string]any{"name": "snapshot-create", "state": "in progress", "machineId": m.ID})
		want(t, "the machine keeps running", c.v1Show(m.ID)["state"], any("ready"))
		wantRejection(t, c.v1("POST", path+"/restore", "{}"), conflictStatus(c), "being created")
		wantRejection(t, c.v1("DELETE", path, ""), conflictStatus(c), "being created")
		c.clock.Advance(paced.Snapshot - time.Second)
		want(t, "event", c.event(o), "snapshot-create/in progress")
		c.clock.Advance(time.Second)
		want(t, "event", c.event(o), "snapshot-create/done")

		want(t, "get", c.v1OK("GET", path, "")["name"], any("before"))
		want(t, "renamed", c.v1OK("PUT", path, `{"name":"after"}`)["name"], any("after"))
		want(t, "of nothing", c.v1OK("PUT", path, `{}`)["name"], any("after"))
		for body, says := range map[string]string{`{"name":""}`: "empty", `{"name":null}`: "name", `{"note":"x"}`: "Unknown parameter: note"} {
			wantRejection(t, c.v1("PUT", path, body), 400, says)
		}
		for body, says := range map[string]string{`{"name":"x"}`: "machineId", `{"machineId":"` + m.ID + `"}`: "name",
			`{"name":"x","machineId":"` + m.ID + `","x":1}`: "Unknown parameter: x"} {
			wantRejection(t, c.v1("POST", "/snapshots", body), 400, says)
		}
		wantRejection(t, c.v1("POST", "/snapshots", `{"name":"x","machineId":"psnone"}`), 404, "Machine")
		_, early := c.v1Create("")
		wantRejection(t, c.v1("POST", "/snapshots", `{"name":"x","machineId":"`+early+`"}`), conflictStatus(c), "currently provisioning")

		o = c.v1OK("DELETE", path, "")
		want(t, "event", c.event(o), "snapshot-delete/in progress")
		want(t, "still shown", c.v1OK("GET", path, "")["name"], any("after"))
		wantRejection(t, c.v1("DELETE", path, ""), 404, "Snapshot")
		wantRejection(t, c.v1("PUT", path, `{"name":"x"}`), 404, "Snapshot")
		c.clock.Advance(paced.Snapshot)
		want(t, "event", c.event(o), "snapshot-delete/done")
		c.wantGone(path)
		c.wantGone("/snapshots/slnone")
		wantRejection(t, c.v1("DELETE", path, ""), 404, "Snapshot")
		wantRejection(t, c.v1("POST", path+"/restore", "{}"), 404, "Snapshot")
	})
	want(t, "the behaviors differ", psfake.Observed().V1.NullUnknown != psfake.Documented().V1.NullUnknown, true)
}

func TestV1SnapshotList(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m, other := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
		for _, name := range []string{"b", "c", "a"} { // with the same date
			c.snapshot(m.ID, name)
		}
		c.snapshot(other.ID, "d")
		for query, wanted := range map[string]string{
			"": "[2 1] [a c b]", "&order=asc": "[2 1] [b c a]", "&orderBy=name&order=asc": "[2 1] [a b c]", "&orderBy=dtCreated": "[2 1] [a c b]",
		} {
			sizes, names := c.pages("/snapshots?limit=2&machineId="+m.ID+query, "name")
			want(t, query, fmt.Sprint(sizes, " ", names), wanted)
		}
		wantRejection(t, c.v1("GET", "/snapshots?limit=121", ""), 400, "limit")
		wantRejection(t, c.v1("GET", "/snapshots?orderBy=id", ""), 400, "orderBy")
	})
}

// A restore requires a body, and the machine is neither ready nor off until the restore is done.
func TestV1Restore(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{State: "off", SizeGB: 50})
		s := c.AddSnapshot(psfake.Snapshot{MachineID: m.ID, Name: "golden"})
		path := "/snapshots/" + s.ID + "/restore"
		c.ChangeMachine(m.ID, func(m *psfake.Machine) { m.SizeGB = 100 })
		wantCode(t, c.v1("POST", path, ""), 400, "PARSE_ERROR", "body")
		wantRejection(t, c.v1("POST", path, `{"createSnapshotBeforeRestore":"yes"}`), 400, "boolean")
		wantRejection(t, c.v1("POST", path, `{"x":1}`), 400, "Unknown parameter: x")

		o := c.v1OK("POST", path, "{}")
		want(t, "data", part(o, "data")["id"], any(s.ID))
		want(t, "event", c.event(o), "snapshot-restore/in progress")
		want(t, "neither ready nor off", c.v1Show(m.ID)["state"], any("upgrading"))
		wantRejection(t, c.v1("PATCH", "/machines/"+m.ID+"/start", "{}"), conflictStatus(c), "currently upgrading")
		want(t, "another restore", c.v1("POST", path, "{}").status, conflictStatus(c))
		want(t, "a type", c.v1("PUT", "/machines/"+m.ID, `{"machineType":"P5000"}`).status, conflictStatus(c))
		c.clock.Advance(paced.Snapshot)
		want(t, "event", c.event(o), "snapshot-restore/done")
		want(t, "state", c.v1Show(m.ID)["state"], any("off"))
		want(t, "snapshots", len(c.Snapshots()), 1)
		size, keeps := 50, false
		if c.ChangeBehavior(func(d *psfake.Behavior) { keeps = !d.Observed }); keeps {
			size = 100
		}
		now, _ := c.Machine(m.ID)
		want(t, "disk", now.SizeGB, size)

		o = c.v1OK("POST", path, `{"createSnapshotBeforeRestore":true}`)
		want(t, "event", part(o, "event")["name"], any("snapshot-restore"))
		want(t, "one more", len(items(c.v1OK("GET", "/snapshots?machineId="+m.ID, ""))), 2)
		c.clock.Advance(paced.Snapshot)
		want(t, "events", c.v1Events(m.ID), "snapshot-restore/done snapshot-create/done snapshot-restore/done")
		c.v1OK("PATCH", "/machines/"+m.ID+"/start", "{}")
	})
}

// No source settles whether a running machine can be restored.
func TestV1RestoreOfARunningMachine(t *testing.T) {
	for works, c := range map[bool]*caller{true: documentedCaller(t), false: observedCaller(t)} {
		m := c.AddMachine(psfake.Machine{})
		s := c.AddSnapshot(psfake.Snapshot{MachineID: m.ID})
		r := c.v1("POST", "/snapshots/"+s.ID+"/restore", "{}")
		if !works {
			wantRejection(t, r, conflictStatus(c), "must be off")
			continue
		}
		want(t, "state", c.v1Show(m.ID)["state"], any("upgrading"))
		c.clock.Advance(paced.Snapshot)
		want(t, "state", c.v1Show(m.ID)["state"], any("ready"))
	}
}

// A change appears in the events of a machine before it appears in the machine state.
func TestV1RestoreOfABusyMachine(t *testing.T) {
	for _, busy := range []struct{ state, method, path, body string }{
		{"ready", "PATCH", "/machines/%s/stop", "{}"},
		{"ready", "PATCH", "/machines/%s/restart", "{}"},
		{"off", "POST", "/custom-templates", `{"name":"x","machineId":"%s"}`},
	} {
		c := observedCaller(t)
		c.ChangeBehavior(func(d *psfake.Behavior) { d.V1.RestoreNeedsOff = false })
		m := c.AddMachine(psfake.Machine{State: busy.state})
		s := c.AddSnapshot(psfake.Snapshot{MachineID: m.ID})
		c.v1OK(busy.method, strings.Replace(busy.path, "%s", m.ID, 1), strings.Replace(busy.body, "%s", m.ID, 1))
		want(t, busy.path+": state", c.v1Show(m.ID)["state"], any(busy.state))
		wantRejection(t, c.v1("POST", "/snapshots/"+s.ID+"/restore", "{}"), conflictStatus(c), "busy")
	}
}

// Setting the clock back hides no objects.
func TestV1ObjectsUnderSkew(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{})
	c.AddSnapshot(psfake.Snapshot{MachineID: m.ID})
	c.AddSharedDrive(psfake.SharedDrive{NetworkID: "n123abc"})
	c.AddCustomTemplate(psfake.Template{MachineID: m.ID})
	c.ClaimPublicIP(psfake.EastCoast)
	c.SetSkew(-time.Hour)
	for path, n := range map[string]int{"/snapshots": 1, "/shared-drives": 1, "/custom-templates": 2, "/public-ips": 1} {
		want(t, path, len(items(c.v1OK("GET", path, ""))), n)
	}
}

func TestV1SnapshotScheduleRotates(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: new(2)})
		manual := c.AddSnapshot(psfake.Snapshot{MachineID: m.ID, Name: "manual"})
		var made []string
		for range 3 {
			s, ok := c.AutoSnapshot(m.ID)
			want(t, "made", ok, true)
			made = append(made, s.ID)
		}
		_, ids := c.pages("/snapshots?machineId="+m.ID, "id")
		want(t, "newest first", fmt.Sprint(ids), fmt.Sprint([]string{made[2], made[1], manual.ID}))
		want(t, "automatic", c.v1OK("GET", "/snapshots/"+made[1], "")["isAutoSnapshot"], any(true))
		c.wantGone("/snapshots/" + made[0])
		want(t, "events", c.v1Events(m.ID), "snapshot-delete/done snapshot-create/done snapshot-create/done snapshot-create/done")
		_, ok := c.AutoSnapshot(c.AddMachine(psfake.Machine{}).ID)
		want(t, "without a schedule", ok, false)
	})
}

// Snapshots are removed with their machine, even if they are still being created.
func TestV1SnapshotsVanishWithTheMachine(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m, other := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
		id, kept := c.snapshot(m.ID, "mine"), c.snapshot(other.ID, "others")
		c.v1OK("DELETE", "/machines/"+m.ID, "")
		want(t, "events", c.v1Events(m.ID), "deactivate/in progress bill-sessions/done snapshot-create/done")
		c.clock.Advance(paced.Destroy)
		c.wantGone("/snapshots/" + id)
		want(t, "others", c.v1OK("GET", "/snapshots/"+kept, "")["name"], any("others"))
		want(t, "removed at the console", c.RemoveMachine(other.ID), true)
		c.wantGone("/snapshots/" + kept)
	})
}

// A change of the machine's state does not end a snapshot.
func TestV1SnapshotOutlastsARestart(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{})
	o := c.v1OK("POST", "/snapshots", `{"name":"x","machineId":"`+m.ID+`"}`)
	c.clock.Advance(paced.Snapshot - time.Second)
	c.v1OK("PATCH", "/machines/"+m.ID+"/restart", "{}")
	want(t, "event", c.event(o), "snapshot-create/in progress")
	c.clock.Advance(time.Second)
	want(t, "event", c.event(o), "snapshot-create/done")
	want(t, "deletable", c.v1("DELETE", "/snapshots/"+c.Snapshots()[0].ID, "").status, 200)
}

func TestV1RestorePoint(t *testing.T) {
	c := documentedCaller(t)
	m, other := c.AddMachine(psfake.Machine{}), c.AddMachine(psfake.Machine{})
	s, others := c.AddSnapshot(psfake.Snapshot{MachineID: m.ID}), c.AddSnapshot(psfake.Snapshot{MachineID: other.ID})
	wantRejection(t, c.v1("PUT", "/machines/"+m.ID, `{"restorePointSnapshotId":"`+others.ID+`"}`), 404, "Snapshot")
	c.v1Put(m.ID, `{"restorePointSnapshotId":"`+s.ID+`"}`)
	want(t, "shown", c.v1Show(m.ID)["restorePointSnapshotId"], any(s.ID))
	want(t, "removed at the console", c.RemoveSnapshot(s.ID), true)
	want(t, "but once", c.RemoveSnapshot(s.ID), false)
	want(t, "shown", c.v1Show(m.ID)["restorePointSnapshotId"], nil)
	want(t, "renamed at the console", c.ChangeSnapshot(others.ID, func(s *psfake.Snapshot) { s.Name = "x" }), true)
	want(t, "name", c.v1OK("GET", "/snapshots/"+others.ID, "")["name"], any("x"))
}
