package paperspace

import (
	"context"
	"iter"
	"time"
)

// CreateNetwork makes one private network, exactly one, by the same rules as
// [Client.Create]. The context must be one that an interrupt does not end.
func (c *Client) CreateNetwork(ctx context.Context, in NetworkCreate) (Network, error) {
	// What is there already, so that it cannot be taken for the new one.
	if _, err := c.networksNow(ctx, in.Name); err != nil {
		return Network{}, err
	}
	return purchase[Network]{
		what: "private network", name: in.Name, ids: c.networkIDs,
		id: func(n Network) string { return n.ID },
		send: func(ctx context.Context) (Network, error) {
			n, err := c.PrivateNetworks.Create(ctx, in)
			if err == nil {
				c.networkIDs.saw(n.ID)
			}
			return n, err
		},
		list: func(ctx context.Context) iter.Seq2[Network, error] { return each(c.networksNow(ctx, in.Name)) },
		couldBe: func(n Network, sent time.Time) bool {
			if at, err := time.Parse(time.RFC3339, n.CreatedAt); err == nil && bornBefore(at, sent) {
				return false
			}
			return n.Name == in.Name && SameRegion(n.Region, in.Region)
		},
		failed: func(_ context.Context, err error) error { return err },
	}.once(ctx, &c.turns, c.Clock)
}

func (c *Client) networksNow(ctx context.Context, name string) ([]Network, error) {
	all, err := c.Networks.List(ctx, Filter{FieldName: name})
	for _, n := range all {
		c.networkIDs.saw(n.ID)
	}
	return all, err
}
