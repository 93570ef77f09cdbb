package paperspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// leaveFor is how long the destruction of a private network is repeated although no
	// machine is in it. Machines that are being destroyed might not be listed, and
	// clients of API v1 allow five minutes for those.
	leaveFor = 5 * time.Minute
	// startFor is how long it waits until the destruction of another machine of this
	// configuration begins. Without a reference to the network, Terraform destroys
	// both at the same time, and as many machines in a row as -parallelism says.
	startFor = time.Minute
	// joinFor is how long it takes a machine for one of this configuration although it
	// has not met it: Terraform begins both destroys at the same time, in any order.
	joinFor = 30 * time.Second
)

// destroyNetwork sends the delete of a private network. It waits until machines that
// are being destroyed have left the network. If others are in it, the error is
// [ErrConflict] and names them.
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
	inside int       // machines that are not being destroyed; 0 at first
	since  time.Time // the last change of inside
}

// next pauses before the next request. It returns an error if that would be rejected
// like the last one: rejected, with the machines in the network if there are any.
func (w *networkWait) next(ctx context.Context, rejected error) error {
	inside, leaving, err := w.machines(ctx)
	switch {
	case err != nil:
		return rejected
	case len(inside) != w.inside:
		w.inside, w.since = len(inside), time.Now()
	}
	ours := slices.ContainsFunc(inside, func(m Machine) bool { return w.client.Knows(m.ID) })
	switch {
	case len(inside) == 0 && leaving:
	case len(inside) == 0 && errors.Is(rejected, ErrConflict) && time.Since(w.began) < w.client.scaled(leaveFor, 100*time.Millisecond):
	case len(inside) > 0 && time.Since(w.began) < w.client.scaled(joinFor, 100*time.Millisecond):
	case ours && time.Since(w.since) < w.client.scaled(startFor, 100*time.Millisecond):
	default:
		return occupied(rejected, inside)
	}
	if sleep(ctx, w.client.PollInterval) != nil {
		return occupied(rejected, inside)
	}
	return nil
}

// machines lists those in the network that are not being destroyed, and reports
// whether there are others. A list does not show that a destruction is in progress, so
// some machines are looked at closely. If these are all being destroyed, the others
// are taken for it, too.
func (w *networkWait) machines(ctx context.Context) (inside []Machine, leaving bool, err error) {
	for m, err := range w.client.bare.List(ctx, nil) {
		if err != nil {
			return nil, false, err
		}
		if m.NetworkID == w.id {
			inside = append(inside, m)
		}
	}
	var stay []Machine
	for _, m := range inside[:min(len(inside), closeLooks)] {
		if shown, err := w.client.closely(ctx, m.ID); err == nil {
			m = shown
		}
		if !m.BeingDestroyed() {
			stay = append(stay, m)
		}
	}
	if len(stay) > 0 && len(inside) > closeLooks {
		stay = append(stay, inside[closeLooks:]...)
	}
	return stay, len(stay) < len(inside), nil
}

// occupied completes the error of a network that still has machines.
func occupied(rejected error, inside []Machine) error {
	var e *Error
	if len(inside) == 0 || !errors.As(rejected, &e) {
		return rejected
	}
	const most = 10
	var names []string
	for _, m := range inside[:min(len(inside), most)] {
		names = append(names, named(m))
	}
	if more := len(inside) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	e = new(*e)
	e.Advice = fmt.Sprintf("These machines are in the network, and nothing was destroyed: %s. A machine leaves a private network only for another private one. "+
		"Set network_id of each machine to another private network, or destroy or replace the machine, and apply that first. "+
		"In the configuration, use network_id = paperspace_network.<name>.id, so that Terraform destroys the machines first.", strings.Join(names, ", "))
	return e
}
