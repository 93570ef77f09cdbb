// Package coreapi is the CORE API version of Paperspace: RPC-style paths on
// https://api.paperspace.io with the key in the header x-api-key, the API of
// the documents this provider was asked for. Paperspace retired it on 15 July
// 2024; compatible servers can still speak it.
//
// Routes and their spellings are in one table, because the documentation and the
// clients of CORE disagree in places and a reader must see which one is used.
package coreapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Name is the api_version of this API version.
const Name = "core"

// DefaultEndpoint is the public host of CORE, silent since 15 July 2024.
const DefaultEndpoint = "https://api.paperspace.io"

// KeyHeader carries the key; the client libraries' query parameter
// access_token is never used, because query strings end up in logs.
const KeyHeader = "x-api-key"

// Options are what the provider's settings say.
type Options = transport.Connection

// fullPage is how many items a list returns at most, by the later CORE
// documentation.
const fullPage = 1000

// New returns CORE behind the interfaces of the domain. It sends nothing.
func New(o Options) paperspace.API { return paged(o, fullPage) }

// paged is New for a server with pages of another size.
func paged(o Options, pageSize int) paperspace.API {
	c := &client{
		retired:  strings.EqualFold(o.Endpoint.Hostname(), "api.paperspace.io"),
		pageSize: pageSize,
		http:     o.Client(transport.APIKey(KeyHeader, o.Key), decodeProblem),
	}
	return paperspace.API{
		Name:            Name,
		Other:           "v1",
		Endpoint:        o.Endpoint.String(),
		OnWrite:         c.http.OnWrite,
		Machines:        machines{c},
		Templates:       templates{c},
		Availability:    availability{c},
		Users:           users{c},
		Networks:        networks{c},
		PrivateNetworks: networks{c},
		Scripts:         scripts{c},
		ScriptTexts:     scripts{c},
		Access:          access{c},
		Utilizations:    utilizations{c},
		Traits:          traits,
	}
}

// traits is what CORE cannot express; see [paperspace.Traits].
var traits = paperspace.Traits{
	ShowsEvents:    true,
	NetworksListed: true,
	Lacks: map[paperspace.Field]paperspace.Lack{
		"email_password":        {Reason: "the CORE API cannot suppress the email with the password"},
		"enable_nvlink":         {Reason: "the CORE API has no machine types with NVLink"},
		"take_initial_snapshot": {Reason: "the CORE API takes no snapshot when it creates a machine"},
		"accessor_ids":          {Reason: "the CORE API can give access only to a machine that exists", Access: true},
	},
	NotShown: map[string]map[paperspace.Field]paperspace.Lack{
		"template": {
			"agent_type":        {Reason: "the CORE API does not return the agent type of a template"},
			"custom":            {Reason: "the CORE API does not return which templates are custom templates; look for team_id instead"},
			"default_size_gb":   {Reason: "the CORE API does not return the disk size of a template"},
			"parent_machine_id": {Reason: "the CORE API does not return the machine that a template was made from"},
		},
	},
}

// client sends the requests of all parts.
type client struct {
	http     *transport.Client
	retired  bool // the endpoint is the host that was switched off
	pageSize int
}

// get reads a route; nothing happens twice if it is retried.
func (c *client) get(ctx context.Context, op string, r route, query url.Values, out any) error {
	return c.do(ctx, transport.Request{Op: op, Method: http.MethodGet, Path: r.path(), Query: query, Repeat: transport.Read}, out)
}

// post sends a write about one object that might be carried out twice; nothing in the
// response is needed.
func (c *client) post(ctx context.Context, op string, r route, id string, body any) error {
	return c.write(ctx, id, transport.Request{Op: op, Method: http.MethodPost, Path: r.path(id), Body: body, Repeat: transport.Idempotent})
}

// write sends a write about the object with the ID; nothing in the response is needed.
func (c *client) write(ctx context.Context, id string, r transport.Request) error {
	if id == "" {
		return noID(r.Op)
	}
	return c.do(ctx, r, nil)
}

func (c *client) do(ctx context.Context, r transport.Request, out any) error {
	return c.explain(c.http.Do(ctx, r, out))
}

// explain adds what only this API version knows: an unreachable host, a 404 on
// every path or a web page are just what the retired host would give.
func (c *client) explain(err error) error {
	var e *paperspace.Error
	if !c.retired || !errors.As(err, &e) {
		return err
	}
	silent := errors.Is(err, paperspace.ErrUnavailable) && e.Status == 0
	foreign := errors.Is(err, transport.ErrForeign) || errors.Is(err, paperspace.ErrNotService)
	if (silent || foreign) && !errors.Is(err, context.Canceled) {
		// Whatever was said, it was not CORE that said it.
		return paperspace.Reclassify(err, paperspace.ErrUnavailable, paperspace.CoreRetired{Endpoint: DefaultEndpoint, Other: "v1"})
	}
	return err
}

func noID(op string) error {
	return &paperspace.Error{Op: op, Kind: paperspace.ErrRefused, Message: "the ID is empty", Reasons: []paperspace.Reason{paperspace.EmptyID{}}}
}
