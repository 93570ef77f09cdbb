package paperspace

import "strings"

// State is the power state of a machine as Paperspace names it, lower-case.
// responses have carried states that no paper lists ("running"), so a State can
// hold any text; an unknown one is treated as transitional.
type State string

// The states of the CORE documentation; API v1 uses the same words.
const (
	Provisioning State = "provisioning" // being built for the first time
	Starting     State = "starting"
	ServiceReady State = "serviceready" // services run, the Paperspace agent does not yet
	Ready        State = "ready"        // services and agent run
	Stopping     State = "stopping"
	Off          State = "off"
	Restarting   State = "restarting"
	Upgrading    State = "upgrading"
)

// ParseState folds the spellings observed ("serviceReady") into one.
func ParseState(s string) State { return State(strings.ToLower(strings.TrimSpace(s))) }

// Settled reports whether the machine stays in this state unless someone acts.
func (s State) Settled() bool { return s == Off || s == Ready }

// UpOrOff reports whether the machine is up or off. It takes the services' being up for
// up: a machine without a Paperspace agent never gets further.
func (s State) UpOrOff() bool { return s.Settled() || s == ServiceReady }

// HeadsFor reports whether a machine in state s is in, or heading for, the
// settled target state, so that nothing has to be asked of Paperspace.
func (s State) HeadsFor(target State) bool {
	switch s {
	case Off, Stopping:
		return target == Off
	case Ready, Provisioning, Starting, ServiceReady, Restarting, Upgrading:
		return target == Ready
	default:
		return false
	}
}
