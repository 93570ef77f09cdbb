package psfake

import "time"

// The methods in this file read and change the state as another client or a user of the console does. They take effect
// immediately and add no entries to the journal.

// AddMachine adds a machine and sets every field that is empty: ID, name, type, region, hardware, owner, network, and
// dates. The state defaults to ready. A machine in a transitional state stays in it until another call changes it.
func (w *Server) AddMachine(m Machine) Machine {
	now, done := w.lock()
	defer done()
	m = m.detached()
	fill := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	fill(&m.Region, EastCoast)
	fill(&m.MachineType, "P4000")
	fill(&m.BillingType, "hourly")
	fill(&m.TemplateID, "t0nspur5")
	fill(&m.State, StateReady)
	if t, ok := w.templates.get(m.TemplateID); ok {
		fill(&m.OS, t.OS)
		fill(&m.AgentType, t.AgentType)
	}
	fill(&m.AgentType, "LinuxHeadless")
	if m.SizeGB == 0 {
		m.SizeGB = 50
	}
	if m.Created.IsZero() {
		m.Created = now
	}
	if m.Modified.IsZero() {
		m.Modified = m.Created
	}
	for i := range m.Events {
		fill(&m.Events[i].Handle, w.newHandle())
	}
	w.furnish(&m, now)
	fill(&m.Name, "machine "+m.ID)
	w.takeAddress(&m)
	if m.State == StateReady && len(m.Runs) == 0 {
		m.up(m.Created)
	}
	w.agenda.clear(m.ID)
	since := earlier(m.Created, now)
	w.claim(m, since)
	w.machines.put(m.ID, since, m)
	return m.detached()
}

// ChangeMachine changes a machine and reports whether it exists. If the machine state changes, all changes of the
// machine that are in progress end, except snapshots and templates.
func (w *Server) ChangeMachine(id string, change func(*Machine)) bool {
	now, done := w.lock()
	defer done()
	return w.edit(id, now, func(m *Machine) {
		*m = m.detached() // callers can write through its pointers
		before := m.State
		change(m)
		m.ID = id
		if m.State == before {
			return
		}
		w.agenda.clear(id)
		m.settleEvents(now)
		switch m.State {
		case StateReady, StateServiceReady:
			m.Build = Built
			m.up(now)
		case StateOff:
			m.Build = Built
			m.down(now)
		}
	})
}

// RemoveMachine removes a machine and reports whether it existed.
func (w *Server) RemoveMachine(id string) bool {
	now, done := w.lock()
	defer done()
	w.agenda.clear(id)
	w.dropSnapshots(id, now)
	return w.machines.remove(id, now)
}

// DestroyMachine destroys a machine as a request of another client does, with the injected faults of the kind
// FaultTombstone. It returns false if the machine does not exist or is already being destroyed.
func (w *Server) DestroyMachine(id string) bool {
	now, done := w.lock()
	defer done()
	m, ok := w.machines.get(id)
	if !ok || m.Destroying {
		return false
	}
	t := w.tx(now)
	x := &exchange{call: "machines.destroy", machine: id, object: id, keyOK: true, write: true}
	for _, in := range w.faults {
		if in.Kind == FaultTombstone && in.hit(&w.state, x, now) {
			t.out.tombstone = &in.Fault
		}
	}
	t.Destroy(id, false)
	return true
}

// Machine returns the current machine, even if it is being destroyed.
func (w *Server) Machine(id string) (Machine, bool) {
	_, done := w.lock()
	defer done()
	m, ok := w.machines.get(id)
	return m.detached(), ok
}

// Machines returns all current machines, in order of creation.
func (w *Server) Machines() []Machine {
	_, done := w.lock()
	defer done()
	all := w.machines.all()
	for i := range all {
		all[i] = all[i].detached()
	}
	return all
}

// Now returns the server's time.
func (w *Server) Now() time.Time {
	now, done := w.lock()
	defer done()
	return now
}
