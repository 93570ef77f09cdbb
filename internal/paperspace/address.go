package paperspace

import (
	"context"
	"time"
)

// AddressWithin is how long a machine that is ready may take to show its addresses.
const AddressWithin = 30 * time.Second

// AwaitAddresses reads a machine that is ready until it shows what it should, and
// for AddressWithin at most. It returns the machine as last seen: an address is not
// worth the failure of a create.
func (c *Client) AwaitAddresses(ctx context.Context, m Machine, shown func(Machine) bool) Machine {
	ctx, cancel := context.WithTimeout(ctx, c.scaled(AddressWithin, time.Second))
	defer cancel()
	for !shown(m) && sleep(ctx, min(c.PollInterval, 2*time.Second)) == nil {
		if got, err := c.Machines.Show(ctx, m.ID); err == nil {
			m = got
		}
	}
	return m
}
