package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// users implements [paperspace.Users].
type users struct{ *client }

// userResponse is a user in a response. The keys firstname and lastname are in lower case, unlike
// firstName and lastName in the create of a machine.
type userResponse struct {
	ID        wire.ID   `json:"id"`
	Email     wire.Name `json:"email"`
	FirstName wire.Name `json:"firstname"`
	LastName  wire.Name `json:"lastname"`
	DTCreated wire.Line `json:"dtCreated"`
	TeamID    wire.ID   `json:"teamId"`
}

func (a userResponse) domain() paperspace.User {
	return paperspace.User{
		ID: string(a.ID), Email: string(a.Email), FirstName: string(a.FirstName), LastName: string(a.LastName),
		TeamID: string(a.TeamID), CreatedAt: string(a.DTCreated),
	}
}

// List implements [paperspace.Users]. CORE reference: users > list.
func (c users) List(ctx context.Context, f paperspace.Filter) ([]paperspace.User, error) {
	return list[userResponse](ctx, c.client, collection{"list users", userList, userFilters}, f)
}
