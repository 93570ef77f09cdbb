package fakev1

import (
	"fmt"
	"mime"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

func snapshot(s psfake.Snapshot) wire.Object {
	return wire.Object{{"id", s.ID}, {"name", s.Name}, {"machineId", s.MachineID}, {"isAutoSnapshot", s.Auto}}
}

// none returns the response to a get of an unknown object.
func (r request) none(kind string) psfake.Response {
	if r.Behavior().V1.NullUnknown {
		return respond(nil)
	}
	return r.reject(notFound(kind))
}

// begun returns the response to a request that has started a change of a machine: the newest event of the machine, and
// the object of the change.
func (r request) begun(machineID string, data wire.Object) psfake.Response {
	m, _ := r.Machines().Now(machineID)
	return respond(wire.Object{{"event", eventOf(m.ID, m.Events[0])}, {"data", data}})
}

func (r request) listSnapshots() psfake.Response {
	var all []psfake.Snapshot
	for _, s := range r.Snapshots().All() {
		if r.passes("machineId", s.MachineID) {
			all = append(all, s)
		}
	}
	return listing[psfake.Snapshot]{
		id: func(s psfake.Snapshot) string { return s.ID }, render: snapshot, by: "dtCreated",
		orders: map[string]func(psfake.Snapshot) string{
			"dtCreated": func(s psfake.Snapshot) string { return fmt.Sprintf("%s/%06d", wire.Date(s.Created), s.Number) },
			"name":      func(s psfake.Snapshot) string { return s.Name },
		},
	}.page(r, all)
}

func (r request) showSnapshot() psfake.Response {
	s, ok := r.Snapshots().Get(r.ID)
	if !ok {
		return r.none("Snapshot")
	}
	return respond(snapshot(s))
}

// targetSnapshot returns the snapshot that a write names. For writes, a snapshot that is being deleted does not
// exist.
func (r request) targetSnapshot() (psfake.Snapshot, error) {
	s, ok := r.Snapshots().Get(r.ID)
	if !ok || s.Deleting {
		return s, notFound("Snapshot")
	}
	return s, nil
}

// finishedSnapshot is like targetSnapshot, for writes that require a finished snapshot.
func (r request) finishedSnapshot() (psfake.Snapshot, error) {
	s, err := r.targetSnapshot()
	if err == nil && s.Pending {
		err = r.conflict("The snapshot is being created.")
	}
	return s, err
}

func (r request) createSnapshot() psfake.Response {
	in, err := r.read(map[string]wire.Field{"name": wire.NeedsText, "machineId": wire.NeedsText})
	if err != nil {
		return r.reject(err)
	}
	m, err := r.targetOf(in.Text("machineId"))
	if err == nil && m.Build != psfake.Built {
		err = r.conflict("This machine is currently %s.", m.State)
	}
	if err != nil {
		return r.reject(err)
	}
	s := r.TakeSnapshot(psfake.Snapshot{Name: r.Stored(in).Text("name"), MachineID: m.ID})
	return r.begun(m.ID, snapshot(s))
}

func (r request) updateSnapshot() psfake.Response {
	s, err := r.targetSnapshot()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(map[string]wire.Field{"name": wire.AText})
	if err == nil {
		err = checkName(in)
	}
	if err != nil {
		return r.reject(err)
	}
	wire.Set(&s.Name, r.Stored(in), "name")
	r.Snapshots().Put(s.ID, s)
	return respond(snapshot(s))
}

func (r request) destroySnapshot() psfake.Response {
	s, err := r.finishedSnapshot()
	if err != nil {
		return r.reject(err)
	}
	r.DeleteSnapshot(s)
	return r.begun(s.MachineID, snapshot(s))
}

// restoreSnapshot requires a body, which can be an empty object.
func (r request) restoreSnapshot() psfake.Response {
	s, err := r.finishedSnapshot()
	if err != nil {
		return r.reject(err)
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if len(r.Body) == 0 || media != wire.MediaType {
		return r.reject(wire.ErrNotJSON)
	}
	in, err := r.read(map[string]wire.Field{"createSnapshotBeforeRestore": wire.AFlag})
	if err != nil {
		return r.reject(err)
	}
	m, err := r.targetOf(s.MachineID)
	switch {
	case err != nil:
		return r.reject(err)
	case r.Behavior().V1.RestoreNeedsOff && m.State == psfake.StateReady:
		return r.reject(r.conflict("The machine must be off."))
	case m.State != psfake.StateOff && m.State != psfake.StateReady, m.UnderWay("stop"), m.UnderWay("restart"), m.UnderWay("template-create"):
		return r.reject(r.conflict("This machine is busy with another change."))
	}
	r.RestoreSnapshot(s, r.Stored(in).Flag("createSnapshotBeforeRestore"))
	return r.begun(m.ID, snapshot(s))
}
