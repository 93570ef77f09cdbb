package psfake

import "time"

// Script is a startup script.
type Script struct {
	ID, OwnerType, OwnerID, Name, Description, Text string // an empty Description is null
	Disabled, RunOnce                               bool
	Created                                         time.Time
	Deleted                                         *time.Time // nil unless it is being deleted
}

// AddScript adds a script and sets its ID, date, and owner if they are empty.
func (w *Server) AddScript(s Script) Script {
	now, done := w.lock()
	defer done()
	return w.addScript(s, now)
}

// Scripts lists the scripts in order of creation.
func (w *Server) Scripts() []Script {
	_, done := w.lock()
	defer done()
	return w.scripts.all()
}

func (w *state) addScript(s Script, now time.Time) Script {
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

// ChangeScript changes a script and reports whether it exists.
func (w *Server) ChangeScript(id string, change func(*Script)) bool {
	now, done := w.lock()
	defer done()
	return w.editScript(id, now, change)
}

// RemoveScript removes a script, also from its machines, and reports whether it existed.
func (w *Server) RemoveScript(id string) bool {
	t, done := w.begin()
	defer done()
	return t.DestroyScript(id, 0)
}

func (w *state) editScript(id string, now time.Time, change func(*Script)) bool {
	s, ok := w.scripts.get(id)
	if ok {
		change(&s)
		s.ID = id
		w.scripts.put(id, now, s)
	}
	return ok
}

// AddScript adds a script and sets its ID, date, and owner if they are empty.
func (t *Tx) AddScript(s Script) Script {
	t.changes++
	return t.addScript(s, t.at)
}

// AttachScript attaches a script to a machine, which runs it at the next boot. If scriptID is empty, it detaches the
// machine's script.
func (t *Tx) AttachScript(scriptID, machineID string) {
	t.changes++
	t.edit(machineID, t.at, func(m *Machine) { m.ScriptID, m.LastRun = scriptID, nil })
}

// DestroyScript deletes a script and detaches it from its machines immediately. The script remains visible while it
// lingers. DestroyScript returns false if the script does not exist or already lingers.
func (t *Tx) DestroyScript(id string, linger time.Duration) bool {
	if s, ok := t.scripts.get(id); !ok || s.Deleted != nil {
		return false
	}
	for _, m := range t.machines.all() {
		if m.ScriptID == id {
			t.AttachScript("", m.ID)
		}
	}
	t.changes++
	if linger <= 0 {
		return t.scripts.remove(id, t.at)
	}
	t.agenda.add(id, t.at.Add(linger), func(at time.Time) { t.scripts.remove(id, at) })
	return t.editScript(id, t.at, func(s *Script) { s.Deleted = new(t.at) })
}

// runScript records a run of the machine's script at a boot.
func (w *state) runScript(m *Machine, at time.Time) {
	s, ok := w.scripts.get(m.ScriptID)
	if !ok || s.Disabled || s.RunOnce && m.LastRun != nil {
		return
	}
	m.LastRun = new(at)
}
