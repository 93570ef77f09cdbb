package network

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_network for terraform query.
func NewListResource() list.ListResource {
	resource := newManaged()
	return resource.ListResource(tfx.Listing[paperspace.Network]{
		Filters: properties.Only("name", "region", "network", "netmask", "dt_created"),
		Text:    "the private networks of the team. With API v1, its default networks are left out, because these cannot be managed. The CORE API does not show which networks these are, and lists them, too.",
		Keep:    notDefault,
	})
}

// notDefault reports whether a network is not a default network of the team. API v1 might list default networks like
// others, but a request for one of them returns null. CORE has no such request, so default networks cannot be
// detected.
func notDefault(ctx context.Context, c *ops.Client, n paperspace.Network) (paperspace.Network, bool, error) {
	if c.Traits.NetworksListed {
		return n, true, nil
	}
	shown, err := c.PrivateNetworks.Show(ctx, n.ID)
	if errors.Is(err, paperspace.ErrNotFound) {
		return n, false, nil
	}
	return shown, err == nil, err
}
