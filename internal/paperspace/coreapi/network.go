package coreapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// networks implements [paperspace.Networks] and [paperspace.PrivateNetworks]. The documentation of
// CORE has only the list. The requests that create and destroy a network are those of an old
// client, paperspace-go. No request renames a network.
type networks struct{ *client }

type networkResponse struct {
	ID        wire.ID   `json:"id"`
	Name      wire.Name `json:"name"`
	Region    wire.Line `json:"region"`
	Network   wire.Line `json:"network"`
	Netmask   wire.Line `json:"netmask"`
	TeamID    wire.ID   `json:"teamId"`
	DTCreated wire.Line `json:"dtCreated"`
}

func (a networkResponse) domain() paperspace.Network {
	return paperspace.Network{
		ID: string(a.ID), Name: string(a.Name), Region: string(a.Region), Network: string(a.Network),
		Netmask: string(a.Netmask), TeamID: string(a.TeamID), CreatedAt: string(a.DTCreated),
	}
}

// List implements [paperspace.Networks]. CORE reference: networks > list.
func (c networks) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Network, error) {
	return list[networkResponse](ctx, c.client, collection{"list networks", networkList, networkFilters}, f)
}

// Show returns the network from the list. CORE reference: networks > list.
func (c networks) Show(ctx context.Context, id string) (paperspace.Network, error) {
	op := "read private network " + id
	if id == "" {
		return paperspace.Network{}, noID(op)
	}
	all, err := list[networkResponse](ctx, c.client, collection{op, networkList, networkFilters}, paperspace.Filter{paperspace.FieldID: id})
	switch {
	case err != nil:
		return paperspace.Network{}, err
	case len(all) == 0:
		return paperspace.Network{}, nothingThere(op, networkList)
	}
	return all[0], nil
}

// regionNumbers are the numbers for the regions in the request to create a network.
var regionNumbers = map[string]int{"ny2": 1, "ca1": 2, "ams1": 3}

// handlePrefix is the prefix of network IDs, which machines refer to. The older requests use
// another ID, which is a number.
const handlePrefix = "n"

// Create sends the newer request. A response without an ID that machines can refer to counts as
// lost, because the list shows the network with that ID.
// Undocumented; from paperspace-go.
func (c networks) Create(ctx context.Context, in paperspace.NetworkCreate) (paperspace.Network, error) {
	r := transport.Request{Op: fmt.Sprintf("create private network %q", in.Name), Method: http.MethodPost, Path: networkCreate.path(), Repeat: transport.Once}
	number, ok := regionNumbers[paperspace.RegionCode(in.Region)]
	if !ok {
		return paperspace.Network{}, &paperspace.Error{
			Op: r.Op, Kind: paperspace.ErrUnsupported, Message: fmt.Sprintf("the CORE API has no private networks in region %q", in.Region),
			Reasons: []paperspace.Reason{paperspace.NoPrivateNetworks{Regions: paperspace.RegionNames()}},
		}
	}
	r.Body = map[string]any{"name": in.Name, "regionId": number}
	var a networkResponse
	switch err := c.do(ctx, r, &a); {
	case notOffered(err):
		return paperspace.Network{}, paperspace.With(err, paperspace.NoNetworkCreate{})
	case err != nil:
		return paperspace.Network{}, err
	case !strings.HasPrefix(string(a.ID), handlePrefix):
		return paperspace.Network{}, r.NoID("private network")
	}
	n := a.domain()
	if n.Region == "" { // the newer requests do not return it
		n.Region, _ = paperspace.RegionName(in.Region)
	}
	return n, nil
}

// Destroy sends the newer request. No source shows whether it accepts the ID that machines refer
// to: another old client sends the number, which only the older requests return. If it does not,
// the response is "not found", and the network stays in the list.
// Undocumented; from paperspace-go.
func (c networks) Destroy(ctx context.Context, id string) error {
	return c.write(ctx, id, transport.Request{
		Op: "destroy private network " + id, Method: http.MethodDelete, Path: networkDestroy.path(id), Repeat: transport.Idempotent,
	})
}

// notOffered reports whether the server does not support a request.
func notOffered(err error) bool {
	var e *paperspace.Error
	return errors.As(err, &e) && (errors.Is(err, paperspace.ErrNotFound) || e.Status == http.StatusMethodNotAllowed)
}
