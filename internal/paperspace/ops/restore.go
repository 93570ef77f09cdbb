package ops

import (
	"context"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// restoreWithin limits how long [Client.Restore] takes. Machines start within minutes, and
// Paperspace recommends contacting its support after ten.
const restoreWithin = 10 * time.Minute

// LastSeen reads a machine with its events after a failure. It retries during an outage for
// a limited time.
func (c *Client) LastSeen(ctx context.Context, id string) (paperspace.Machine, error) {
	ctx, cancel := context.WithTimeout(ctx, restoreWithin)
	defer cancel()
	return c.outlasting(ctx, id)
}

// Restore starts a machine that a failed change has left off, and waits until it reaches
// the target. If Paperspace is working on the machine, Restore first waits for that.
//
// Restore has its own time limit. ctx must end at an interrupt but not at the deadline of
// the change, which would leave the machine off.
func (c *Client) Restore(ctx context.Context, id string, target wait.Target) error {
	ctx, cancel := context.WithTimeout(ctx, restoreWithin)
	defer cancel()
	return c.outlast(ctx, func() error {
		return c.switchTo(ctx, Power{ID: id, Wait: true}, c.starting(target))
	})
}
