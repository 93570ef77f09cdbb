package psfake

func (d *v1) start(r v1Request, out outcome) answer {
	return d.power(r, out, "start", StateReady, r.view.start)
}

func (d *v1) stop(r v1Request, out outcome) answer {
	return d.power(r, out, "stop", StateOff, r.view.stop)
}

func (d *v1) restart(r v1Request, out outcome) answer {
	if d.dialect().RestartLag {
		out.lag = r.timings.Restart / 10
	}
	return d.power(r, out, "restart", "", r.view.restart)
}

// power refuses a call in the middle of another change, in words that were
// recorded of a start. Calls that find the machine where they would bring it
// have the same fate in some dialects.
func (d *v1) power(r v1Request, out outcome, event, goal string, act powerCall) answer {
	m, err := r.target()
	if err == nil {
		err = r.readNothing()
	}
	if err != nil {
		return d.refuse(err)
	}
	now := m.State
	for name, state := range changing {
		if m.underWay(name) {
			now = state
		}
	}
	settled := now == StateOff || now == StateReady || now == StateServiceReady
	there := now == goal || now == StateServiceReady && goal == StateReady
	switch {
	case !settled, there && d.dialect().StrictPower,
		event == "restart" && now == StateOff && d.world.dialect.Observed:
		return d.refuse(d.conflict("This machine is currently %s.", now))
	case there:
		handle := r.newHandle()
		r.edit(r.id, r.at, func(m *Machine) { m.begin(event, EventDone, handle, r.at) })
	default:
		if err := act(r.id, r.at, out); err != nil {
			return d.refuse(err)
		}
	}
	if event == "restart" && now == StateOff {
		event = "start" // what a restart of it comes to
	}
	return d.started(r, r.id, event)
}

// changing are the events that stand for a state which may not show yet, or
// never.
var changing = map[string]string{
	"stop": StateStopping, "restart": StateRestarting, "vm-upgrade": StateUpgrading, "vm-migrate": "migrating",
	"template-create": "being copied",
}
