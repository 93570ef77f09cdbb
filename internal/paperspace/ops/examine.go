package ops

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Examine reads m if m comes from a list and only a read shows whether it is being
// destroyed, which is so with CORE for a machine that is off. Otherwise, or if the read
// fails, it returns m unchanged.
func (c *Client) Examine(ctx context.Context, m paperspace.Machine) paperspace.Machine {
	if m.Events != nil || m.State != paperspace.Off || !c.Traits.ShowsEvents {
		return m
	}
	if shown, err := c.Machines.Show(ctx, m.ID); err == nil {
		return shown
	}
	return m
}

// RejectDestroyed returns [paperspace.ErrBeingDestroyed] if the machine is being destroyed,
// so that no request is sent that must fail. If that cannot be found out, it returns nil,
// because the request itself then returns the error. op names the operation.
func (c *Client) RejectDestroyed(ctx context.Context, op, id string) error {
	m, err := c.bare.Show(ctx, id)
	if err == nil && m.Events == nil && m.State == paperspace.Off && m.DeletedAt == "" {
		m.Events, err = c.bare.Events(ctx, id)
	}
	if err == nil {
		return m.RejectDestroyed(op)
	}
	return nil //nolint:nilerr // the request itself returns it
}
