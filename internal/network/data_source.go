// Package network implements the resource paperspace_network, a private network, and the data
// sources paperspace_network and paperspace_networks.
package network

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a network in data sources.
var properties = tfx.Properties{
	"id":         tfx.Text("The ID of the network, `n…`."),
	"name":       tfx.Text("The name of the network. Names are not unique."),
	"region":     tfx.Text("The region of the network, by name or code."),
	"dt_created": tfx.Text("When the network was created, in RFC 3339."),
	"network":    tfx.Text("The address of the network, such as `10.64.21.0`."),
	"netmask":    tfx.Text("The mask of the network, such as `255.255.255.0`."),
	"team_id":    tfx.Text("The ID of the team that the network belongs to (CORE API only)."),
}

// NewDataSource returns paperspace_network, which looks up one network.
func NewDataSource() datasource.DataSource {
	return &tfx.One[paperspace.Network]{
		Lookup: tfx.Lookup[paperspace.Network]{
			Noun: "network", Verb: "see",
			Describe: []paperspace.Field{paperspace.FieldName, paperspace.FieldRegion, "network"},
			Advice:   "Add a property that only one of them has.",
		},
		Description: "Looks up one private network of the team by any property, for example to attach a machine to it by name. If none or several match, the error lists them.",
		Properties:  properties,
		Part:        networks,
	}
}

// NewDataSourceList returns paperspace_networks, which lists all matching networks.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.Network]{
		Noun:        "network",
		Description: "Lists the private networks of the team that the key belongs to, the default network of each region included.",
		Properties:  properties,
		Part:        networks,
	}
}

func networks(c *ops.Client) tfx.Lister[paperspace.Network] { return c.Networks }
