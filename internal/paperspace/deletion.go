package paperspace

import (
	"context"
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
// neither; see [Client.Examine].
func (m Machine) Deletion() Deletion {
	if m.DeletedAt != "" {
		return Deleted
	}
	e, revived, known := m.deactivation()
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

// deactivation returns the newest event of a destruction. revived is true if the
// machine was started after that.
func (m Machine) deactivation() (e Event, revived, known bool) {
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

// Examine returns m as a read of it shows it, if m comes from a list and only a read
// shows whether it is being destroyed. That is the case with CORE, for a machine
// that is off. If the read fails, Examine returns m as it is.
func (c *Client) Examine(ctx context.Context, m Machine) Machine {
	if m.Events != nil || m.State != Off || !c.Traits.ShowsEvents {
		return m
	}
	if shown, err := c.Machines.Show(ctx, m.ID); err == nil {
		return shown
	}
	return m
}

// RefuseDestroyed returns [ErrBeingDestroyed] if the machine is being destroyed,
// so that nothing is sent that must fail. It returns nil if that cannot be found
// out: the request itself then returns the error. op is what is to be done.
func (c *Client) RefuseDestroyed(ctx context.Context, op, id string) error {
	m, err := c.bare.Show(ctx, id)
	if err == nil && m.Events == nil && m.State == Off && m.DeletedAt == "" {
		m.Events, err = c.bare.Events(ctx, id)
	}
	if err == nil {
		return m.RefuseDestroyed(op)
	}
	return nil //nolint:nilerr // the request itself returns it
}

// RefuseDestroyed returns [ErrBeingDestroyed] if m shows that it is being destroyed.
func (m Machine) RefuseDestroyed(op string) error {
	if !m.BeingDestroyed() {
		return nil
	}
	return &Error{
		Op: op, Kind: ErrBeingDestroyed,
		Message: fmt.Sprintf("machine %s is being destroyed", named(m)),
		Reasons: []Reason{NothingSent{}, GoingAway{}},
	}
}
