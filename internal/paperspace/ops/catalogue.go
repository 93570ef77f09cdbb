package ops

import (
	"context"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
)

// AllTemplates lists every template that the key can use, with one request per client, and
// adds the templates that the client has created since. See [bulk.Shared] for errors.
func (c *Client) AllTemplates(ctx context.Context) ([]paperspace.Template, error) {
	all, err := c.templates.Get(ctx, bulk.Forever, func(ctx context.Context) ([]paperspace.Template, error) { return c.Templates.List(ctx, nil) })
	return c.CustomTemplates.withCreated(all), err
}

// AllNetworks lists every network of the team like [Client.AllTemplates]. It returns none
// if the API version has no networks. See [bulk.Shared] for errors.
func (c *Client) AllNetworks(ctx context.Context) ([]paperspace.Network, error) {
	if c.Networks == nil {
		return nil, nil
	}
	all, err := c.networks.Get(ctx, bulk.Forever, func(ctx context.Context) ([]paperspace.Network, error) { return c.Networks.List(ctx, nil) })
	return c.PrivateNetworks.withCreated(all), err
}

// UnassignedAddresses lists the public IP addresses of the team that are not assigned to a
// machine, with one request per client. It returns none if the API version does not show
// addresses. See [bulk.Shared] for errors.
func (c *Client) UnassignedAddresses(ctx context.Context) ([]paperspace.PublicIP, error) {
	if c.PublicIPs == nil {
		return nil, nil
	}
	return c.addresses.Get(ctx, bulk.Forever, func(ctx context.Context) ([]paperspace.PublicIP, error) {
		all, err := c.PublicIPs.List(ctx, nil)
		return slices.DeleteFunc(all, func(a paperspace.PublicIP) bool { return a.MachineID != "" }), err
	})
}

// UnusedAddresses returns those of [Client.UnassignedAddresses] that are in a region.
func (c *Client) UnusedAddresses(ctx context.Context, region string) (free []string, err error) {
	all, err := c.UnassignedAddresses(ctx)
	for _, a := range all {
		if paperspace.SameRegion(a.Region, region) {
			free = append(free, a.Address)
		}
	}
	return free, err
}
