package paperspace

import (
	"slices"
	"strings"
)

// The events of changes for which a machine might have to be off.
const (
	EventUpgrade = "vm-upgrade"
	EventMigrate = "vm-migrate"
)

// The events of operations on the disk of a machine.
const (
	EventSnapshotCreate  = "snapshot-create"
	EventSnapshotDelete  = "snapshot-delete"
	EventSnapshotRestore = "snapshot-restore"
	EventTemplateCreate  = "template-create"
)

// Event is one thing that happened to a machine.
type Event struct {
	Name       string // "create", "start", "stop", "restart", "deactivate", …
	State      string // "new", "in progress", "done", or a failure; see [Event.Failed]
	Error      string // Paperspace's reason when State is "error"
	Handle     string // unique
	CreatedAt  string // RFC 3339 as sent
	ModifiedAt string // RFC 3339 as sent
	FinishedAt string // RFC 3339 as sent; "" while it runs, and in old records that are "done"
}

// Get returns a field by its Terraform name.
func (e Event) Get(f Field) (string, bool) {
	switch f {
	case FieldName:
		return e.Name, true
	case "state":
		return e.State, true
	case "error_msg":
		return e.Error, true
	case "handle":
		return e.Handle, true
	case FieldCreated:
		return e.CreatedAt, true
	case "dt_modified":
		return e.ModifiedAt, true
	case "dt_finished":
		return e.FinishedAt, true
	default:
		return "", false
	}
}

// Failed reports whether the event ended without success.
func (e Event) Failed() bool { return e.State == "error" || e.State == "cancelled" }

// Running reports whether the event has not ended yet. It uses only State, because old CORE
// records are "done" without an end date.
func (e Event) Running() bool { return e.State == "new" || e.State == "in progress" }

// Busy reports whether Paperspace is still working on the machine, which must have been read
// with its events. Billing events are ignored, because they can last as long as the machine
// runs.
func (m Machine) Busy() bool {
	if !m.State.UpOrOff() {
		return true
	}
	for _, e := range m.Events {
		if e.Running() && !strings.HasPrefix(e.Name, "bill-") {
			return true
		}
	}
	return false
}

// Heading returns the state that a machine has, or is about to have because of a running
// event: an accepted request appears in the events some seconds before the state changes.
func (m Machine) Heading() State {
	for _, e := range m.Events {
		switch e.Name {
		case "create", "start", "stop", "restart", EventUpgrade, EventMigrate, EventTemplateCreate, EventSnapshotRestore:
		default:
			continue
		}
		switch {
		case !e.Running():
		case e.Name == EventUpgrade || e.Name == EventMigrate || e.Name == EventTemplateCreate || e.Name == EventSnapshotRestore:
			return Upgrading // and then the state from before
		case m.State == Off && e.Name != "stop":
			return Starting
		case (m.State == Ready || m.State == ServiceReady) && e.Name == "stop":
			return Stopping
		case m.State == Ready && e.Name == "restart":
			return Restarting
		}
		return m.State // older events do not matter
	}
	return m.State
}

// KnownEvents returns the set of the handles of events, for wait.Wait.Known.
func KnownEvents(events []Event) map[string]bool {
	known := make(map[string]bool, len(events))
	for _, e := range events {
		known[e.Handle] = true
	}
	return known
}

// AnyNewEvent reports whether events contains an event with one of the names whose handle is
// not in known.
func AnyNewEvent(events []Event, known map[string]bool, names ...string) bool {
	_, found := NewestEvent(events, known, names...)
	return found
}

// NewestEvent returns the newest event with one of the names whose handle is not in known.
func NewestEvent(events []Event, known map[string]bool, names ...string) (none Event, found bool) {
	for _, e := range events {
		if !known[e.Handle] && slices.Contains(names, e.Name) {
			return e, true
		}
	}
	return none, false
}

// EventRunning reports whether an event with the name is running.
func EventRunning(events []Event, name string) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Name == name && e.Running() })
}
