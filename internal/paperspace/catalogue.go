package paperspace

import (
	"context"
	"math"
	"slices"
	"time"
)

// forever is the life of what does not change while a plan is made.
const forever = time.Duration(math.MaxInt64)

// AllTemplates lists every template that the key can use, asking once per
// client, and those that the client has created since. See [shared] for errors.
func (c *Client) AllTemplates(ctx context.Context) ([]Template, error) {
	all, err := c.templates.get(ctx, forever, func(ctx context.Context) ([]Template, error) { return c.Templates.List(ctx, nil) })
	return c.CustomTemplates.withCreated(all), err
}

// AllNetworks lists every network of the team, as [Client.AllTemplates] does, and none
// where the API version has no networks. See [shared] for errors.
func (c *Client) AllNetworks(ctx context.Context) ([]Network, error) {
	if c.Networks == nil {
		return nil, nil
	}
	all, err := c.networks.get(ctx, forever, func(ctx context.Context) ([]Network, error) { return c.Networks.List(ctx, nil) })
	return c.PrivateNetworks.withCreated(all), err
}

// UnassignedAddresses lists the public IP addresses of the team that no machine has,
// asking once per client, and none where the API version does not show addresses.
// See [shared] for errors.
func (c *Client) UnassignedAddresses(ctx context.Context) ([]PublicIP, error) {
	if c.PublicIPs == nil {
		return nil, nil
	}
	return c.addresses.get(ctx, forever, func(ctx context.Context) ([]PublicIP, error) {
		all, err := c.PublicIPs.List(ctx, nil)
		return slices.DeleteFunc(all, func(a PublicIP) bool { return a.MachineID != "" }), err
	})
}
