package network

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSourceList returns paperspace_networks: all networks that match.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[list, paperspace.Network]{
		Noun:        "network",
		Description: "Lists the private networks of the team that the key belongs to, the default network of each region included.",
		Properties:  properties,
		Part:        networks,
		Filters:     func(m list) any { return m.item },
		Fill:        func(m *list, found []paperspace.Network) { m.Networks = tfx.Each(found, fromDomain) },
	}
}

func networks(c *paperspace.Client) tfx.Lister[paperspace.Network] { return c.Networks }
