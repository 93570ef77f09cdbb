package psfake

import "time"

// Script is a startup script.
type Script struct {
	ID, OwnerType, OwnerID, Name, Description, Text string // an empty Description is null
	Disabled, RunOnce                               bool
	Created                                         time.Time
	Deleted                                         *time.Time // nil unless it is on its way out
}

// AddScript adds a script; an empty id, date or owner is filled in.
func (w *World) AddScript(s Script) Script {
	now, done := w.look()
	defer done()
	return w.addScript(s, now)
}

// Scripts lists the scripts in order of creation.
func (w *World) Scripts() []Script {
	_, done := w.look()
	defer done()
	return w.scripts.all()
}

func (w *World) addScript(s Script, now time.Time) Script {
	if s.ID == "" {
		s.ID = w.newID("sc", known(&w.scripts))
	}
	if s.OwnerType == "" {
		s.OwnerType, s.OwnerID = "user", w.caller
	}
	if s.Created.IsZero() {
		s.Created = now
	}
	w.scripts.put(s.ID, earlier(s.Created, now), s)
	return s
}

// ChangeScript changes a script and reports whether there is one.
func (w *World) ChangeScript(id string, change func(*Script)) bool {
	now, done := w.look()
	defer done()
	return w.editScript(id, now, change)
}

// RemoveScript makes a script vanish, also from the machines that have it, and
// reports whether there was one.
func (w *World) RemoveScript(id string) bool {
	now, done := w.look()
	defer done()
	return w.destroyScript(id, 0, now)
}

func (w *World) editScript(id string, now time.Time, change func(*Script)) bool {
	s, ok := w.scripts.get(id)
	if ok {
		change(&s)
		s.ID = id
		w.scripts.put(id, now, s)
	}
	return ok
}

// attachScript makes it the script of a machine, from its next boot on.
func (w *World) attachScript(scriptID, machineID string, now time.Time) {
	w.edit(machineID, now, func(m *Machine) { m.ScriptID, m.LastRun = scriptID, nil })
}

// detachScript takes a machine's script away.
func (w *World) detachScript(machineID string, now time.Time) {
	w.edit(machineID, now, func(m *Machine) { m.ScriptID, m.LastRun = "", nil })
}

// destroyScript removes a script, at once from the machines that have it. The
// script itself is still to be seen for as long as it lingers.
func (w *World) destroyScript(id string, linger time.Duration, now time.Time) bool {
	if s, ok := w.scripts.get(id); !ok || s.Deleted != nil {
		return false
	}
	for _, m := range w.machines.all() {
		if m.ScriptID == id {
			w.detachScript(m.ID, now)
		}
	}
	w.changes++
	if linger <= 0 {
		return w.scripts.remove(id, now)
	}
	w.agenda.add(id, now.Add(linger), func(at time.Time) { w.scripts.remove(id, at) })
	return w.editScript(id, now, func(s *Script) { s.Deleted = new(now) })
}

// runScript is what a boot does with the machine's script.
func (w *World) runScript(m *Machine, at time.Time) {
	s, ok := w.scripts.get(m.ScriptID)
	if !ok || s.Disabled || s.RunOnce && m.LastRun != nil {
		return
	}
	m.LastRun = new(at)
}
