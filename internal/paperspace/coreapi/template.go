package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// templates implements [paperspace.Templates].
type templates struct{ *client }

type templateResponse struct {
	ID        wire.ID   `json:"id"`
	Name      wire.Line `json:"name"`
	Label     wire.Line `json:"label"`
	OS        wire.Line `json:"os"`
	TeamID    wire.ID   `json:"teamId"`
	UserID    wire.ID   `json:"userId"`
	Region    wire.Line `json:"region"`
	DTCreated wire.Line `json:"dtCreated"`
}

func (a templateResponse) domain() paperspace.Template {
	return paperspace.Template{
		ID: string(a.ID), Name: string(a.Name), Label: string(a.Label), OS: string(a.OS),
		TeamID: string(a.TeamID), UserID: string(a.UserID), Region: string(a.Region), CreatedAt: string(a.DTCreated),
	}
}

// List implements [paperspace.Templates]. CORE reference: templates > list.
func (c templates) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Template, error) {
	return list[templateResponse](ctx, c.client, collection{"list templates", templateList, templateFilters}, f)
}
