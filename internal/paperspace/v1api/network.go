package v1api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// networks implements [paperspace.Networks] and [paperspace.PrivateNetworks].
type networks struct{ *client }

type networkAnswer struct {
	ID        wire.ID   `json:"id"`
	Name      wire.Name `json:"name"`
	Region    wire.Line `json:"region"`
	Network   wire.Line `json:"network"`
	Netmask   wire.Line `json:"netmask"`
	DTCreated wire.Line `json:"dtCreated"`
	DTDeleted wire.Line `json:"dtDeleted"`
}

func (a networkAnswer) key() string { return string(a.ID) }
func (a networkAnswer) gone() bool  { return a.DTDeleted != "" }

func (a networkAnswer) domain() paperspace.Network {
	return paperspace.Network{
		ID: string(a.ID), Name: string(a.Name), Region: string(a.Region),
		Network: string(a.Network), Netmask: string(a.Netmask), CreatedAt: string(a.DTCreated),
	}
}

// List returns private networks. Whether the team's default networks are among
// them no source says.
func (c networks) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Network, error) {
	query := narrowed(byAge(), f, map[paperspace.Field]string{paperspace.FieldName: "name"})
	return list[networkAnswer, paperspace.Network](ctx, c.client, "list private networks", path(networksPath), query, f)
}

// Show takes the null that v1 answers for an unknown id for what it is.
func (c networks) Show(ctx context.Context, id string) (paperspace.Network, error) {
	op, at := "read private network "+id, path(networksPath, id)
	return show[networkAnswer, paperspace.Network](ctx, c.client, op, at, id)
}

// Create never asks for migrateMachines, which would move every machine that
// stands in no private network into the new one.
func (c networks) Create(ctx context.Context, in paperspace.NetworkCreate) (paperspace.Network, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create private network %q", in.Name),
		Method: http.MethodPost, Path: path(networksPath), Repeat: transport.Once,
		Body: map[string]any{"name": in.Name, "region": paperspace.RegionCode(in.Region)},
	}
	var a networkAnswer
	if err := c.http.Do(ctx, r, &a); err != nil {
		return paperspace.Network{}, err
	}
	if a.ID == "" {
		return paperspace.Network{}, r.NoID("network")
	}
	return a.domain(), nil
}

func (c networks) Rename(ctx context.Context, id, name string) error {
	return c.write(ctx, "rename private network "+id, http.MethodPut, path(networksPath, id), map[string]any{"name": name})
}

func (c networks) Destroy(ctx context.Context, id string) error {
	return c.write(ctx, "destroy private network "+id, http.MethodDelete, path(networksPath, id), nil)
}
