package paperspace

import "strings"

// State is the state of a machine as Paperspace names it, in lower case. Responses have
// contained undocumented states ("running"), so a State can be any text. An unknown state is
// treated as transitional.
type State string

// The states of the CORE documentation; API v1 uses the same words.
const (
	Provisioning State = "provisioning" // being built for the first time
	Starting     State = "starting"
	ServiceReady State = "serviceready" // services are running, but not yet the Paperspace agent
	Ready        State = "ready"        // services and agent are running
	Stopping     State = "stopping"
	Off          State = "off"
	Restarting   State = "restarting"
	Upgrading    State = "upgrading"
)

// ParseState returns the state that s spells, in any case ("serviceReady").
func ParseState(s string) State { return State(strings.ToLower(strings.TrimSpace(s))) }

// Settled reports whether a machine stays in this state until a request or a user changes it.
func (s State) Settled() bool { return s == Off || s == Ready }

// UpOrOff reports whether the machine is up or off. ServiceReady counts as up, because a
// machine without a Paperspace agent never becomes Ready.
func (s State) UpOrOff() bool { return s.Settled() || s == ServiceReady }

// HeadsFor reports whether a machine in state s is in the settled state target, or will reach
// it without a request.
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
