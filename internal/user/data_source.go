// Package user implements the data sources paperspace_user and paperspace_users.
package user

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a user in data sources.
var properties = tfx.Properties{
	"id":         tfx.Text("The ID of the user, `u…`."),
	"email":      tfx.Text("The email address of the user."),
	"first_name": tfx.Text("The first name of the user."),
	"last_name":  tfx.Text("The last name of the user."),
	"dt_created": tfx.Text("When the account was created, in RFC 3339."),
	"team_id":    tfx.Text("The ID of the team that the user belongs to."),
}

// NewDataSource returns paperspace_user, which looks up one user.
func NewDataSource() datasource.DataSource {
	return &tfx.One[paperspace.User]{
		Lookup: tfx.Lookup[paperspace.User]{
			Noun: "user", Verb: "see",
			Describe: []paperspace.Field{paperspace.FieldEmail, "first_name", "last_name"},
			Advice:   "Add a property that only one of them has.",
		},
		Description: "Looks up one user of the team by any property, for example to set the owner of a machine by email address. If none or several match, the error lists them.",
		Properties:  properties,
		Part:        users,
	}
}

// NewDataSourceList returns paperspace_users, which lists all matching users.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.User]{
		Noun:        "user",
		Description: "Lists the users of the team that the key belongs to, the owners that machines can have.",
		Properties:  properties,
		Part:        users,
	}
}

func users(c *ops.Client) tfx.Lister[paperspace.User] { return c.Users }
