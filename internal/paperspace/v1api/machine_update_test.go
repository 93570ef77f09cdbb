package v1api

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The machines to update.
const (
	allOff = `{"id": "ps1", "publicIpType": "none", "autoShutdownEnabled": false, "autoShutdownTimeout": 24, "autoSnapshotEnabled": false,
		"autoSnapshotFrequency": "daily", "autoSnapshotSaveCount": 3}`
	allOn = `{"id": "ps1", "publicIpType": "static", "autoShutdownEnabled": true, "autoShutdownTimeout": 24, "autoShutdownForce": true,
		"autoSnapshotEnabled": true, "autoSnapshotFrequency": "weekly", "autoSnapshotSaveCount": 4}`
	dynamicOnly = `{"id": "ps1", "publicIpType": "dynamic"}`
)

func TestUpdateRequests(t *testing.T) {
	for name, c := range map[string]struct {
		machine string // "" if the machine is not read
		update  paperspace.MachineUpdate
		want    []string // the bodies of the updates
	}{
		"nothing":           {"", paperspace.MachineUpdate{}, nil},
		"a name":            {"", paperspace.MachineUpdate{Name: new("web")}, []string{`{"name":"web"}`}},
		"hardware":          {"", paperspace.MachineUpdate{MachineType: new("c7"), SizeGB: new(int64(100))}, []string{`{"diskSize":100,"machineType":"C7"}`}},
		"a network":         {"", paperspace.MachineUpdate{NetworkID: new("n1")}, []string{`{"networkId":"n1"}`}},
		"a script is apart": {"", paperspace.MachineUpdate{ScriptID: new("sc1")}, nil},

		"a static address":  {"", paperspace.MachineUpdate{AssignPublicIP: new(true), DynamicPublicIP: new(false)}, []string{`{"publicIpType":"static"}`}},
		"a dynamic address": {"", paperspace.MachineUpdate{AssignPublicIP: new(false), DynamicPublicIP: new(true)}, []string{`{"publicIpType":"dynamic"}`}},
		"no address":        {"", paperspace.MachineUpdate{AssignPublicIP: new(false), DynamicPublicIP: new(false)}, []string{`{"publicIpType":"none"}`}},
		"dynamic alone":     {allOn, paperspace.MachineUpdate{DynamicPublicIP: new(true)}, []string{`{"publicIpType":"dynamic"}`}},
		"not dynamic alone": {allOn, paperspace.MachineUpdate{DynamicPublicIP: new(false)}, []string{`{"publicIpType":"static"}`}},
		"static alone":      {dynamicOnly, paperspace.MachineUpdate{AssignPublicIP: new(true)}, []string{`{"publicIpType":"static"}`}},
		"not static alone":  {dynamicOnly, paperspace.MachineUpdate{AssignPublicIP: new(false)}, []string{`{"publicIpType":"dynamic"}`}},

		"a timeout of none": {allOff, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(8))},
			[]string{`{"autoShutdownEnabled":true,"autoShutdownForce":false,"autoShutdownTimeout":8}`}},
		"a timeout with force": {allOff, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(8)), ShutdownTimeoutForces: new(true)},
			[]string{`{"autoShutdownEnabled":true,"autoShutdownForce":true,"autoShutdownTimeout":8}`}},
		"the force of none": {allOff, paperspace.MachineUpdate{ShutdownTimeoutForces: new(true)}, nil},
		"never of never":    {allOff, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(0)), ShutdownTimeoutForces: new(true)}, nil},
		"another timeout": {allOn, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(8)), Name: new("web")}, []string{
			`{"autoShutdownEnabled":false,"name":"web"}`, `{"autoShutdownEnabled":true,"autoShutdownForce":true,"autoShutdownTimeout":8}`,
		}},
		"another force": {allOn, paperspace.MachineUpdate{ShutdownTimeoutForces: new(false)}, []string{
			`{"autoShutdownEnabled":false}`, `{"autoShutdownEnabled":true,"autoShutdownForce":false,"autoShutdownTimeout":24}`,
		}},
		"the same timeout": {allOn, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(24)), ShutdownTimeoutForces: new(true)}, nil},
		"never":            {allOn, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(0))}, []string{`{"autoShutdownEnabled":false}`}},

		"snapshots": {allOff, paperspace.MachineUpdate{AutoSnapshot: new(true), AutoSnapshotFrequency: new("hour"), AutoSnapshotSaveCount: new(int64(2))},
			[]string{`{"autoSnapshotEnabled":true,"autoSnapshotFrequency":"hourly","autoSnapshotSaveCount":2}`}},
		"snapshots, nothing known": {allOff, paperspace.MachineUpdate{AutoSnapshot: new(true)}, []string{`{"autoSnapshotEnabled":true}`}},
		"another frequency": {allOn, paperspace.MachineUpdate{AutoSnapshotFrequency: new("month")},
			[]string{`{"autoSnapshotEnabled":true,"autoSnapshotFrequency":"monthly","autoSnapshotSaveCount":4}`}},
		"another count": {allOn, paperspace.MachineUpdate{AutoSnapshotSaveCount: new(int64(0))},
			[]string{`{"autoSnapshotEnabled":true,"autoSnapshotFrequency":"weekly","autoSnapshotSaveCount":0}`}},
		"an unknown frequency": {allOn, paperspace.MachineUpdate{AutoSnapshotFrequency: new("yearly")},
			[]string{`{"autoSnapshotEnabled":true,"autoSnapshotFrequency":"yearly","autoSnapshotSaveCount":4}`}},
		"no snapshots": {allOn, paperspace.MachineUpdate{AutoSnapshot: new(false), AutoSnapshotFrequency: new("")},
			[]string{`{"autoSnapshotEnabled":false}`}},
		"details of no snapshots": {allOff, paperspace.MachineUpdate{AutoSnapshotFrequency: new("day"), AutoSnapshotSaveCount: new(int64(2))}, nil},

		"everything": {allOn, paperspace.MachineUpdate{
			Name: new("web"), ShutdownTimeoutHours: new(int64(8)), ShutdownTimeoutForces: new(false), DynamicPublicIP: new(true),
			AutoSnapshot: new(true), AutoSnapshotFrequency: new("day"), AutoSnapshotSaveCount: new(int64(2)),
		}, []string{
			`{"autoShutdownEnabled":false,"autoSnapshotEnabled":true,"autoSnapshotFrequency":"daily","autoSnapshotSaveCount":2,"name":"web","publicIpType":"dynamic"}`,
			`{"autoShutdownEnabled":true,"autoShutdownForce":false,"autoShutdownTimeout":8}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, reply{body: c.machine})
			var want []string
			if c.machine != "" {
				want = append(want, "GET /v1/machines/ps1")
			}
			for _, body := range c.want {
				want = append(want, "PUT /v1/machines/ps1 "+body)
			}
			if err := api.Machines.Update(t.Context(), "ps1", c.update); err != nil {
				t.Fatal(err)
			}
			w.wantSent(t, want...)
		})
	}
}

// If the second request of a change in two steps fails, the shutdown timeout stays disabled.
func TestUpdateThatFailsHalfway(t *testing.T) {
	no := reply{400, `{"code": "BAD_REQUEST", "message": "not 5"}`}
	u := paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(5))}
	w, api := scripted(t, reply{body: allOn}, reply{body: `{}`}, no)
	err := api.Machines.Update(t.Context(), "ps1", u)
	if wantKind(t, err, paperspace.ErrRejected); !paperspace.HadEffect(err) || len(w.sent) != 3 {
		t.Errorf("had effect %v, sent %q", paperspace.HadEffect(err), w.lines())
	}
	wantReason(t, err, paperspace.ShutdownMightBeOff{})
	_, api = scripted(t, reply{body: allOn}, reply{body: `{}`}, reply{body: "<html>"})
	err = api.Machines.Update(t.Context(), "ps1", u)
	wantReason(t, err, paperspace.NotTheAPI{})
	wantReason(t, err, paperspace.ShutdownMightBeOff{})
	w, api = scripted(t, reply{body: allOn}, no)
	err = api.Machines.Update(t.Context(), "ps1", u)
	if wantKind(t, err, paperspace.ErrRejected); paperspace.HadEffect(err) || len(w.sent) != 2 {
		t.Errorf("rejected immediately: had effect %v, sent %q", paperspace.HadEffect(err), w.lines())
	}
}

// Paperspace responds with the same 404 to an update of a machine that does not exist and to one
// with a network that does not exist.
func TestUpdateWithAnUnknownNetwork(t *testing.T) {
	gone := reply{404, `{"code": "NOT_FOUND", "message": "Not found"}`}
	u := paperspace.MachineUpdate{NetworkID: new("n1")}
	w, api := scripted(t, gone, reply{body: allOff})
	err := api.Machines.Update(t.Context(), "ps1", u)
	wantKind(t, err, paperspace.ErrRejected)
	w.wantSent(t, `PUT /v1/machines/ps1 {"networkId":"n1"}`, "GET /v1/machines/ps1")
	wantReason(t, err, paperspace.NetworkNotPossible{})
	_, api = scripted(t, gone)
	wantKind(t, api.Machines.Update(t.Context(), "ps1", u), paperspace.ErrNotFound)
	_, api = scripted(t, gone, reply{body: allOff})
	wantKind(t, api.Machines.Update(t.Context(), "ps1", paperspace.MachineUpdate{Name: new("web")}), paperspace.ErrNotFound)
}
