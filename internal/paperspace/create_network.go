package paperspace

import "context"

// CreateNetwork makes one private network at most once; see [createOnce].
func (c *Client) CreateNetwork(ctx context.Context, in NetworkCreate) (Created[Network], error) {
	return createOnce[Network]{
		name: in.Name, billed: true, client: c, fleet: c.networkFleet,
		send:    func(ctx context.Context) (Network, error) { return c.PrivateNetworks.Create(ctx, in) },
		compare: in.compare,
	}.run(ctx)
}
