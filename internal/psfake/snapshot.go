package psfake

import (
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Snapshot is a snapshot of a machine's disk. It vanishes with its machine.
type Snapshot struct {
	ID, Name, MachineID string
	Auto                bool // made by the machine's schedule
	SizeGB              int  // of the disk at that time
	Created             time.Time
	Pending, Deleting   bool // it is being made or deleted

	Number int    `json:"-"` // in order of creation, for those of one instant
	event  string // the handle of its creation
}

// AddSnapshot adds a finished snapshot; an empty id, name, size, or date is
// filled in.
func (w *Server) AddSnapshot(s Snapshot) Snapshot {
	now, done := w.look()
	defer done()
	return w.addSnapshot(s, now)
}

// Snapshots lists the snapshots in order of creation.
func (w *Server) Snapshots() []Snapshot {
	_, done := w.look()
	defer done()
	return w.snapshots.all()
}

// ChangeSnapshot changes a snapshot and reports whether there is one.
func (w *Server) ChangeSnapshot(id string, change func(*Snapshot)) bool {
	now, done := w.look()
	defer done()
	return w.editSnapshot(id, now, change)
}

// RemoveSnapshot makes a snapshot vanish and reports whether there was one.
func (w *Server) RemoveSnapshot(id string) bool {
	now, done := w.look()
	defer done()
	return w.dropSnapshot(id, now)
}

// AutoSnapshot has a machine's schedule make a snapshot, and delete the oldest
// ones of the schedule beyond the number that the machine keeps. It reports
// whether the machine has a schedule.
func (w *Server) AutoSnapshot(machineID string) (Snapshot, bool) {
	now, done := w.look()
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

// dropSnapshot also takes it from the machine whose restore point it is.
func (w *state) dropSnapshot(id string, at time.Time) bool {
	s, ok := w.snapshots.get(id)
	if m, _ := w.machines.get(s.MachineID); ok && m.RestorePointID == id {
		w.edit(m.ID, at, func(m *Machine) { m.RestorePointID = "" })
	}
	w.agenda.clear(id)
	return w.snapshots.remove(id, at)
}

// dropSnapshots has those of a machine vanish with it.
func (w *state) dropSnapshots(machineID string, at time.Time) {
	for _, s := range w.snapshots.all() {
		if s.MachineID == machineID {
			w.dropSnapshot(s.ID, at)
		}
	}
}

// TakeSnapshot begins a snapshot, which does not disturb the machine. One that
// fails vanishes.
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

// DeleteSnapshot begins the end of a snapshot, which is shown until then.
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

// RestoreSnapshot replaces the disk of the snapshot's machine, which is in neither
// of its usual states meanwhile. With first, it takes another snapshot before.
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

// asides are the events of a machine that go on whatever becomes of its state.
var asides = []string{"snapshot-create", "snapshot-delete", "template-create"}

// job begins something that takes time and has an event of a machine, and plans
// its end on a line of the agenda.
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

// Note adds an event that is done to a machine.
func (t *Tx) Note(machineID, event string) { t.note(machineID, event, t.at) }

// note is Note at a time.
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
