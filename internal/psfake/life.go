package psfake

import (
	"reflect"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// edit changes a machine, with the change dated at. It returns false if the machine does not exist.
func (w *state) edit(id string, at time.Time, change func(*Machine)) bool {
	old, ok := w.machines.get(id)
	if !ok {
		return false
	}
	m := old.clone()
	change(&m)
	w.keep(m, at)
	return true
}

// keep stores a machine, dated at, and adds its address to the account.
func (w *state) keep(m Machine, at time.Time) {
	m.Modified = at
	w.claim(m, at)
	w.machines.put(m.ID, at, m)
}

// Change changes a machine's settings for a request. A change to equal values is not an effect of the request.
func (t *Tx) Change(id string, change func(*Machine)) {
	before, _ := t.machines.get(id)
	t.edit(id, t.at, change)
	after, _ := t.machines.get(id)
	if after.Modified = before.Modified; !reflect.DeepEqual(before, after) {
		t.changes++
	}
}

// launch starts to provision a machine, as in recordings. During the first half, its hardware is not known. Then the
// hardware appears and the create event is done, although the machine is still provisioning. The create event of a
// machine that ends off is done when the machine is off, because clients wait only for that event.
func (w *state) launch(m *Machine, o Order, at time.Time, out outcome) {
	creation, first := w.newHandle(), w.newHandle()
	m.State, m.Build = StateProvisioning, Bare
	m.begin("create", EventNew, creation, at)
	if m.AssignPublicIP && (o.Addressed || !w.behavior.Observed) {
		m.PublicIP = w.publicAddress()
	}
	w.keep(*m, at)
	if out.stuck {
		return
	}
	id := m.ID
	service, ready := w.timings.boot(w.timings.Provision)
	w.agenda.add(id, at.Add(min(ready/2, service)), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
			m.Build = Filled
			if !o.Boot {
				m.mark(creation, EventInProgress, "", at)
				return
			}
			m.mark(creation, EventDone, "", at)
			m.begin("start", EventInProgress, first, at)
		})
	})
	if o.Boot {
		w.boot(id, at, booting{first, service, ready, out})
		return
	}
	w.agenda.add(id, at.Add(ready), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
			m.State, m.Build = StateOff, Built
			m.mark(creation, endState(out.failure), out.failure, at)
			w.takeAddress(m)
		})
	})
}

// booting describes a boot.
type booting struct {
	handle         string // of the event that ends with the boot, "" = none
	service, ready time.Duration
	out            outcome
}

// boot plans the steps of a boot, up to ready or to a failure.
func (w *state) boot(id string, at time.Time, b booting) {
	handle, service, ready, out := b.handle, b.service, b.ready, b.out
	if out.failure != "" {
		w.agenda.add(id, at.Add(ready), func(at time.Time) {
			w.edit(id, at, func(m *Machine) {
				m.State, m.Build = StateOff, Built
				m.mark(handle, EventError, out.failure, at)
				m.down(at)
			})
		})
		return
	}
	if service < ready {
		w.agenda.add(id, at.Add(service), func(at time.Time) {
			w.edit(id, at, func(m *Machine) { m.State = StateServiceReady })
		})
	}
	w.agenda.add(id, at.Add(ready), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
			m.State, m.Build = StateReady, Built
			m.mark(handle, EventDone, "", at)
			m.up(at)
			if w.timings.Address == 0 {
				w.takeAddress(m)
			}
			w.runScript(m, at)
		})
	})
	if w.timings.Address > 0 {
		w.agenda.add(id, at.Add(ready+w.timings.Address), func(at time.Time) {
			w.edit(id, at, func(m *Machine) { w.takeAddress(m) })
		})
	}
}

// takeAddress assigns a public IP address to a machine that should have one and does not.
func (w *state) takeAddress(m *Machine) {
	if m.PublicIP == "" && (m.AssignPublicIP || m.DynamicPublicIP && m.State != StateOff) {
		m.PublicIP = w.publicAddress()
	}
}

// TakeAddress assigns a public IP address to a machine that should have one and does not. Call it within Change.
func (t *Tx) TakeAddress(m *Machine) { t.takeAddress(m) }

// DropAddress removes a static public IP address from a machine and from the account. Call it within Change.
func (t *Tx) DropAddress(m *Machine) {
	t.addresses.remove(m.PublicIP, t.at)
	m.PublicIP = ""
}

// Start boots a machine that is off. In any other state, it does nothing, or is a power call during another change; see
// busy.
func (t *Tx) Start(id string) error {
	m, _ := t.machines.get(id)
	switch m.State {
	case StateOff:
	case StateStopping:
		t.busy(id, (*Tx).Start)
		return nil
	default:
		return nil
	}
	out := t.out
	if t.SoldOut(m.Region, m.MachineType) && out.failure == "" {
		out.failure = Capacity
	}
	t.changes++
	handle := t.newHandle()
	t.agenda.clear(id)
	t.edit(id, t.at, func(m *Machine) {
		m.State = StateStarting
		m.begin("start", EventInProgress, handle, t.at)
	})
	if !out.stuck {
		service, ready := t.timings.boot(t.timings.Start)
		t.boot(id, t.at, booting{handle, service, ready, out})
	}
	return nil
}

