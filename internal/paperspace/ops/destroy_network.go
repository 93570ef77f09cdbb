package ops

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

const (
	// leaveFor is how long the delete of a private network is retried although no machine
	// is in it. Machines that are being destroyed might not be listed, and clients of API
	// v1 allow them five minutes.
	leaveFor = 5 * time.Minute
	// startFor is how long the delete waits until the destruction of another machine of
	// this configuration begins. If the machines do not refer to the network, Terraform
	// destroys them at the same time as the network, as many in parallel as -parallelism
	// allows.
	startFor = time.Minute
	// joinFor is how long any machine in the network counts as one of this configuration
	// although the client has not seen its resource: Terraform begins both destroys at the
	// same time, in any order.
	joinFor = 30 * time.Second
)

// destroyNetwork sends the delete of a private network. It waits until machines that are
// being destroyed have left the network. If other machines are in it, the error is
// [paperspace.ErrConflict] and names them.
//
// No source documents whether a network with a shared drive can be deleted. If Paperspace
// rejects the delete, the error names the drives. Before that, destroyNetwork waits for the
// drives of this configuration, which Terraform might be destroying at the same time.
func (c *Client) destroyNetwork(ctx context.Context, id string) error {
	wait := networkWait{client: c, id: id, since: time.Now(), began: time.Now()}
	for {
		err := c.PrivateNetworks.sendDestroy(ctx, id)
		if !rejectedAsBusy(err) {
			return err
		}
		if err = wait.next(ctx, err); err != nil {
			return err
		}
	}
}

// A networkWait is the wait until machines have left a private network.
type networkWait struct {
	client *Client
	id     string
	began  time.Time
	inside int       // machines that are not being destroyed, and drives; 0 at first
	since  time.Time // the last change of inside
}

// next pauses before the next request. If that request would be rejected again, next
// returns rejected instead, completed with the machines and drives in the network.
func (w *networkWait) next(ctx context.Context, rejected error) error {
	inside, leaving, err := w.machines(ctx)
	if err != nil {
		return rejected
	}
	drives := w.drives(ctx)
	if now := len(inside) + len(drives); now != w.inside {
		w.inside, w.since = now, time.Now()
	}
	ours := slices.ContainsFunc(inside, func(m paperspace.Machine) bool { return w.client.Knows(m.ID) }) ||
		slices.ContainsFunc(drives, func(d paperspace.SharedDrive) bool { return w.client.SharedDrives.reader.Seen.Managed(d.ID) })
	switch {
	case w.inside == 0 && leaving:
	case w.inside == 0 && errors.Is(rejected, paperspace.ErrConflict) && time.Since(w.began) < w.client.scaled(leaveFor, 100*time.Millisecond):
	case w.inside > 0 && time.Since(w.began) < w.client.scaled(joinFor, 100*time.Millisecond):
	case ours && time.Since(w.since) < w.client.scaled(startFor, 100*time.Millisecond):
	default:
		return occupied(rejected, inside, drives)
	}
	if timing.Sleep(ctx, w.client.PollInterval) != nil {
		return occupied(rejected, inside, drives)
	}
	return nil
}

// drives lists the shared drives in the network. It returns none if they cannot be listed:
// only the key of a team administrator can list any.
func (w *networkWait) drives(ctx context.Context) (inside []paperspace.SharedDrive) {
	if w.client.SharedDrives == nil {
		return nil
	}
	all, err := w.client.SharedDrives.List(ctx, nil)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(d paperspace.SharedDrive) bool { return d.NetworkID != w.id })
}

// machines lists the machines in the network that are not being destroyed, and reports
// whether others are. A list does not show that a machine is being destroyed, so machines
// reads some of them individually. If all of these are being destroyed, it assumes the same
// of the rest.
func (w *networkWait) machines(ctx context.Context) (inside []paperspace.Machine, leaving bool, err error) {
	for m, err := range w.client.bare.List(ctx, nil) {
		if err != nil {
			return nil, false, err
		}
		if m.NetworkID == w.id {
			inside = append(inside, m)
		}
	}
	var stay []paperspace.Machine
	for _, m := range inside[:min(len(inside), wait.CloseReads)] {
		if shown, err := w.client.withEvents(ctx, m.ID); err == nil {
			m = shown
		}
		if !m.BeingDestroyed() {
			stay = append(stay, m)
		}
	}
	if len(stay) > 0 && len(inside) > wait.CloseReads {
		stay = append(stay, inside[wait.CloseReads:]...)
	}
	return stay, len(stay) < len(inside), nil
}

// occupied completes the error of a network that still has machines or shared drives.
func occupied(rejected error, machines []paperspace.Machine, drives []paperspace.SharedDrive) error {
	if len(machines)+len(drives) == 0 {
		return rejected
	}
	reasons := []paperspace.Reason{paperspace.NothingDestroyed{}}
	if len(machines) > 0 {
		var labels []string
		for _, m := range machines {
			labels = append(labels, m.Label())
		}
		reasons = append(reasons, paperspace.MachinesInNetwork{Machines: labels})
	}
	if len(drives) > 0 {
		var labels []string
		for _, d := range drives {
			labels = append(labels, fmt.Sprintf("%q (%s)", d.Name, d.ID))
		}
		reasons = append(reasons, paperspace.DrivesInNetwork{Drives: labels})
	}
	return paperspace.With(rejected, reasons...)
}
