package paperspace

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// Snapshot is the disk of a machine at one moment. It is deleted together with its
// machine.
type Snapshot struct {
	ID        string
	Name      string
	MachineID string
	// Automatic is true if the schedule of the machine made the snapshot. Paperspace
	// deletes the oldest of these.
	Automatic bool
	// Event is the handle of the event of the request that returned the snapshot; ""
	// if there is none.
	Event string
}

// Snapshots is the part of the API for snapshots (API v1 only).
type Snapshots interface {
	Objects[Snapshot, SnapshotCreate]
	Renamable
	// Delete is Destroy with the handle of its event.
	Delete(ctx context.Context, id string) (event string, err error)
	// Restore replaces the disk of the machine with the snapshot, after a snapshot of
	// the disk as it is, if snapshotFirst is true. It returns the handle of its event.
	Restore(ctx context.Context, id string, snapshotFirst bool) (event string, err error)
}

// SnapshotCreate is a new snapshot.
type SnapshotCreate struct {
	Name      string
	MachineID string
}

func (in SnapshotCreate) title() string { return in.Name }

func (in SnapshotCreate) compare(s Snapshot) likeness {
	if folded(s.Name) != folded(in.Name) || s.Automatic {
		return unrelated
	}
	var o order
	o.text(in.MachineID, s.MachineID, exactly)
	return o.likeness()
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (s Snapshot) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return s.ID, true
	case FieldName:
		return s.Name, true
	case FieldMachineID:
		return s.MachineID, true
	case "automatic":
		return strconv.FormatBool(s.Automatic), true
	default:
		return "", false
	}
}

// TakeSnapshot takes a snapshot of a machine at most once, see [Kind.Create], and waits
// until it has been taken, unless p.Wait is false. If Paperspace is working on the
// machine, it first waits until that is over. The snapshot has an ID if Paperspace has
// accepted the request, whatever the error says.
func (c *Client) TakeSnapshot(ctx context.Context, name string, p Power) (made Created[Snapshot], err error) {
	m, err := c.atRest(ctx, Power{ID: p.ID, Wait: true, Notify: p.Notify}, upOrOff)
	if err != nil {
		return made, err
	}
	p.tell("Taking snapshot %q of machine %s.", name, named(m))
	began := time.Now()
	made, err = c.Snapshots.Create(ctx, SnapshotCreate{Name: name, MachineID: m.ID})
	switch {
	case err != nil:
		return made, err
	case !p.Wait:
		p.tell("Paperspace accepted the request for snapshot %q (%s).", name, made.Object.ID)
		return made, nil
	}
	err = c.awaitEvent(ctx, m.ID, eventSnapshotCreate, made.Object.Event, p.notify(m))
	if err == nil && made.Object.Event == "" { // of a lost response, so that its failure would not show
		_, err = c.Snapshots.Show(ctx, made.Object.ID)
	}
	if err == nil {
		p.tell("Snapshot %q (%s) is taken, after %s.", name, made.Object.ID, Short(time.Since(began).Round(time.Second)))
	}
	return made, err
}

// destroySnapshot sends the delete of a snapshot, and waits until the snapshot has been
// deleted. If a response was lost, reads still show a snapshot that is being deleted, and
// a second delete is not found.
func (c *Client) destroySnapshot(ctx context.Context, id string) error {
	s, err := c.Snapshots.Show(ctx, id)
	if err != nil {
		return err
	}
	event := ""
	rejected := c.Snapshots.change(ctx, oneMachine(s.MachineID), func() (err error) {
		event, err = c.API.Snapshots.Delete(ctx, id)
		return err
	})
	if rejected != nil && !errors.Is(rejected, ErrNotFound) && !HadEffect(rejected) {
		return rejected
	}
	if err := c.awaitEvent(ctx, s.MachineID, eventSnapshotDelete, event, nil); err != nil {
		return err
	}
	return rejected
}
