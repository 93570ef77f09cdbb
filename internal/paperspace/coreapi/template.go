package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// templates implements [paperspace.Templates].
type templates struct{ *client }

type templateAnswer struct {
	ID        text `json:"id"`
	Name      text `json:"name"`
	Label     text `json:"label"`
	OS        text `json:"os"`
	TeamID    text `json:"teamId"`
	UserID    text `json:"userId"`
	Region    text `json:"region"`
	DTCreated text `json:"dtCreated"`
}

func (a templateAnswer) domain() paperspace.Template {
	return paperspace.Template{
		ID: string(a.ID), Name: string(a.Name), Label: string(a.Label), OS: string(a.OS),
		TeamID: string(a.TeamID), UserID: string(a.UserID), Region: string(a.Region), CreatedAt: string(a.DTCreated),
	}
}

func (c templates) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Template, error) {
	return list[templateAnswer](ctx, c.client, "list templates", templateList, f, templateFilters)
}
