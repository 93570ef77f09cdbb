package psfake

import (
	"slices"
	"time"
)

// Event is one entry of a machine's history.
type Event struct {
	Name, State, Error, Handle string
	Created, Modified          time.Time
	Started, Finished          *time.Time // nil = not yet
}

// The states of an event.
const (
	EventNew        = "new"
	EventInProgress = "in progress"
	EventDone       = "done"
	EventError      = "error"
)

// endState returns the state in which an event ends, given the text of its failure.
func endState(failure string) string {
	if failure != "" {
		return EventError
	}
	return EventDone
}

// eventsKept is the number of events that the state keeps. Responses contain fewer.
const eventsKept = 50

// begin adds an event at the front, and drops the oldest event if there are too many.
func (m *Machine) begin(name, state, handle string, at time.Time) {
	e := Event{Name: name, State: state, Handle: handle, Created: at, Modified: at}
	e.note(at)
	m.Events = slices.Insert(m.Events, 0, e)
	m.Events = m.Events[:min(len(m.Events), eventsKept)]
}

// mark changes the state of the event with that handle, if there is one.
func (m *Machine) mark(handle, state, message string, at time.Time) {
	if handle == "" {
		return
	}
	for i := range m.Events {
		if e := &m.Events[i]; e.Handle == handle {
			e.State, e.Error, e.Modified = state, message, at
			e.note(at)
		}
	}
}

// settleEvents ends all events that a new change replaces.
func (m *Machine) settleEvents(at time.Time) {
	for _, e := range m.Events {
		aside := slices.Contains(asides, e.Name) && !m.Destroying
		if (e.State == EventNew || e.State == EventInProgress) && !aside {
			m.mark(e.Handle, EventDone, "", at)
		}
	}
}

// UnderWay reports whether an event of that name has not ended.
func (m *Machine) UnderWay(name string) bool {
	return slices.ContainsFunc(m.Events, func(e Event) bool {
		return e.Name == name && (e.State == EventNew || e.State == EventInProgress)
	})
}

// note sets Started and Finished to at if the state of the event requires them. It is called when the state changes.
func (e *Event) note(at time.Time) {
	if e.State != EventNew && e.Started == nil {
		e.Started = new(at)
	}
	if e.ended() {
		e.Finished = new(at)
	}
}

func (e *Event) ended() bool { return e.State == EventDone || e.State == EventError }
