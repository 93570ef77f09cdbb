package paperspace

import (
	"fmt"
)

// A Deletion is the progress of the destruction of a machine. Paperspace still shows a machine
// for a while after its destruction, and API v1 might show it forever.
type Deletion int

// The values of a Deletion. If a machine is Deleting or Deleted, all requests for it except
// reads fail.
const (
	NotDeleted     Deletion = iota
	Deleting                // in progress
	Deleted                 // complete, but still shown
	DeletionFailed          // ended without success; the machine exists
)

const eventDeactivate = "deactivate"

// Deletion returns the progress of the destruction of m according to its date of deletion or
// its events. A machine from a list of CORE has neither; see ops.Client.Examine.
func (m Machine) Deletion() Deletion {
	if m.DeletedAt != "" {
		return Deleted
	}
	e, revived, known := m.Deactivation()
	switch {
	case !known:
		return NotDeleted
	case e.Running():
		return Deleting
	case revived:
		return NotDeleted
	case e.Failed():
		return DeletionFailed
	default:
		return Deleted
	}
}

// Deactivation returns the newest event of a destruction. It reports revived as true if the
// machine was created, started, or restarted after that event, and known as false if there is
// no such event.
func (m Machine) Deactivation() (e Event, revived, known bool) {
	for _, e := range m.Events { // newest first
		switch e.Name {
		case eventDeactivate:
			return e, revived, true
		case "create", "start", "restart":
			revived = revived || !e.Failed()
		}
	}
	return Event{}, false, false
}

// BeingDestroyed reports whether m is being destroyed or is already destroyed, so that only
// waiting for its end makes sense.
func (m Machine) BeingDestroyed() bool {
	d := m.Deletion()
	return d == Deleting || d == Deleted
}

// RejectDestroyed returns [ErrBeingDestroyed] if m shows that it is being destroyed.
func (m Machine) RejectDestroyed(op string) error {
	if !m.BeingDestroyed() {
		return nil
	}
	return &Error{
		Op: op, Kind: ErrBeingDestroyed,
		Message: fmt.Sprintf("machine %s is being destroyed", m.Label()),
		Reasons: []Reason{NothingSent{}, GoingAway{}},
	}
}
