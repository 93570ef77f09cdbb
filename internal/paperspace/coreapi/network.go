package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// networks implements [paperspace.Networks]. CORE's papers can list networks
// and nothing else; the team routes that an old client created them by need an
// internal number that no call tells.
type networks struct{ *client }

type networkAnswer struct {
	ID        wire.ID   `json:"id"`
	Name      wire.Name `json:"name"`
	Region    wire.Line `json:"region"`
	Network   wire.Line `json:"network"`
	Netmask   wire.Line `json:"netmask"`
	TeamID    wire.ID   `json:"teamId"`
	DTCreated wire.Line `json:"dtCreated"`
}

func (a networkAnswer) domain() paperspace.Network {
	return paperspace.Network{
		ID: string(a.ID), Name: string(a.Name), Region: string(a.Region), Network: string(a.Network),
		Netmask: string(a.Netmask), TeamID: string(a.TeamID), CreatedAt: string(a.DTCreated),
	}
}

func (c networks) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Network, error) {
	return list[networkAnswer](ctx, c.client, "list networks", networkList, f, networkFilters)
}
