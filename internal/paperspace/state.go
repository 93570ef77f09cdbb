package paperspace

import "strings"

// State is the power state of a machine as the service names it, lower-case.
// Answers have carried states that no paper lists ("running"), so a State may
// hold any text; an unknown one counts as on its way.
type State string

// The states of the CORE papers; API v1 uses the same words.
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

// ParseState folds the spellings seen in the wild ("serviceReady") into one.
func ParseState(s string) State { return State(strings.ToLower(strings.TrimSpace(s))) }

// Settled says whether the machine stays in this state unless somebody acts.
func (s State) Settled() bool { return s == Off || s == Ready }

// HeadsFor says whether a machine in state s is in, or on its way to, the
// settled state goal, so that nothing has to be asked of the service.
func (s State) HeadsFor(goal State) bool {
	switch s {
	case Off, Stopping:
		return goal == Off
	case Ready, Provisioning, Starting, ServiceReady, Restarting, Upgrading:
		return goal == Ready
	default:
		return false
	}
}
