package paperspace

import (
	"context"
	"slices"
)

// The events of what is done with the disk of a machine.
const (
	eventSnapshotCreate  = "snapshot-create"
	eventSnapshotDelete  = "snapshot-delete"
	eventSnapshotRestore = "snapshot-restore"
	eventTemplateCreate  = "template-create"
)

// untilEvent is reached when an event of the machine is done. Without a handle, it is
// reached when no event of the name is running: that is what is left to wait for if the
// response with the handle was lost.
func untilEvent(name, handle string) Goal {
	return Goal{name: "done with the event " + name, events: []string{name}, handle: handle, reached: func(m Machine) bool {
		if m.Events == nil {
			return false
		}
		if handle == "" {
			return !slices.ContainsFunc(m.Events, func(e Event) bool { return e.Name == name && e.Running() })
		}
		return slices.ContainsFunc(m.Events, func(e Event) bool { return e.Handle == handle && !e.Running() && !e.Failed() })
	}}
}

// awaitEvent waits until an event of a machine is done. The error is [ErrFailed], with
// the reason of the service, if it fails.
func (c *Client) awaitEvent(ctx context.Context, machineID, name, handle string, notify func(Progress)) error {
	m, err := c.Existing(ctx, machineID)
	if err != nil {
		return err
	}
	goal := untilEvent(name, handle)
	if goal.reached(m) {
		return nil
	}
	_, err = c.Watcher.Wait(ctx, Wait{ID: machineID, Name: m.Name, Goal: goal, Notify: notify})
	return err
}

// AwaitSnapshot waits until a new snapshot has been taken.
func (c *Client) AwaitSnapshot(ctx context.Context, s Snapshot) error {
	return c.awaitEvent(ctx, s.MachineID, eventSnapshotCreate, s.Event, nil)
}

// AwaitTemplate waits until a new custom template can be used.
func (c *Client) AwaitTemplate(ctx context.Context, t Template) error {
	return c.awaitEvent(ctx, t.ParentMachineID, eventTemplateCreate, t.Event, nil)
}
