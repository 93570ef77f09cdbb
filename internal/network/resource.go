package network

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Resource is paperspace_network: a private network.
type Resource struct {
	managed
}

type managed = tfx.Managed[model, *model, paperspace.Network, paperspace.NetworkCreate]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return &Resource{newManaged()} }

func newManaged() managed {
	return managed{
		Imported: tfx.Imported{Noun: "network", Type: "network", Prefix: "n"},
		Describe: resourceSchema,
		Kind: func(c *ops.Client) *ops.Kind[paperspace.Network, paperspace.NetworkCreate] {
			return c.PrivateNetworks
		},
		Texts:    []string{"name", "region"},
		Creation: (*model).creation,
		Refresh:  (*model).refresh,
		Name:     func(m *model) *types.String { return &m.Name },
		Check:    check,
	}
}

// check warns about a replacement.
func check(_ context.Context, p *tfx.Planned[model]) {
	argument, why := "region", ""
	switch {
	case p.State == nil:
		return
	case !p.Client.PrivateNetworks.Renames() && !p.Plan.Name.Equal(p.State.Name):
		argument, why = "name", fmt.Sprintf("A network cannot be renamed with api_version = %q. ", p.Client.Name)
	case p.Config.Region.IsNull() || !tfx.Known(p.State.Region) || !p.Plan.Region.IsUnknown() && p.Plan.Region.Means(p.State.Region):
		return
	}
	p.Diagnostics.AddAttributeWarning(path.Root(argument), fmt.Sprintf("Network %q will be destroyed and recreated", p.State.Name.ValueString()),
		why+"Paperspace destroys a network only if no machine is in it, and a machine cannot change its region. If machines are in the network, replace or destroy them in the same apply or earlier.")
}
