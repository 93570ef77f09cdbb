// Package user has the data sources paperspace_user and paperspace_users.
package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSource returns paperspace_user: exactly one user.
func NewDataSource() datasource.DataSource {
	return &tfx.One[item, paperspace.User]{
		Lookup: tfx.Lookup[paperspace.User]{
			Noun: "user", Verb: "see",
			Tell:   []paperspace.Field{paperspace.FieldEmail, "first_name", "last_name"},
			Advice: "Add a property that only one of them has.",
		},
		Description: "Looks up one user of the team by any property, for instance to give a machine its owner by e-mail address. Finding none or several is an error that lists what there is.",
		Properties:  properties,
		Part:        users,
		Filters:     func(m item) any { return m },
		Fill: func(_ context.Context, _ *paperspace.Client, m *item, found paperspace.User) error {
			*m = fromDomain(found)
			return nil
		},
	}
}
