package ops

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// capacities holds the newest response for each region and machine type, so that all
// machines that wait for the same capacity share one request per poll.
type capacities struct {
	mu  sync.Mutex
	all map[string]*bulk.Shared[bool]
}

func (r *capacities) of(region, machineType string) *bulk.Shared[bool] {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[string]*bulk.Shared[bool]{}
	}
	key := region + "\x00" + machineType
	if r.all[key] == nil {
		r.all[key] = &bulk.Shared[bool]{}
	}
	return r.all[key]
}

// HasCapacity reports whether a machine type is available in a region. A response is reused
// until it is older than life. See [bulk.Shared] for errors.
func (c *Client) HasCapacity(ctx context.Context, region, machineType string, life time.Duration) (bool, error) {
	return c.capacities.of(region, machineType).Get(ctx, life, func(ctx context.Context) (bool, error) {
		return c.Availability.Available(ctx, region, machineType)
	})
}

// AwaitCapacity returns once Paperspace reports that the type is available in the region,
// or when ctx ends. It returns immediately for types without capacity reports; see
// [paperspace.DedicatedGPU].
func (c *Client) AwaitCapacity(ctx context.Context, name, region, machineType string) error {
	queryable, _ := paperspace.DedicatedGPU(machineType)
	if !queryable || c.Availability == nil {
		return nil
	}
	began := time.Now()
	for {
		ok, err := c.HasCapacity(ctx, region, machineType, c.PollInterval/2)
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return &paperspace.Error{
				Op:      fmt.Sprintf("wait for capacity for machine %q", name),
				Message: fmt.Sprintf("interrupted while waiting for a %s in %s", machineType, region),
				Reasons: []paperspace.Reason{paperspace.NothingCreated{}, paperspace.CapacityWaitInterrupted{}},
				Err:     ctx.Err(),
			}
		case ctx.Err() != nil:
			return &paperspace.Error{
				Op: fmt.Sprintf("wait for capacity for machine %q", name), Kind: paperspace.ErrUnavailable,
				Message: fmt.Sprintf("no %s became available in %s within %s", machineType, region, paperspace.Short(time.Since(began).Round(time.Second))),
				Reasons: []paperspace.Reason{paperspace.NothingCreated{}, paperspace.NoCapacityForCreate{}},
				Err:     ctx.Err(),
			}
		case err != nil:
			return err
		case ok:
			return nil
		}
		c.Progress(ctx, wait.Progress{Machine: name, Target: "capacity for " + machineType + " in " + region, State: "no capacity", Waited: time.Since(began)})
		_ = timing.Sleep(ctx, c.PollInterval) // the end of ctx is handled at the top
	}
}
