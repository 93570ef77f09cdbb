package psfake

import (
	"slices"
	"time"
)

// counts are the numbers of objects that were ever created.
type counts struct{ machines, scripts, networks, addresses, snapshots, templates, drives int }

func (w *state) counts() counts {
	return counts{len(w.machines.order), len(w.scripts.order), len(w.networks.order), len(w.addresses.order),
		len(w.snapshots.order), len(w.templates.order), len(w.drives.order)}
}

// addTwins creates a second object, as another client does, for each object that was created after the counts in
// before. An address that was created with a machine gets no twin.
func (w *state) addTwins(f Fault, call string, before counts, now time.Time) {
	at := now.Add(f.Delay)
	then := func(create func(at time.Time)) {
		if f.Delay <= 0 {
			create(at)
			return
		}
		w.agenda.add(lateEffects, at, create)
	}
	for _, h := range w.machines.order[before.machines:] {
		m, _ := h.latest()
		then(func(at time.Time) { w.twinMachine(m, f, at) })
	}
	for _, h := range w.scripts.order[before.scripts:] {
		s, _ := h.latest()
		then(func(at time.Time) {
			s.ID, s.Created = "", at
			_ = merge(valueJSON(f.Value), &s) // Check has validated it
			w.addScript(s, at)
		})
	}
	for _, h := range w.networks.order[before.networks:] {
		n, _ := h.latest()
		then(func(at time.Time) {
			n.ID, n.Number, n.Network, n.Created = "", 0, "", at
			_ = merge(valueJSON(f.Value), &n)
			w.addNetwork(n, at)
		})
	}
	for _, h := range w.addresses.order[before.addresses:] {
		if a, _ := h.latest(); call == "publicips.claim" {
			then(func(at time.Time) {
				_ = merge(valueJSON(f.Value), &a)
				w.tx(at).ClaimPublicIP(a.Region)
			})
		}
	}
	for _, h := range w.snapshots.order[before.snapshots:] {
		s, _ := h.latest()
		then(func(at time.Time) {
			s.ID, s.Created = "", at
			_ = merge(valueJSON(f.Value), &s)
			w.tx(at).TakeSnapshot(s)
		})
	}
	for _, h := range w.templates.order[before.templates:] {
		t, _ := h.latest()
		then(func(at time.Time) {
			t.ID, t.Created = "", at
			_ = merge(valueJSON(f.Value), &t)
			w.tx(at).MakeTemplate(t)
		})
	}
	for _, h := range w.drives.order[before.drives:] {
		d, _ := h.latest()
		then(func(at time.Time) {
			d.ID, d.MountPoint, d.Username, d.Password, d.Created = "", "", "", "", at
			_ = merge(valueJSON(f.Value), &d)
			w.tx(at).MakeDrive(d)
		})
	}
}

// createInstead creates the object of a request as if another client had created it. To do so, it runs the request,
// adds a twin of the new object, and removes the original.
func (w *state) createInstead(f Fault, x *exchange, also []Fault, now time.Time) {
	before, changes := w.counts(), w.changes
	alone := slices.DeleteFunc(slices.Clone(also), func(f Fault) bool { return f.Kind == FaultTwin })
	w.effect(x, alone, outcome{}, now)
	made := w.counts()
	w.addTwins(f, x.call, before, now)
	for _, h := range w.machines.order[before.machines:made.machines] {
		m, _ := h.latest()
		w.agenda.clear(m.ID)
		w.machines.remove(m.ID, now)
	}
	for _, h := range w.scripts.order[before.scripts:made.scripts] {
		w.scripts.remove(h.id, now)
	}
	for _, h := range w.networks.order[before.networks:made.networks] {
		w.networks.remove(h.id, now)
	}
	for _, h := range w.addresses.order[before.addresses:made.addresses] {
		w.addresses.remove(h.id, now)
	}
	for _, h := range w.snapshots.order[before.snapshots:made.snapshots] {
		s, _ := h.latest()
		w.dropSnapshot(s.ID, now)
		w.unnote(s.MachineID, s.event, now)
	}
	for _, h := range w.templates.order[before.templates:made.templates] {
		t, _ := h.latest()
		w.dropTemplate(t.ID, now)
		w.unnote(t.MachineID, t.event, now)
	}
	for _, h := range w.drives.order[before.drives:made.drives] {
		w.dropDrive(h.id, now)
	}
	w.changes = changes
}

func (w *state) twinMachine(m Machine, f Fault, at time.Time) {
	m = m.detached()
	m.ID, m.PrivateIP, m.PublicIP, m.GPU = "", "", "", ""
	m.CPUs, m.RAM, m.Events, m.Input = 0, 0, nil, nil
	m.Created = at
	_ = merge(valueJSON(f.Value), &m) // Check has validated it
	w.furnish(&m, at)
	w.launch(&m, Order{Boot: true}, at, outcome{})
}

// newestMachine returns the ID of the newest machine, or "" if there is none.
func (w *state) newestMachine() string {
	all := w.machines.all()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].ID
}
