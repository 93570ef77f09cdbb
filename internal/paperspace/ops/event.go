package ops

import (
	"context"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// awaitEvent waits until an event of a machine is done. The error is [paperspace.ErrFailed], with
// the reason of Paperspace, if it fails.
func (c *Client) awaitEvent(ctx context.Context, machineID, name, handle string, notify func(wait.Progress)) error {
	m, err := c.Existing(ctx, machineID)
	if err != nil {
		return err
	}
	target := wait.UntilEvent(name, handle)
	if target.Reached(m) {
		return nil
	}
	_, err = c.Watcher.Wait(ctx, wait.Wait{ID: machineID, Name: m.Name, Target: target, Notify: notify})
	return err
}

// AwaitSnapshot waits until a new snapshot has been taken.
func (c *Client) AwaitSnapshot(ctx context.Context, s paperspace.Snapshot) error {
	return c.Snapshots.awaitMade(ctx, s.ID, s.Event, paperspace.SnapshotCreate{MachineID: s.MachineID})
}

// AwaitTemplate waits until a new custom template can be used. Whether it can be used before
// its event is done, no source says, so the event is waited for; without its handle, until no
// such event is running and the template is shown.
func (c *Client) AwaitTemplate(ctx context.Context, t paperspace.Template) error {
	return c.CustomTemplates.awaitMade(ctx, t.ID, t.Event, paperspace.TemplateCreate{MachineID: t.ParentMachineID})
}

// A job is the creation of something that is made from a machine, and that an event of
// the machine belongs to.
type job interface {
	MadeFrom() (machineID, event string)
}

// awaitMade waits until an object has been made. Without the handle of the event, only
// the object shows whether the event has failed.
func (k *Kind[T, In]) awaitMade(ctx context.Context, id, handle string, in job) error {
	machineID, event := in.MadeFrom()
	if err := k.client.awaitEvent(ctx, machineID, event, handle, nil); err != nil || handle != "" {
		return err
	}
	found, err := k.Find(ctx, id)
	if err != nil || found.Found {
		return err
	}
	return &paperspace.Error{
		Op: fmt.Sprintf("create %s %s", k.reader.Noun, id), Kind: paperspace.ErrFailed,
		Message: fmt.Sprintf("Paperspace accepted the %s and does not show it any more", k.reader.Noun),
	}
}

// Making reports whether Paperspace is still making an object of the kind: it might not
// show the object until then. It returns false if that cannot be found out.
func (k *Kind[T, In]) Making(ctx context.Context, in In) bool {
	j, ok := any(in).(job)
	if !ok {
		return false
	}
	machineID, event := j.MadeFrom()
	m, err := k.client.Existing(ctx, machineID)
	return err == nil && paperspace.EventRunning(m.Events, event)
}

// settle waits while Paperspace is making an object of the kind.
func (k *Kind[T, In]) settle(ctx context.Context, in In) error {
	if !k.Making(ctx, in) {
		return nil
	}
	machineID, event := any(in).(job).MadeFrom() //nolint:forcetypeassert // Making has found that it is one
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
