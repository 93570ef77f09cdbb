package psfake

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// The states of a machine.
const (
	StateProvisioning = "provisioning"
	StateStarting     = "starting"
	StateServiceReady = "serviceready"
	StateReady        = "ready"
	StateStopping     = "stopping"
	StateOff          = "off"
	StateRestarting   = "restarting"
	StateUpgrading    = "upgrading"
)

// Build says how much of a new machine exists.
type Build int

// The phases of a build, the zero value being that of a finished machine.
const (
	Built  Build = iota // it has been up, or is off and could be
	Bare                // ordered: placement, hardware and addresses are not known
	Filled              // placed, with hardware and private address; not up yet
)

// Machine is a machine as the world knows it: what was asked for and what
// became of it. Doors decide how much of it they show and when.
type Machine struct {
	ID, Name, OS, MachineType, BillingType, Region           string
	TemplateID, NetworkID, PrivateIP, PublicIP               string
	UserID, TeamID, ScriptID, AgentType, GPU, State          string
	NotificationEmail                                        string
	CPUs, SizeGB                                             int
	RAM, StorageUsed                                         int64 // bytes
	ShutdownHours                                            *int  // nil = never
	ShutdownForces, AutoSnapshot                             bool
	SnapshotFrequency                                        string
	SnapshotCount                                            *int
	UpdatesPending, AssignPublicIP, DynamicPublicIP, Managed bool
	TakesInitialSnapshot, RestorePoint, Nvlink               bool
	Created                                                  time.Time
	LastRun                                                  *time.Time // of the script, not of the machine
	Events                                                   []Event    // newest first, at most ten
	Access                                                   []string   // users with access, besides the owner
	Input                                                    map[string]json.RawMessage
	Build                                                    Build
	Destroying                                               bool   // marked for deletion, still shown
	Runs                                                     []Span // when it was up
}

// Span is a stretch of time. A zero End has not come yet.
type Span struct{ Begin, End time.Time }

// Event is one entry of a machine's history.
type Event struct {
	Name, State, Error, Handle string
	Created, Modified          time.Time
	Finished                   *time.Time
}

// The states of an event.
const (
	EventNew        = "new"
	EventInProgress = "in progress"
	EventDone       = "done"
	EventError      = "error"
)

const eventsKept = 10

// clone returns a copy for use inside: what m points to is shared, and is
// replaced, never written through.
func (m Machine) clone() Machine {
	m.Events = slices.Clone(m.Events)
	m.Access = slices.Clone(m.Access)
	m.Runs = slices.Clone(m.Runs)
	return m
}

// detached is a clone that shares nothing that a JSON decoder writes through.
func (m Machine) detached() Machine {
	m = m.clone()
	if m.ShutdownHours != nil {
		m.ShutdownHours = new(*m.ShutdownHours)
	}
	if m.SnapshotCount != nil {
		m.SnapshotCount = new(*m.SnapshotCount)
	}
	if m.LastRun != nil {
		m.LastRun = new(*m.LastRun)
	}
	m.Input = maps.Clone(m.Input)
	for i, e := range m.Events {
		if e.Finished != nil {
			m.Events[i].Finished = new(*e.Finished)
		}
	}
	return m
}

// begin adds an event in front.
func (m *Machine) begin(name, state, handle string, at time.Time) {
	e := Event{Name: name, State: state, Handle: handle, Created: at, Modified: at}
	if state == EventDone {
		e.Finished = new(at)
	}
	m.Events = slices.Insert(m.Events, 0, e)
	m.Events = m.Events[:min(len(m.Events), eventsKept)]
}

// mark moves the event with that handle on, if there is one.
func (m *Machine) mark(handle, state, message string, at time.Time) {
	if handle == "" {
		return
	}
	for i := range m.Events {
		if e := &m.Events[i]; e.Handle == handle {
			e.State, e.Error, e.Modified = state, message, at
			if state == EventDone || state == EventError {
				e.Finished = new(at)
			}
		}
	}
}

// settleEvents ends what was under way when something else took over.
func (m *Machine) settleEvents(at time.Time) {
	for _, e := range m.Events {
		if e.State == EventNew || e.State == EventInProgress {
			m.mark(e.Handle, EventDone, "", at)
		}
	}
}

// underWay reports whether an event of that name has not ended.
func (m *Machine) underWay(name string) bool {
	return slices.ContainsFunc(m.Events, func(e Event) bool {
		return e.Name == name && (e.State == EventNew || e.State == EventInProgress)
	})
}

// up and down keep the record of when the machine ran.
func (m *Machine) up(at time.Time) {
	if n := len(m.Runs); n == 0 || !m.Runs[n-1].End.IsZero() {
		m.Runs = append(m.Runs, Span{Begin: at})
	}
}

func (m *Machine) down(at time.Time) {
	if n := len(m.Runs); n > 0 && m.Runs[n-1].End.IsZero() {
		m.Runs[n-1].End = at
	}
}
