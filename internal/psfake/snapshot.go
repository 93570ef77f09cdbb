package psfake

import (
	"slices"
	"time"
)

// Snapshot is a snapshot of a machine's disk. It vanishes with its machine.
type Snapshot struct {
	ID, Name, MachineID string
	Auto                bool // made by the machine's schedule
	SizeGB              int  // of the disk at that time
	Created             time.Time
	Pending, Deleting   bool // it is being made or deleted

	event  string // the handle of its creation
	number int    // in order of creation, for those of one instant
}

// AddSnapshot adds a finished snapshot; an empty id, name, size, or date is
// filled in.
func (w *World) AddSnapshot(s Snapshot) Snapshot {
	now, done := w.look()
	defer done()
	return w.addSnapshot(s, now)
}

// Snapshots lists the snapshots in order of creation.
func (w *World) Snapshots() []Snapshot {
	_, done := w.look()
	defer done()
	return w.snapshots.all()
}

// ChangeSnapshot changes a snapshot and reports whether there is one.
func (w *World) ChangeSnapshot(id string, change func(*Snapshot)) bool {
	now, done := w.look()
	defer done()
	return w.editSnapshot(id, now, change)
}

// RemoveSnapshot makes a snapshot vanish and reports whether there was one.
func (w *World) RemoveSnapshot(id string) bool {
	now, done := w.look()
	defer done()
	return w.dropSnapshot(id, now)
}

// AutoSnapshot has a machine's schedule make a snapshot, and delete the oldest
// ones of the schedule beyond the number that the machine keeps. It reports
// whether the machine has a schedule.
func (w *World) AutoSnapshot(machineID string) (Snapshot, bool) {
	now, done := w.look()
	defer done()
	m, ok := w.machines.get(machineID)
	if !ok || !m.AutoSnapshot || m.Destroying {
		return Snapshot{}, false
	}
	s := w.addSnapshot(Snapshot{Name: "Auto snapshot " + isoDate(now), MachineID: m.ID, Auto: true}, now)
	w.note(m.ID, "snapshot-create", now)
	var auto []string
	for _, other := range w.snapshots.all() {
		if other.Auto && other.MachineID == m.ID {
			auto = append(auto, other.ID)
		}
	}
	if m.SnapshotCount != nil && len(auto) > *m.SnapshotCount {
		for _, id := range auto[:len(auto)-*m.SnapshotCount] {
			w.dropSnapshot(id, now)
			w.note(m.ID, "snapshot-delete", now)
		}
	}
	return s, true
}

func (w *World) addSnapshot(s Snapshot, now time.Time) Snapshot {
	if s.ID == "" {
		s.ID = w.newID("sl", known(&w.snapshots))
	}
	if s.Name == "" {
		s.Name = "Snapshot " + s.ID
	}
	if m, _ := w.machines.get(s.MachineID); s.SizeGB == 0 {
		s.SizeGB = m.SizeGB
	}
	if s.Created.IsZero() {
		s.Created = now
	}
	s.number = len(w.snapshots.order)
	w.snapshots.put(s.ID, earlier(s.Created, now), s)
	return s
}

func (w *World) editSnapshot(id string, now time.Time, change func(*Snapshot)) bool {
	s, ok := w.snapshots.get(id)
	if ok {
		change(&s)
		s.ID = id
		w.snapshots.put(id, now, s)
	}
	return ok
}

// dropSnapshot also takes it from the machine whose restore point it is.
func (w *World) dropSnapshot(id string, at time.Time) bool {
	s, ok := w.snapshots.get(id)
	if m, _ := w.machines.get(s.MachineID); ok && m.RestorePointID == id {
		w.edit(m.ID, at, func(m *Machine) { m.RestorePointID = "" })
	}
	w.agenda.clear(id)
	return w.snapshots.remove(id, at)
}

// dropSnapshots has those of a machine vanish with it.
func (w *World) dropSnapshots(machineID string, at time.Time) {
	for _, s := range w.snapshots.all() {
		if s.MachineID == machineID {
			w.dropSnapshot(s.ID, at)
		}
	}
}

// takeSnapshot begins a snapshot, which does not disturb the machine. One that
// fails vanishes.
func (w *World) takeSnapshot(s Snapshot, at time.Time, out outcome) Snapshot {
	s.Pending = true
	s = w.addSnapshot(s, at)
	s.event = w.job(s.ID, s.MachineID, "snapshot-create", w.timings.Snapshot, at, out, func(ok bool, at time.Time) {
		if !ok {
			w.dropSnapshot(s.ID, at)
			return
		}
		w.editSnapshot(s.ID, at, func(s *Snapshot) { s.Pending = false })
	})
	w.snapshots.put(s.ID, at, s)
	return s
}

// deleteSnapshot begins the end of a snapshot, which is shown until then.
func (w *World) deleteSnapshot(s Snapshot, at time.Time, out outcome) {
	w.editSnapshot(s.ID, at, func(s *Snapshot) { s.Deleting = true })
	w.job(s.ID, s.MachineID, "snapshot-delete", w.timings.Snapshot, at, out, func(ok bool, at time.Time) {
		if !ok {
			w.editSnapshot(s.ID, at, func(s *Snapshot) { s.Deleting = false })
			return
		}
		w.dropSnapshot(s.ID, at)
	})
}

// restoreSnapshot replaces the disk of the snapshot's machine, which is in
// neither of its usual states meanwhile.
func (w *World) restoreSnapshot(s Snapshot, first bool, at time.Time, out outcome) {
	if first {
		w.takeSnapshot(Snapshot{Name: "Before restore of " + s.Name, MachineID: s.MachineID}, at, outcome{})
	}
	m, _ := w.machines.get(s.MachineID)
	w.job(m.ID, m.ID, "snapshot-restore", w.timings.Snapshot, at, out, func(ok bool, at time.Time) {
		w.edit(m.ID, at, func(now *Machine) {
			if now.State = m.State; ok && w.dialect.Observed {
				now.SizeGB = s.SizeGB
			}
		})
	})
	w.edit(m.ID, at, func(m *Machine) { m.State = StateUpgrading })
}

// asides are the events of a machine that go on whatever becomes of its state.
var asides = []string{"snapshot-create", "snapshot-delete", "template-create"}

// job begins something that takes time and has an event of a machine, and plans
// its end on a line of the agenda.
func (w *World) job(line, machineID, event string, takes time.Duration, at time.Time, out outcome,
	end func(ok bool, at time.Time),
) (handle string) {
	w.changes++
	handle = w.newHandle()
	w.edit(machineID, at, func(m *Machine) { m.begin(event, EventInProgress, handle, at) })
	if !out.stuck {
		w.agenda.add(line, at.Add(takes), func(at time.Time) {
			w.edit(machineID, at, func(m *Machine) { m.mark(handle, endState(out.failure), out.failure, at) })
			end(out.failure == "", at)
		})
	}
	return handle
}

// note adds an event that is done to a machine.
func (w *World) note(machineID, event string, at time.Time) {
	handle := w.newHandle()
	w.edit(machineID, at, func(m *Machine) { m.begin(event, EventDone, handle, at) })
}

// unnote removes an event.
func (w *World) unnote(machineID, handle string, at time.Time) {
	w.edit(machineID, at, func(m *Machine) {
		m.Events = slices.DeleteFunc(m.Events, func(e Event) bool { return e.Handle == handle })
	})
}
