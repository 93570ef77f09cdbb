package psfake

import (
	"reflect"
	"time"
)

// edit changes a machine that exists, as of at.
func (w *World) edit(id string, at time.Time, change func(*Machine)) bool {
	old, ok := w.machines.get(id)
	if !ok {
		return false
	}
	m := old.clone()
	change(&m)
	w.keep(m, at)
	return true
}

// keep stores a machine as of at, and that the account has its address.
func (w *World) keep(m Machine, at time.Time) {
	m.Modified = at
	w.claim(m, at)
	w.machines.put(m.ID, at, m)
}

// update changes a machine's settings on behalf of a caller.
func (w *World) update(id string, at time.Time, change func(*Machine)) {
	before, _ := w.machines.get(id)
	w.edit(id, at, change)
	after, _ := w.machines.get(id)
	if after.Modified = before.Modified; !reflect.DeepEqual(before, after) {
		w.changes++
	}
}

// launch begins the life of a machine, as recorded: half of the time nothing
// is known of it, then it has its hardware while it still provisions and its
// creation counts as done, and only then does it come up. The creation of a
// machine that ends off is done once it is off, because clients wait for nothing
// but that event.
func (w *World) launch(m *Machine, boot bool, at time.Time, out outcome) {
	creation, first := w.newHandle(), w.newHandle()
	m.State, m.Build = StateProvisioning, Bare
	m.begin("create", EventNew, creation, at)
	if m.AssignPublicIP && (out.early || !w.dialect.Observed) {
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
			if !boot {
				m.mark(creation, EventInProgress, "", at)
				return
			}
			m.mark(creation, EventDone, "", at)
			m.begin("start", EventInProgress, first, at)
		})
	})
	if boot {
		w.boot(id, first, at, service, ready, out)
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

// boot plans the way to ready, or the failure on it.
func (w *World) boot(id, handle string, at time.Time, service, ready time.Duration, out outcome) {
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

// takeAddress gives a machine the public address it is entitled to.
func (w *World) takeAddress(m *Machine) {
	if m.PublicIP == "" && (m.AssignPublicIP || m.DynamicPublicIP && m.State != StateOff) {
		m.PublicIP = w.publicAddress()
	}
}

// start boots a machine that is off.
func (w *World) start(id string, at time.Time, out outcome) error {
	m, _ := w.machines.get(id)
	switch m.State {
	case StateOff:
	case StateStopping:
		w.busy(id, func(at time.Time) { _ = w.start(id, at, out) })
		return nil
	default:
		return nil
	}
	if w.soldOut(m.Region, m.MachineType) && out.failure == "" {
		out.failure = Capacity
	}
	w.changes++
	handle := w.newHandle()
	w.agenda.clear(id)
	w.edit(id, at, func(m *Machine) {
		m.State = StateStarting
		m.begin("start", EventInProgress, handle, at)
	})
	if !out.stuck {
		service, ready := w.timings.boot(w.timings.Start)
		w.boot(id, handle, at, service, ready, out)
	}
	return nil
}

// stop shuts a running machine down.
func (w *World) stop(id string, at time.Time, out outcome) error {
	m, _ := w.machines.get(id)
	switch {
	case m.State == StateOff, m.State == StateStopping, m.underWay("stop"):
		return nil
	case m.State != StateReady && m.State != StateServiceReady:
		w.busy(id, func(at time.Time) { _ = w.stop(id, at, out) })
		return nil
	}
	w.changes++
	handle := w.newHandle()
	w.agenda.clear(id)
	var lag time.Duration
	if w.dialect.Observed {
		lag = w.timings.Stop / 20
	}
	w.lagged(id, "stop", StateStopping, handle, at, lag)
	if out.stuck {
		return nil
	}
	w.agenda.add(id, at.Add(w.timings.Stop), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
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

// restart takes a machine down and up again. Its event is done before its
// state is back, as recorded.
func (w *World) restart(id string, at time.Time, out outcome) error {
	m, _ := w.machines.get(id)
	switch {
	case m.State == StateOff && w.dialect.Observed:
		return refusedError("The machine is not running")
	case m.State == StateOff:
		return w.start(id, at, out)
	case m.State != StateReady && m.State != StateServiceReady && m.State != StateRestarting, m.underWay("stop"):
		w.busy(id, func(at time.Time) { _ = w.restart(id, at, out) })
		return nil
	}
	w.changes++
	handle := w.newHandle()
	w.agenda.clear(id)
	w.edit(id, at, func(m *Machine) { m.settleEvents(at) })
	w.lagged(id, "restart", StateRestarting, handle, at, out.lag)
	if out.stuck {
		return nil
	}
	service, ready := w.timings.boot(w.timings.Restart)
	ending := handle
	if out.failure == "" {
		ending = "" // done before, and not to be marked again at ready
		w.agenda.add(id, at.Add(min(service, ready*7/10)), func(at time.Time) {
			w.edit(id, at, func(m *Machine) { m.mark(handle, EventDone, "", at) })
		})
	}
	w.boot(id, ending, at, service, ready, out)
	return nil
}

// lagged begins a change whose state may show only after a lag.
func (w *World) lagged(id, event, state, handle string, at time.Time, lag time.Duration) {
	if lag <= 0 {
		w.edit(id, at, func(m *Machine) {
			m.State = state
			m.begin(event, EventInProgress, handle, at)
		})
		return
	}
	w.edit(id, at, func(m *Machine) { m.begin(event, EventNew, handle, at) })
	w.agenda.add(id, at.Add(lag), func(at time.Time) {
		w.edit(id, at, func(m *Machine) {
			m.State = state
			m.mark(handle, EventInProgress, "", at)
		})
	})
}

// busy treats a power call that comes in the middle of another change.
func (w *World) busy(id string, later func(at time.Time)) {
	if l := w.agenda.line(id); l.pending > 0 && !w.dialect.Observed {
		w.changes++
		w.agenda.add(id, l.last, later)
	}
}

// destroy shuts a machine down at once. It is still to be seen for a while,
// forever if it gets a tombstone without an end.
func (w *World) destroy(id string, release bool, at time.Time, out outcome) {
	w.changes++
	bill, end := w.newHandle(), w.newHandle()
	w.agenda.clear(id)
	w.edit(id, at, func(m *Machine) {
		if m.AssignPublicIP && release {
			w.addresses.remove(m.PublicIP, at)
		}
		m.Destroying = true
		m.settleEvents(at)
		m.begin("bill-sessions", EventDone, bill, at)
		m.begin("deactivate", EventInProgress, end, at)
		m.State, m.PublicIP = StateOff, ""
		m.Unlisted = w.dialect.ListHidesDestroyed
		if w.dialect.V1.DatesDeleted {
			m.Deleted = new(at)
		}
		if t := out.tombstone; t != nil {
			m.Deleted, m.Unlisted, m.Refusal = new(at), false, t.Status
			_ = merge(valueJSON(t.Value), m) // Check has tried
		}
		m.down(at)
	})
	w.dropSnapshots(id, at)
	linger, forever := w.timings.Destroy, out.stuck
	if t := out.tombstone; t != nil {
		linger, forever = t.Delay, forever || t.Delay == 0
	}
	if !forever {
		w.agenda.add(id, at.Add(linger), func(at time.Time) {
			w.edit(id, at, func(m *Machine) { m.mark(end, EventDone, "", at) })
			w.machines.remove(id, at)
		})
	}
}

// powerCall is one of start, stop and restart.
type powerCall func(id string, at time.Time, out outcome) error
