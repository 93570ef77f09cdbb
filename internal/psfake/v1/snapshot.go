package psfake

import (
	"fmt"
	"mime"
)

func (d *v1) snapshot(s Snapshot) object {
	return object{{"id", s.ID}, {"name", s.Name}, {"machineId", s.MachineID}, {"isAutoSnapshot", s.Auto}}
}

// none answers a get of what is not there.
func (d *v1) none(noun string) answer {
	if d.dialect().NullUnknown {
		return d.json(nil)
	}
	return d.refuse(notFound(noun))
}

// begun answers what began something of a machine: with the newest event, and
// with what it is about.
func (d *v1) begun(r v1Request, machineID string, data object) answer {
	m, _ := r.machines.get(machineID)
	return d.json(object{{"event", d.event(m.ID, m.Events[0])}, {"data", data}})
}

func (d *v1) listSnapshots(r v1Request, _ outcome) answer {
	var all []Snapshot
	for _, s := range r.snapshots.allAt(r.at) {
		if r.passes("machineId", s.MachineID) {
			all = append(all, s)
		}
	}
	return listing[Snapshot]{
		id: func(s Snapshot) string { return s.ID }, render: d.snapshot, by: "dtCreated",
		orders: map[string]func(Snapshot) string{
			"dtCreated": func(s Snapshot) string { return fmt.Sprintf("%s/%06d", isoDate(s.Created), s.number) },
			"name":      func(s Snapshot) string { return s.Name },
		},
	}.answer(d, r, all)
}

func (d *v1) showSnapshot(r v1Request, _ outcome) answer {
	s, ok := r.snapshots.getAt(r.id, r.at)
	if !ok {
		return d.none("Snapshot")
	}
	return d.json(d.snapshot(s))
}

// targetSnapshot returns the snapshot a write is about. One that is being
// deleted is gone for every write.
func (r v1Request) targetSnapshot() (Snapshot, error) {
	s, ok := r.snapshots.getAt(r.id, r.at)
	if !ok || s.Deleting {
		return s, notFound("Snapshot")
	}
	return s, nil
}

// finishedSnapshot is targetSnapshot for writes that need its data.
func (d *v1) finishedSnapshot(r v1Request) (Snapshot, error) {
	s, err := r.targetSnapshot()
	if err == nil && s.Pending {
		err = d.conflict("The snapshot is being created.")
	}
	return s, err
}

func (d *v1) createSnapshot(r v1Request, out outcome) answer {
	in, err := r.read(map[string]field{"name": needsText, "machineId": needsText})
	if err != nil {
		return d.refuse(err)
	}
	m, err := r.targetOf(in.text("machineId"))
	if err == nil && m.Build != Built {
		err = d.conflict("This machine is currently %s.", m.State)
	}
	if err != nil {
		return d.refuse(err)
	}
	s := r.takeSnapshot(Snapshot{Name: r.bent(in).text("name"), MachineID: m.ID}, r.at, out)
	return d.begun(r, m.ID, d.snapshot(s))
}

func (d *v1) updateSnapshot(r v1Request, _ outcome) answer {
	s, err := r.targetSnapshot()
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"name": aText})
	if err == nil {
		err = in.checkName()
	}
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	set(&s.Name, r.bent(in), "name")
	r.snapshots.put(s.ID, r.at, s)
	return d.json(d.snapshot(s))
}

func (d *v1) destroySnapshot(r v1Request, out outcome) answer {
	s, err := d.finishedSnapshot(r)
	if err != nil {
		return d.refuse(err)
	}
	r.deleteSnapshot(s, r.at, out)
	return d.begun(r, s.MachineID, d.snapshot(s))
}

// restoreSnapshot needs a body, though it may be an empty object.
func (d *v1) restoreSnapshot(r v1Request, out outcome) answer {
	s, err := d.finishedSnapshot(r)
	if err != nil {
		return d.refuse(err)
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if len(r.body) == 0 || media != jsonMedia {
		return d.refuse(errNotJSON)
	}
	in, err := r.read(map[string]field{"createSnapshotBeforeRestore": aFlag})
	if err != nil {
		return d.refuse(err)
	}
	m, err := r.targetOf(s.MachineID)
	switch {
	case err != nil:
		return d.refuse(err)
	case d.dialect().RestoreNeedsOff && m.State == StateReady:
		return d.refuse(d.conflict("The machine must be off."))
	case m.State != StateOff && m.State != StateReady, m.underWay("stop"), m.underWay("restart"), m.underWay("template-create"):
		return d.refuse(d.conflict("This machine is busy with another change."))
	}
	r.view.restoreSnapshot(s, r.bent(in).flag("createSnapshotBeforeRestore"), r.at, out)
	return d.begun(r, m.ID, d.snapshot(s))
}
