package paperspace

import (
	"context"
	"fmt"
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
// response with the handle was lost. Whether such an event has failed is not known then,
// because it might belong to another request.
func untilEvent(name, handle string) Target {
	g := Target{name: "done with the event " + name, withEvents: true}
	if handle == "" {
		g.reached = func(m Machine) bool { return m.Events != nil && !running(m.Events, name) }
		return g
	}
	g.events, g.handle = []string{name}, handle
	g.reached = func(m Machine) bool {
		return slices.ContainsFunc(m.Events, func(e Event) bool { return e.Handle == handle && !e.Running() && !e.Failed() })
	}
	return g
}

// running reports whether an event of the name is running.
func running(events []Event, name string) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Name == name && e.Running() })
}

// awaitEvent waits until an event of a machine is done. The error is [ErrFailed], with
// the reason of Paperspace, if it fails.
func (c *Client) awaitEvent(ctx context.Context, machineID, name, handle string, notify func(Progress)) error {
	m, err := c.Existing(ctx, machineID)
	if err != nil {
		return err
	}
	target := untilEvent(name, handle)
	if target.reached(m) {
		return nil
	}
	_, err = c.Watcher.Wait(ctx, Wait{ID: machineID, Name: m.Name, Target: target, Notify: notify})
	return err
}

// AwaitSnapshot waits until a new snapshot has been taken.
func (c *Client) AwaitSnapshot(ctx context.Context, s Snapshot) error {
	return c.Snapshots.awaitMade(ctx, s.ID, s.Event, SnapshotCreate{MachineID: s.MachineID})
}

// AwaitTemplate waits until a new custom template can be used. Whether it can be used before
// its event is done, no source says, so the event is waited for; without its handle, until no
// such event is running and the template is shown.
func (c *Client) AwaitTemplate(ctx context.Context, t Template) error {
	return c.CustomTemplates.awaitMade(ctx, t.ID, t.Event, TemplateCreate{MachineID: t.ParentMachineID})
}

// A job is the creation of something that is made from a machine, and that an event of
// the machine belongs to.
type job interface {
	job() (machineID, event string)
}

func (in SnapshotCreate) job() (machineID, event string) { return in.MachineID, eventSnapshotCreate }
func (in TemplateCreate) job() (machineID, event string) { return in.MachineID, eventTemplateCreate }

// awaitMade waits until an object has been made. Without the handle of the event, only
// the object shows whether the event has failed.
func (k *Kind[T, In]) awaitMade(ctx context.Context, id, handle string, in job) error {
	machineID, event := in.job()
	if err := k.client.awaitEvent(ctx, machineID, event, handle, nil); err != nil || handle != "" {
		return err
	}
	found, err := k.Find(ctx, id)
	if err != nil || found.Found {
		return err
	}
	return &Error{
		Op: fmt.Sprintf("create %s %s", k.fleet.noun, id), Kind: ErrFailed,
		Message: fmt.Sprintf("Paperspace accepted the %s and does not show it any more", k.fleet.noun),
	}
}

// Making reports whether Paperspace is still making an object of the kind: it might not
// show the object until then. It returns false if that cannot be found out.
func (k *Kind[T, In]) Making(ctx context.Context, in In) bool {
	j, ok := any(in).(job)
	if !ok {
		return false
	}
	machineID, event := j.job()
	m, err := k.client.Existing(ctx, machineID)
	return err == nil && running(m.Events, event)
}

// settle waits while Paperspace is making an object of the kind.
func (k *Kind[T, In]) settle(ctx context.Context, in In) error {
	if !k.Making(ctx, in) {
		return nil
	}
	machineID, event := any(in).(job).job() //nolint:forcetypeassert // Making has found that it is one
	return k.client.awaitEvent(ctx, machineID, event, "", nil)
}

// Settle waits while Paperspace is making an object that it does not show: the object
// is not gone. in is what it was created from.
func (k *Kind[T, In]) Settle(ctx context.Context, id string, in In) error {
	if _, ok := any(in).(job); !ok || k.has(ctx, id) {
		return nil
	}
	return k.settle(ctx, in)
}
