package user

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSourceList returns paperspace_users: all users that match.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[list, paperspace.User]{
		Noun:        "user",
		Description: "Lists the users of the team that the key belongs to, the owners that machines can have.",
		Properties:  properties,
		Part:        users,
		Filters:     func(m list) any { return m.item },
		Fill:        func(m *list, found []paperspace.User) { m.Users = tfx.Each(found, fromDomain) },
	}
}

func users(c *paperspace.Client) tfx.Lister[paperspace.User] { return c.Users }
