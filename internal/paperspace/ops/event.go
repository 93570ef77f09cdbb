package ops

import (
	"context"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// awaitEvent waits until an event of a machine is done. If the event fails, the error is
// [paperspace.ErrFailed] with Paperspace's reason.
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

// AwaitSnapshot waits until Paperspace has taken a new snapshot.
func (c *Client) AwaitSnapshot(ctx context.Context, s paperspace.Snapshot) error {
	return c.Snapshots.awaitMade(ctx, s.ID, s.Event, paperspace.SnapshotCreate{MachineID: s.MachineID})
}

// AwaitTemplate waits until a new custom template can be used. No source documents whether
// it can be used before its event is done, so AwaitTemplate waits for the event. Without
// the handle of the event, it waits until no event of that kind is running and the template
// is shown.
func (c *Client) AwaitTemplate(ctx context.Context, t paperspace.Template) error {
	return c.CustomTemplates.awaitMade(ctx, t.ID, t.Event, paperspace.TemplateCreate{MachineID: t.ParentMachineID})
}

// A job is the creation of an object from a machine. An event of the machine shows its
// progress.
type job interface {
	MadeFrom() (machineID, event string)
}

// awaitMade waits until Paperspace has made an object. Without the handle of the event,
// only the object itself shows whether the event failed.
func (k *Kind[T, In]) awaitMade(ctx context.Context, id, handle string, in job) error {
	machineID, event := in.MadeFrom()
	if err := k.client.awaitEvent(ctx, machineID, event, handle, nil); err != nil || handle != "" {
		return err
	}
	found, err := k.Read(ctx, id)
	if err != nil || found.Found {
		return err
	}
	return &paperspace.Error{
		Op: fmt.Sprintf("create %s %s", k.reader.Noun, id), Kind: paperspace.ErrFailed,
		Message: fmt.Sprintf("Paperspace accepted the %s and does not show it any more", k.reader.Noun),
	}
}

// Making reports whether Paperspace is still making an object of the kind, which it might
// not show until then. It returns false if that cannot be found out.
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

// Settle waits while Paperspace is making an object that it does not show yet, so that the
// object is not reported as gone. in is the creation that it comes from.
func (k *Kind[T, In]) Settle(ctx context.Context, id string, in In) error {
	if _, ok := any(in).(job); !ok || k.has(ctx, id) {
		return nil
	}
	return k.settle(ctx, in)
}
