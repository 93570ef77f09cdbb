package ops

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// ListMachines returns the machines that match every filter, without those that are being
// destroyed or have been.
func (c *Client) ListMachines(ctx context.Context, f paperspace.Filter) ([]paperspace.Machine, error) {
	var all []paperspace.Machine
	for m, err := range c.Machines.List(ctx, f) {
		if err != nil {
			return nil, err
		}
		if !m.BeingDestroyed() {
			all = append(all, m)
		}
	}
	return all, nil
}
