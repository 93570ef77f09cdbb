package coreapi

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// networks implements [paperspace.Networks]. CORE's papers can list networks
// and nothing else; the team routes that an old client created them by need an
// internal number that no call tells.
type networks struct{ *client }

type networkAnswer struct {
	ID        text `json:"id"`
	Name      text `json:"name"`
	Region    text `json:"region"`
	Network   text `json:"network"`
	Netmask   text `json:"netmask"`
	TeamID    text `json:"teamId"`
	DTCreated text `json:"dtCreated"`
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
