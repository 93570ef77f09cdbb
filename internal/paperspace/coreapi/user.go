package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// users implements [paperspace.Users].
type users struct{ *client }

// userAnswer spells firstname and lastname in lower case, unlike the create of
// a machine, which takes firstName and lastName.
type userAnswer struct {
	ID        text `json:"id"`
	Email     text `json:"email"`
	FirstName text `json:"firstname"`
	LastName  text `json:"lastname"`
	DTCreated text `json:"dtCreated"`
	TeamID    text `json:"teamId"`
}

func (a userAnswer) domain() paperspace.User {
	return paperspace.User{
		ID: string(a.ID), Email: string(a.Email), FirstName: string(a.FirstName), LastName: string(a.LastName),
		TeamID: string(a.TeamID), CreatedAt: string(a.DTCreated),
	}
}

func (c users) List(ctx context.Context, f paperspace.Filter) ([]paperspace.User, error) {
	return list[userAnswer](ctx, c.client, "list users", userList, f, userFilters)
}