// Stop shuts down a running machine.
func (t *Tx) Stop(id string) error {
	m, _ := t.machines.get(id)
	switch {
	case m.State == StateOff, m.State == StateStopping, m.UnderWay("stop"):
		return nil
	case m.State != StateReady && m.State != StateServiceReady:
		t.busy(id, (*Tx).Stop)
		return nil
	}
	t.changes++
	handle := t.newHandle()
	t.agenda.clear(id)
	var lag time.Duration
	if t.behavior.Observed {
		lag = t.timings.Stop / 20
	}
	t.lagged(id, lag, "stop", StateStopping, handle)
	if t.out.stuck {
		return nil
	}
	t.agenda.add(id, t.at.Add(t.timings.Stop), func(at time.Time) {
		t.edit(id, at, func(m *Machine) {
			m.State = StateOff
			m.mark(handle, EventDone, "", at)
			m.down(at)
			if !m.AssignPublicIP {
				m.PublicIP = ""
			}
		})
	})
	return nil
}

// Restart stops and starts a machine. The machine state does not change until lag has passed. The event is done before
// the state is ready again, as in recordings.
func (t *Tx) Restart(id string, lag time.Duration) error {
	m, _ := t.machines.get(id)
	switch {
	case m.State == StateOff && t.behavior.Observed:
		return wire.Rejection("The machine is not running")
	case m.State == StateOff:
		return t.Start(id)
	case m.State != StateReady && m.State != StateServiceReady && m.State != StateRestarting, m.UnderWay("stop"):
		t.busy(id, func(t *Tx, id string) error { return t.Restart(id, lag) })
		return nil
	}
	t.changes++
	handle := t.newHandle()
	t.agenda.clear(id)
	t.edit(id, t.at, func(m *Machine) { m.settleEvents(t.at) })
	t.lagged(id, lag, "restart", StateRestarting, handle)
	if t.out.stuck {
		return nil
	}
	service, ready := t.timings.boot(t.timings.Restart)
	ending := handle
	if t.out.failure == "" {
		ending = "" // the event is already done when the machine is ready
		t.agenda.add(id, t.at.Add(min(service, ready*7/10)), func(at time.Time) {
			t.edit(id, at, func(m *Machine) { m.mark(handle, EventDone, "", at) })
		})
	}
	t.boot(id, t.at, booting{ending, service, ready, t.out})
	return nil
}

// lagged starts a change whose machine state appears after a lag.
func (t *Tx) lagged(id string, lag time.Duration, event, state, handle string) {
	if lag <= 0 {
		t.edit(id, t.at, func(m *Machine) {
			m.State = state
			m.begin(event, EventInProgress, handle, t.at)
		})
		return
	}
	t.edit(id, t.at, func(m *Machine) { m.begin(event, EventNew, handle, t.at) })
	t.agenda.add(id, t.at.Add(lag), func(at time.Time) {
		t.edit(id, at, func(m *Machine) {
			m.State = state
			m.mark(handle, EventInProgress, "", at)
		})
	})
}

// busy handles a power call during another change. In the observed behavior, the call has no effect. Otherwise, it
// takes effect after that change, unless the change never ends.
func (t *Tx) busy(id string, call func(t *Tx, id string) error) {
	if l := t.agenda.line(id); l.pending > 0 && !t.behavior.Observed {
		t.changes++
		t.agenda.add(id, l.last, func(at time.Time) { _ = call(t.later(at), id) })
	}
}

// Destroy stops a machine immediately and releases its static public IP address if requested. The machine remains
// visible for a while, or forever if the destroy is stuck or leaves a tombstone without a Delay.
func (t *Tx) Destroy(id string, release bool) {
	t.changes++
	bill, end := t.newHandle(), t.newHandle()
	stone := t.out.tombstone
	t.agenda.clear(id)
	t.edit(id, t.at, func(m *Machine) {
		if m.AssignPublicIP && release {
			t.addresses.remove(m.PublicIP, t.at)
		}
		m.Destroying = true
		m.settleEvents(t.at)
		m.begin("bill-sessions", EventDone, bill, t.at)
		m.begin("deactivate", EventInProgress, end, t.at)
		m.State, m.PublicIP = StateOff, ""
		m.Unlisted = t.behavior.ListHidesDestroyed
		if t.behavior.V1.DatesDeleted {
			m.Deleted = new(t.at)
		}
		if stone != nil {
			m.Deleted, m.Unlisted, m.Rejection = new(t.at), false, stone.Status
			_ = merge(valueJSON(stone.Value), m) // Check has validated it
		}
		m.down(t.at)
	})
	t.dropSnapshots(id, t.at)
	linger, forever := t.timings.Destroy, t.out.stuck
	if stone != nil {
		linger, forever = stone.Delay, forever || stone.Delay == 0
	}
	if !forever {
		t.agenda.add(id, t.at.Add(linger), func(at time.Time) {
			t.edit(id, at, func(m *Machine) { m.mark(end, EventDone, "", at) })
			t.machines.remove(id, at)
		})
	}
}
