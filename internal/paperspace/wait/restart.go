package wait

import (
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// UntilRestarted is reached when a machine is ready after it has been down. A machine might
// stay ready for some seconds after its restart was accepted, and the event of the restart
// is done before the machine is ready again, so neither the state nor the event alone is
// sufficient.
var UntilRestarted = Target{name: "restarted", power: paperspace.Ready, mustGoDown: true, reached: func(m paperspace.Machine) bool { return m.State == paperspace.Ready }}

// goesDown records that a restart shows. The states of a start count only together with the
// event of the restart, because a late response might show them from before the restart.
func (j *judgment) goesDown(m paperspace.Machine, event bool) {
	j.down = j.down || event || m.State == paperspace.Restarting || m.State == paperspace.Stopping
}

// wasDown reports whether a machine that is ready has been restarted: it was seen to be
// down, or the event of the restart is done.
func (j *judgment) wasDown(m paperspace.Machine, restart paperspace.Event, known bool) bool {
	return j.down || m.Events != nil && known && !restart.Running() && !restart.Failed()
}
