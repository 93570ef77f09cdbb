// Package network is the resource paperspace_network, a private network, and
// the data sources paperspace_network and paperspace_networks.
package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSource returns paperspace_network: exactly one network.
func NewDataSource() datasource.DataSource {
	return &tfx.One[item, paperspace.Network]{
		Lookup: tfx.Lookup[paperspace.Network]{
			Noun: "network", Verb: "see",
			Tell:   []paperspace.Field{paperspace.FieldName, paperspace.FieldRegion, "network"},
			Advice: "Add a property that only one of them has.",
		},
		Description: "Looks up one private network of the team by any property, for instance to put a machine into it by name. Finding none or several is an error that lists what there is.",
		Properties:  properties,
		Part:        networks,
		Filters:     func(m item) any { return m },
		Fill: func(_ context.Context, _ *paperspace.Client, m *item, found paperspace.Network) error {
			*m = fromDomain(found)
			return nil
		},
	}
}
