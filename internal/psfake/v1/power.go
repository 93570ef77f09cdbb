package fakev1

import (
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func (r request) start() psfake.Response {
	return r.power("start", psfake.StateReady, r.Start)
}

func (r request) stop() psfake.Response {
	return r.power("stop", psfake.StateOff, r.Stop)
}

func (r request) restart() psfake.Response {
	var lag time.Duration
	if r.Behavior().V1.RestartLag {
		lag = r.Timings().Restart / 10
	}
	return r.power("restart", "", func(id string) error { return r.Restart(id, lag) })
}

// power handles a power call. It rejects a call during another change, with the message that was recorded for a start.
// With StrictPower, it also rejects a call if the machine is already in the target state.
func (r request) power(event, target string, act func(id string) error) psfake.Response {
	m, err := r.target()
	if err == nil {
		err = r.readNothing()
	}
	if err != nil {
		return r.reject(err)
	}
	now := m.State
	for name, state := range changing {
		if m.UnderWay(name) {
			now = state
		}
	}
	settled := now == psfake.StateOff || now == psfake.StateReady || now == psfake.StateServiceReady
	there := now == target || now == psfake.StateServiceReady && target == psfake.StateReady
	switch {
	case !settled, there && r.Behavior().V1.StrictPower,
		event == "restart" && now == psfake.StateOff && r.Behavior().Observed:
		return r.reject(r.conflict("This machine is currently %s.", now))
	case there:
		r.Note(r.ID, event)
	default:
		if err := act(r.ID); err != nil {
			return r.reject(err)
		}
	}
	if event == "restart" && now == psfake.StateOff {
		event = "start" // a restart might have become a start
	}
	return r.started(r.ID, event)
}

// changing maps events to the state in the message of a rejection. The machine state shows these changes late or never.
var changing = map[string]string{
	"stop": psfake.StateStopping, "restart": psfake.StateRestarting, "vm-upgrade": psfake.StateUpgrading, "vm-migrate": "migrating",
	"template-create": "being copied",
}
