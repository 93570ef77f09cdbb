package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// staleFor is how long a request is retried that returns "not found" for an object that
// reads still show.
const staleFor = 2 * time.Minute

// awaitReplica pauses and reports whether to retry: a replica that lagged behind when the
// first request was sent can still lag behind.
func (c *Client) awaitReplica(ctx context.Context, sent time.Time) bool {
	return time.Since(sent) < c.scaled(staleFor, 100*time.Millisecond) && timing.Sleep(ctx, c.PollInterval) == nil
}

// destroyScript sends the delete of a script. If Paperspace is busy with one of its
// machines, it waits and retries.
func (c *Client) destroyScript(ctx context.Context, id string) error {
	machines := func() []string {
		s, err := c.Scripts.Show(ctx, id)
		if err != nil {
			return nil
		}
		return s.MachineIDs
	}
	return c.whileBusy(ctx, machines, func() error { return c.API.Scripts.Destroy(ctx, id) })
}

// remove sends a delete. If the delete returns "not found", or fails after it might have
// taken effect, remove reads the object to find out whether it is gone. If the delete
// returned "not found" and the read finds the object, a replica lagged behind, and remove
// retries.
func remove[T paperspace.Gettable](ctx context.Context, c *Client, f *bulk.Reader[T], id string, destroy func(ctx context.Context, id string) error) error {
	began := time.Now()
	for {
		err := destroy(ctx, id)
		if err == nil || ctx.Err() != nil {
			return err
		}
		missing := errors.Is(err, paperspace.ErrNotFound)
		finding, readErr := f.Read(ctx, id)
		switch {
		case readErr == nil && !finding.Found:
			return nil
		case readErr != nil && missing:
			return readErr
		case !missing || !c.awaitReplica(ctx, began):
			return err
		}
	}
}

// RevokeAccess ends the access of a user to a machine. The access is gone as well if the
// user or the machine is gone, or if the machine is being destroyed. If the request returns
// "not found" and reads contradict it, a replica lagged behind, and RevokeAccess retries.
func (c *Client) RevokeAccess(ctx context.Context, machineID, userID string) error {
	began := time.Now()
	for {
		err := c.Access.Revoke(ctx, machineID, userID)
		// Paperspace responds to an unknown user with "not found" or a rejection, and
		// neither names the user as the cause.
		missing := errors.Is(err, paperspace.ErrNotFound)
		if !missing && !errors.Is(err, paperspace.ErrRejected) {
			return err
		}
		gone, readErr := c.accessGone(ctx, machineID, userID)
		switch {
		case readErr != nil && missing:
			return readErr
		case readErr == nil && gone:
			return nil
		case !missing || !c.awaitReplica(ctx, began):
			return err
		}
	}
}

// accessGone reports whether a machine, a user, or the access of the user to the machine is
// gone.
func (c *Client) accessGone(ctx context.Context, machineID, userID string) (bool, error) {
	machine, err := c.BulkReader.Read(ctx, machineID)
	if err != nil || !machine.Found || machine.Object.BeingDestroyed() {
		return err == nil, err
	}
	if c.AccessList != nil {
		// An earlier request, whose response was lost, might have revoked it.
		if has, err := c.HasAccess(ctx, machineID, userID); err != nil || !has {
			return err == nil, err
		}
	}
	if c.Users == nil {
		return false, nil
	}
	user, err := c.ReadUser(ctx, userID)
	return err == nil && !user.Found, err
}

// A Destruction is a machine to destroy.
type Destruction struct {
	ID, Name string
	Release  paperspace.Release
	// Unseen is true for a machine that was just created and that Paperspace might not show
	// yet.
	Unseen bool
}

// lateFor is how long the destruction of an unseen machine waits for Paperspace to
// show it.
const lateFor = 2 * time.Minute

// DestroyMachine destroys a machine and waits until it is gone. If the machine is already
// being destroyed, it only waits. If the machine is already gone by the rule in
// bulk/gone.go, it returns nil. If the delete returns "not found" and a read finds the
// machine, a replica lagged behind, and DestroyMachine retries.
func (c *Client) DestroyMachine(ctx context.Context, d Destruction) error {
	began := time.Now()
	for {
		err := c.Destroy(ctx, d.ID, d.Release)
		if err == nil {
			return c.awaitGone(ctx, d)
		}
		if ctx.Err() != nil {
			return err
		}
		missing := errors.Is(err, paperspace.ErrNotFound)
		finding, readErr := c.readMachine(ctx, d.ID)
		switch {
		case readErr != nil && missing:
			return readErr
		case readErr != nil:
			return err
		case !finding.Found && d.Unseen && time.Since(began) < c.scaled(lateFor, 100*time.Millisecond):
		case !finding.Found, finding.Object.Deletion() == paperspace.Deleted:
			return nil
		case finding.Object.Deletion() == paperspace.Deleting:
			return c.awaitGone(ctx, d)
		case !missing:
			return err
		}
		if ended := timing.Sleep(ctx, c.PollInterval); ended != nil {
			return &paperspace.Error{
				Op: "destroy machine " + d.ID, Kind: timedOut(ended),
				Message: fmt.Sprintf("Paperspace shows machine %s, but responded to every request to destroy it that it does not exist", d.label()),
				Err:     ended,
			}
		}
	}
}

// timedOut returns ErrTimeout if a context ended by its deadline, else nil.
func timedOut(ended error) error {
	if errors.Is(ended, context.DeadlineExceeded) {
		return paperspace.ErrTimeout
	}
	return nil
}

func (d Destruction) label() string { return fmt.Sprintf("%q (%s)", d.Name, d.ID) }

func (c *Client) awaitGone(ctx context.Context, d Destruction) error {
	_, err := c.Watcher.Wait(ctx, wait.Wait{ID: d.ID, Name: d.Name, Target: wait.UntilGone})
	return err
}

func (c *Client) withEvents(ctx context.Context, id string) (paperspace.Machine, error) {
	return wait.ShowWithEvents(ctx, c.bare, id)
}

// Existing reads a machine with its events. The error is [paperspace.ErrNotFound] only if
// the machine is gone by the rule in bulk/gone.go, so that a replica that lags behind does
// not fail a change.
func (c *Client) Existing(ctx context.Context, id string) (paperspace.Machine, error) {
	sent := time.Now()
	m, err := c.withEvents(ctx, id)
	if !errors.Is(err, paperspace.ErrNotFound) {
		return m, err
	}
	switch finding, confirmErr := c.BulkReader.Confirm(ctx, id, sent, err); {
	case confirmErr != nil:
		return m, confirmErr
	case finding.Found:
		return finding.Object, nil
	}
	return m, err
}

// readMachine reads a machine with its events. Found is false only if it is gone by
// the rule in bulk/gone.go.
func (c *Client) readMachine(ctx context.Context, id string) (bulk.Finding[paperspace.Machine], error) {
	sent := time.Now()
	m, err := c.withEvents(ctx, id)
	switch {
	case err == nil:
		return c.BulkReader.Exists(id, m), nil
	case errors.Is(err, paperspace.ErrNotFound):
		return c.BulkReader.Confirm(ctx, id, sent, err)
	}
	return bulk.Finding[paperspace.Machine]{}, err
}
