package v1api

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// networks implements [paperspace.Networks] and [paperspace.PrivateNetworks]. It is unknown
// whether the list contains the default networks of the team.
type networks struct {
	objects[networkResponse, paperspace.Network]
}

func newNetworks(c *client) networks {
	return networks{objects[networkResponse, paperspace.Network]{client: c, noun: "private network", collection: networksPath, filters: byName}}
}

type networkResponse struct {
	ID        wire.ID   `json:"id"`
	Name      wire.Name `json:"name"`
	Region    wire.Line `json:"region"`
	Network   wire.Line `json:"network"`
	Netmask   wire.Line `json:"netmask"`
	DTCreated wire.Line `json:"dtCreated"`
	DTDeleted wire.Line `json:"dtDeleted"`
}

func (a networkResponse) key() string { return string(a.ID) }
func (a networkResponse) gone() bool  { return a.DTDeleted != "" }

func (a networkResponse) domain() paperspace.Network {
	return paperspace.Network{
		ID: string(a.ID), Name: string(a.Name), Region: string(a.Region),
		Network: string(a.Network), Netmask: string(a.Netmask), CreatedAt: string(a.DTCreated),
	}
}

// Create does not set migrateMachines, which would move every machine without a private network to
// the new network.
// API reference: Private Networks, privateNetworks-create.
func (c networks) Create(ctx context.Context, in paperspace.NetworkCreate) (paperspace.Network, error) {
	n, _, err := c.create(ctx, in.Name, map[string]any{"name": in.Name, "region": paperspace.RegionCode(in.Region)})
	return n, err
}
