package paperspace

import (
	"fmt"
)

// A Deletion is how far the destruction of a machine has come. Paperspace shows a
// machine that is being destroyed for a while, and API v1 might show it forever.
type Deletion int

// The Deletions of a machine. Every request for one that is Deleting or Deleted
// fails, except reads.
const (
	NotDeleted     Deletion = iota
	Deleting                // in progress
	Deleted                 // done, and still shown
	DeletionFailed          // Paperspace gave up; the machine exists
)

const eventDeactivate = "deactivate"

// Deletion returns how far the destruction of m has come, as far as m shows it: by
// its date of deletion, or by its events. A machine from a list of CORE has
// neither; see ops.Client.Examine.
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

// Deactivation returns the newest event of a destruction. revived is true if the
// machine was started after that.
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

// BeingDestroyed reports whether m is being destroyed or gone already, so that
// nothing but a wait makes sense for it.
func (m Machine) BeingDestroyed() bool {
	d := m.Deletion()
	return d == Deleting || d == Deleted
}

// RefuseDestroyed returns [ErrBeingDestroyed] if m shows that it is being destroyed.
func (m Machine) RefuseDestroyed(op string) error {
	if !m.BeingDestroyed() {
		return nil
	}
	return &Error{
		Op: op, Kind: ErrBeingDestroyed,
		Message: fmt.Sprintf("machine %s is being destroyed", m.Label()),
		Reasons: []Reason{NothingSent{}, GoingAway{}},
	}
}
