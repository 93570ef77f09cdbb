package psfake

import (
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Snapshot is a snapshot of a machine's disk. It is deleted when the machine is destroyed.
type Snapshot struct {
	ID, Name, MachineID string
	Auto                bool // created by the machine's schedule
	SizeGB              int  // of the disk when the snapshot was created
	Created             time.Time
	Pending, Deleting   bool // it is being created or deleted

	Number int    `json:"-"` // counts up in order of creation, to sort snapshots with the same date
	event  string // the handle of its create event
}

// AddSnapshot adds a finished snapshot and sets its ID, name, size, and date if they are empty.
func (w *Server) AddSnapshot(s Snapshot) Snapshot {
	now, done := w.lock()
	defer done()
	return w.addSnapshot(s, now)
}

// Snapshots lists the snapshots in order of creation.
func (w *Server) Snapshots() []Snapshot {
	_, done := w.lock()
	defer done()
	return w.snapshots.all()
}

// ChangeSnapshot changes a snapshot and reports whether it exists.
func (w *Server) ChangeSnapshot(id string, change func(*Snapshot)) bool {
	now, done := w.lock()
	defer done()
	return w.editSnapshot(id, now, change)
}

// RemoveSnapshot removes a snapshot and reports whether it existed.
func (w *Server) RemoveSnapshot(id string) bool {
	now, done := w.lock()
	defer done()
	return w.dropSnapshot(id, now)
}

// AutoSnapshot creates a snapshot as a machine's schedule does, and deletes the oldest scheduled snapshots beyond the
// number that the machine keeps. It reports whether the machine has a schedule.
func (w *Server) AutoSnapshot(machineID string) (Snapshot, bool) {
	now, done := w.lock()
	defer done()
	m, ok := w.machines.get(machineID)
	if !ok || !m.AutoSnapshot || m.Destroying {
		return Snapshot{}, false
	}
	s := w.addSnapshot(Snapshot{Name: "Auto snapshot " + wire.Date(now), MachineID: m.ID, Auto: true}, now)
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

func (w *state) addSnapshot(s Snapshot, now time.Time) Snapshot {
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
	s.Number = len(w.snapshots.order)
	w.snapshots.put(s.ID, earlier(s.Created, now), s)
	return s
}

func (w *state) editSnapshot(id string, now time.Time, change func(*Snapshot)) bool {
	s, ok := w.snapshots.get(id)
	if ok {
		change(&s)
		s.ID = id
		w.snapshots.put(id, now, s)
	}
	return ok
}

// dropSnapshot removes a snapshot, also as the restore point of its machine.
func (w *state) dropSnapshot(id string, at time.Time) bool {
	s, ok := w.snapshots.get(id)
	if m, _ := w.machines.get(s.MachineID); ok && m.RestorePointID == id {
		w.edit(m.ID, at, func(m *Machine) { m.RestorePointID = "" })
	}
	w.agenda.clear(id)
	return w.snapshots.remove(id, at)
}

// dropSnapshots removes the snapshots of a machine.
func (w *state) dropSnapshots(machineID string, at time.Time) {
	for _, s := range w.snapshots.all() {
		if s.MachineID == machineID {
			w.dropSnapshot(s.ID, at)
		}
	}
}

// TakeSnapshot starts a snapshot, which does not affect the machine. A failed snapshot is removed.
func (t *Tx) TakeSnapshot(s Snapshot) Snapshot {
	s.Pending = true
	s = t.addSnapshot(s, t.at)
	s.event = t.job(s.ID, s.MachineID, "snapshot-create", t.timings.Snapshot, func(ok bool, at time.Time) {
		if !ok {
			t.dropSnapshot(s.ID, at)
			return
		}
		t.editSnapshot(s.ID, at, func(s *Snapshot) { s.Pending = false })
	})
	t.snapshots.put(s.ID, t.at, s)
	return s
}

// DeleteSnapshot starts the deletion of a snapshot, which remains visible until the end.
func (t *Tx) DeleteSnapshot(s Snapshot) {
	t.editSnapshot(s.ID, t.at, func(s *Snapshot) { s.Deleting = true })
	t.job(s.ID, s.MachineID, "snapshot-delete", t.timings.Snapshot, func(ok bool, at time.Time) {
		if !ok {
			t.editSnapshot(s.ID, at, func(s *Snapshot) { s.Deleting = false })
			return
		}
		t.dropSnapshot(s.ID, at)
	})
}

// RestoreSnapshot replaces the disk of the snapshot's machine, which is neither ready nor off in the meantime. If
// first is true, it first creates a snapshot of the current disk.
func (t *Tx) RestoreSnapshot(s Snapshot, first bool) {
	if first {
		t.tx(t.at).TakeSnapshot(Snapshot{Name: "Before restore of " + s.Name, MachineID: s.MachineID})
	}
	m, _ := t.machines.get(s.MachineID)
	t.job(m.ID, m.ID, "snapshot-restore", t.timings.Snapshot, func(ok bool, at time.Time) {
		t.edit(m.ID, at, func(now *Machine) {
			if now.State = m.State; ok && t.behavior.Observed {
				now.SizeGB = s.SizeGB
			}
		})
	})
	t.edit(m.ID, t.at, func(m *Machine) { m.State = StateUpgrading })
}

// asides are the events that continue when the machine state changes.
var asides = []string{"snapshot-create", "snapshot-delete", "template-create"}

// job starts a change that has an event of a machine, and plans its end on a line of the agenda. It returns the
// handle of the event.
func (t *Tx) job(line, machineID, event string, takes time.Duration, end func(ok bool, at time.Time)) (handle string) {
	t.changes++
	handle = t.newHandle()
	t.edit(machineID, t.at, func(m *Machine) { m.begin(event, EventInProgress, handle, t.at) })
	if !t.out.stuck {
		failure := t.out.failure
		t.agenda.add(line, t.at.Add(takes), func(at time.Time) {
			t.edit(machineID, at, func(m *Machine) { m.mark(handle, endState(failure), failure, at) })
			end(failure == "", at)
		})
	}
	return handle
}

// Note adds a finished event to a machine.
func (t *Tx) Note(machineID, event string) { t.note(machineID, event, t.at) }

// note adds a finished event with the given date.
func (w *state) note(machineID, event string, at time.Time) {
	handle := w.newHandle()
	w.edit(machineID, at, func(m *Machine) { m.begin(event, EventDone, handle, at) })
}

// unnote removes an event.
func (w *state) unnote(machineID, handle string, at time.Time) {
	w.edit(machineID, at, func(m *Machine) {
		m.Events = slices.DeleteFunc(m.Events, func(e Event) bool { return e.Handle == handle })
	})
}
