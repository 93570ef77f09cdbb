package ops

import (
	"context"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// AddressWithin is how long a machine that is ready can take to show its addresses.
const AddressWithin = 30 * time.Second

// AwaitAddresses waits until shown reports true for a machine that is ready, for at most
// AddressWithin. It returns the machine as last seen and no error: a missing address is no
// reason to fail a create.
func (c *Client) AwaitAddresses(ctx context.Context, m paperspace.Machine, shown func(paperspace.Machine) bool) paperspace.Machine {
	if shown(m) {
		return m
	}
	ctx, cancel := context.WithTimeout(ctx, timing.Limit(AddressWithin, c.PollInterval))
	defer cancel()
	if got, _ := c.Watcher.Wait(ctx, wait.Wait{ID: m.ID, Name: m.Name, Target: wait.UntilShows("reachable", shown)}); got.ID != "" {
		return got
	}
	return m
}
