package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
)

// TakeSnapshot takes a snapshot of a machine at most once, see [Kind.Create], and waits
// until it has been taken, unless p.Wait is false. If Paperspace is working on the machine,
// TakeSnapshot first waits until that is over. If Paperspace accepted the request, the
// snapshot has an ID even if there is an error.
func (c *Client) TakeSnapshot(ctx context.Context, name string, p Power) (made once.Created[paperspace.Snapshot], err error) {
	m, err := c.atRest(ctx, Power{ID: p.ID, Wait: true, Notify: p.Notify}, paperspace.State.UpOrOff)
	if err != nil {
		return made, err
	}
	p.reportf("Taking snapshot %q of machine %s.", name, m.Label())
	began := time.Now()
	made, err = c.Snapshots.Create(ctx, paperspace.SnapshotCreate{Name: name, MachineID: m.ID})
	switch {
	case err != nil:
		return made, err
	case !p.Wait:
		p.reportf("Paperspace accepted the request for snapshot %q (%s).", name, made.Object.ID)
		return made, nil
	}
	err = c.awaitEvent(ctx, m.ID, paperspace.EventSnapshotCreate, made.Object.Event, p.notify(m))
	if err == nil && made.Object.Event == "" { // the response was lost, so a failure shows only in the snapshot
		_, err = c.Snapshots.Show(ctx, made.Object.ID)
	}
	if err == nil {
		p.reportf("Snapshot %q (%s) is taken, after %s.", name, made.Object.ID, paperspace.Short(time.Since(began).Round(time.Second)))
	}
	return made, err
}

// destroySnapshot sends the delete of a snapshot and waits until the snapshot has been
// deleted. If an earlier response was lost, reads still show a snapshot that is being
// deleted, and the second delete returns "not found".
func (c *Client) destroySnapshot(ctx context.Context, id string) error {
	s, err := c.Snapshots.Show(ctx, id)
	if err != nil {
		return err
	}
	event := ""
	rejected := c.whileBusy(ctx, oneMachine(s.MachineID), func() (err error) {
		event, err = c.API.Snapshots.Delete(ctx, id)
		return err
	})
	if rejected != nil && !errors.Is(rejected, paperspace.ErrNotFound) && !paperspace.HadEffect(rejected) {
		return rejected
	}
	if err := c.awaitEvent(ctx, s.MachineID, paperspace.EventSnapshotDelete, event, nil); err != nil {
		return err
	}
	return rejected
}

// RestoreSnapshot replaces the disk of a machine with a snapshot of it. No source documents
// whether the machine has to be off. RestoreSnapshot stops it, because a disk that is
// replaced while the machine writes to it is useless, and starts it again if it was
// running. If p.Wait is false, RestoreSnapshot returns when Paperspace has accepted the
// request, and leaves the machine off.
func (c *Client) RestoreSnapshot(ctx context.Context, id string, r paperspace.SnapshotRestore, p Power) error {
	s, err := c.Snapshots.Show(ctx, id)
	if err != nil {
		return err
	}
	p.ID = s.MachineID
	return c.WhileOff(ctx, Offness{Power: p, Stop: true, LeaveOff: !p.Wait, Purpose: "restore snapshot " + id},
		func(ctx context.Context) error { return c.restoreSnapshot(ctx, s, r, p) })
}

// restoreSnapshot sends the request at most once: a second restore would undo what the
// machine has written since the first. If the response is lost, a new event shows whether
// the request took effect.
func (c *Client) restoreSnapshot(ctx context.Context, s paperspace.Snapshot, r paperspace.SnapshotRestore, p Power) error {
	before, err := c.Existing(ctx, s.MachineID)
	if err != nil {
		return err
	}
	known := paperspace.KnownEvents(before.Events)
	p.reportf("Restoring snapshot %q (%s) onto machine %s.", s.Name, s.ID, before.Label())
	began, handle := time.Now(), ""
	err = c.deliver(ctx, s.MachineID, func() (err error) {
		handle, err = c.API.Snapshots.Restore(ctx, s.ID, r)
		return err
	}, func(m paperspace.Machine) bool {
		e, arrived := paperspace.NewestEvent(m.Events, known, paperspace.EventSnapshotRestore)
		handle = e.Handle
		return arrived
	})
	switch {
	case paperspace.HadEffect(err) && ctx.Err() == nil:
		return &paperspace.Error{
			Op: "restore snapshot " + s.ID, Kind: paperspace.ErrUnavailable, Effect: true,
			Message: fmt.Sprintf("the response to the restore was lost (%s), and machine %s shows no event of a restore", paperspace.InBrief(err), before.Label()),
			Reasons: []paperspace.Reason{paperspace.SnapshotRestoreNotRepeated{}},
			Err:     err,
		}
	case err != nil:
		return err
	case !p.Wait:
		p.reportf("Paperspace has accepted the request. Machine %s stays off.", before.Label())
		return nil
	}
	if err := c.awaitEvent(ctx, s.MachineID, paperspace.EventSnapshotRestore, handle, p.notify(before)); err != nil {
		return err
	}
	p.reportf("Snapshot %q (%s) is restored, after %s.", s.Name, s.ID, paperspace.Short(time.Since(began).Round(time.Second)))
	return nil
}
