package psfake

import "time"

// rebuild is a change of a machine that takes time. What is empty stays.
type rebuild struct {
	machineType string
	sizeGB      int
	networkID   string
}

func (r rebuild) upgrades() bool { return r.machineType != "" || r.sizeGB != 0 }
func (r rebuild) needed() bool   { return r.upgrades() || r.networkID != "" }

// rebuild begins a change. Each of its parts has an event of its own: another
// type is billed anew first, type and disk are an upgrade, a network a
// migration. Events that end in harmless errors have no reason and mean
// nothing. The one that is returned began first.
func (w *World) rebuild(id string, r rebuild, at time.Time, out outcome) (handle string) {
	d := &w.dialect.V1
	var bill string
	var rest []string
	w.changes++
	w.edit(id, at, func(m *Machine) {
		begin := func(event string) string {
			h := w.newHandle()
			m.begin(event, EventInProgress, h, at)
			if handle == "" {
				handle = h
			}
			return h
		}
		if r.machineType != "" {
			bill = begin("bill-upgrade")
		}
		if r.upgrades() {
			rest = append(rest, begin("vm-upgrade"))
			if !d.SilentUpgrade {
				m.State = StateUpgrading
			}
		}
		if r.networkID != "" {
			rest = append(rest, begin("vm-migrate"))
		}
	})
	if out.stuck {
		return handle
	}
	ending := EventDone
	if d.HarmlessErrors || out.failure != "" {
		ending = EventError
	}
	w.agenda.add(id, at.Add(w.timings.Update/2), func(at time.Time) {
		w.edit(id, at, func(m *Machine) { m.mark(bill, EventDone, "", at) })
	})
	w.agenda.add(id, at.Add(w.timings.Update), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
			for _, h := range rest {
				m.mark(h, ending, out.failure, at)
			}
			if m.State == StateUpgrading {
				m.State = StateOff
			}
			if out.failure == "" {
				w.refit(m, r)
			}
		})
	})
	return handle
}

// refit is what a rebuild leads to.
func (w *World) refit(m *Machine, r rebuild) {
	if r.machineType != "" {
		m.MachineType, m.CPUs, m.RAM, m.GPU = r.machineType, 0, 0, ""
		m.equip()
	}
	if r.sizeGB != 0 {
		m.SizeGB = r.sizeGB
	}
	if n, ok := w.networks.get(r.networkID); ok {
		m.NetworkID, m.PrivateIP = n.ID, w.privateAddress(n)
	}
}
