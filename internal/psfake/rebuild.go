package psfake

import "time"

// Rebuild is a change of a machine that takes time. A field that is empty does not change the machine.
type Rebuild struct {
	MachineType string
	SizeGB      int
	NetworkID   string
}

// Upgrades reports whether it changes the hardware.
func (r Rebuild) Upgrades() bool { return r.MachineType != "" || r.SizeGB != 0 }

// Needed reports whether it changes anything.
func (r Rebuild) Needed() bool { return r.Upgrades() || r.NetworkID != "" }

// Rebuild starts a change and returns the handle of its first event. A new type has a bill-upgrade event, a new type
// or disk size has a vm-upgrade event, and a new network has a vm-migrate event. With HarmlessErrors, the last two end
// in error without a reason.
func (t *Tx) Rebuild(id string, r Rebuild) (handle string) {
	d := &t.behavior.V1
	var bill string
	var rest []string
	t.changes++
	t.edit(id, t.at, func(m *Machine) {
		begin := func(event string) string {
			h := t.newHandle()
			m.begin(event, EventInProgress, h, t.at)
			if handle == "" {
				handle = h
			}
			return h
		}
		if r.MachineType != "" {
			bill = begin("bill-upgrade")
		}
		if r.Upgrades() {
			rest = append(rest, begin("vm-upgrade"))
			if !d.SilentUpgrade {
				m.State = StateUpgrading
			}
		}
		if r.NetworkID != "" {
			rest = append(rest, begin("vm-migrate"))
		}
	})
	if t.out.stuck {
		return handle
	}
	ending := EventDone
	if d.HarmlessErrors || t.out.failure != "" {
		ending = EventError
	}
	t.agenda.add(id, t.at.Add(t.timings.Update/2), func(at time.Time) {
		t.edit(id, at, func(m *Machine) { m.mark(bill, EventDone, "", at) })
	})
	t.agenda.add(id, t.at.Add(t.timings.Update), func(at time.Time) {
		t.edit(id, at, func(m *Machine) {
			for _, h := range rest {
				m.mark(h, ending, t.out.failure, at)
			}
			if m.State == StateUpgrading {
				m.State = StateOff
			}
			if t.out.failure == "" {
				t.refit(m, r)
			}
		})
	})
	return handle
}

// refit applies a finished rebuild.
func (w *state) refit(m *Machine, r Rebuild) {
	if r.MachineType != "" {
		m.MachineType, m.CPUs, m.RAM, m.GPU = r.MachineType, 0, 0, ""
		m.equip()
	}
	if r.SizeGB != 0 {
		m.SizeGB = r.SizeGB
	}
	if n, ok := w.networks.get(r.NetworkID); ok {
		m.NetworkID, m.PrivateIP = n.ID, w.privateAddress(n)
	}
}
