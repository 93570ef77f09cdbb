package ops

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Examine returns m as a read of it shows it, if m comes from a list and only a read
// shows whether it is being destroyed. That is the case with CORE, for a machine
// that is off. If the read fails, Examine returns m as it is.
func (c *Client) Examine(ctx context.Context, m paperspace.Machine) paperspace.Machine {
	if m.Events != nil || m.State != paperspace.Off || !c.Traits.ShowsEvents {
		return m
	}
	if shown, err := c.Machines.Show(ctx, m.ID); err == nil {
		return shown
	}
	return m
}

// RefuseDestroyed returns [paperspace.ErrBeingDestroyed] if the machine is being destroyed,
// so that nothing is sent that must fail. It returns nil if that cannot be found
// out: the request itself then returns the error. op is what is to be done.
func (c *Client) RefuseDestroyed(ctx context.Context, op, id string) error {
	m, err := c.bare.Show(ctx, id)
	if err == nil && m.Events == nil && m.State == paperspace.Off && m.DeletedAt == "" {
		m.Events, err = c.bare.Events(ctx, id)
	}
	if err == nil {
		return m.RefuseDestroyed(op)
	}
	return nil //nolint:nilerr // the request itself returns it
}
