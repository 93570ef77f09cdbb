package psfake

import "time"

// Script is a startup script.
type Script struct {
	ID, OwnerType, OwnerID, Name, Description, Text string // an empty Description is null
	Disabled, RunOnce                               bool
	Created                                         time.Time
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

// attachScript makes it the script of a machine, from its next boot on.
func (w *World) attachScript(scriptID, machineID string, now time.Time) {
	w.edit(machineID, now, func(m *Machine) { m.ScriptID, m.LastRun = scriptID, nil })
}

// destroyScript removes a script, also from the machines that have it.
func (w *World) destroyScript(id string, now time.Time) bool {
	if !w.scripts.remove(id, now) {
		return false
	}
	for _, m := range w.machines.all() {
		if m.ScriptID == id {
			w.edit(m.ID, now, func(m *Machine) { m.ScriptID, m.LastRun = "", nil })
		}
	}
	w.changes++
	return true
}

// runScript is what a boot does with the machine's script.
func (w *World) runScript(m *Machine, at time.Time) {
	s, ok := w.scripts.get(m.ScriptID)
	if !ok || s.Disabled || s.RunOnce && m.LastRun != nil {
		return
	}
	m.LastRun = new(at)
}
