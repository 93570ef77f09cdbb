// Package coreapi is a client for the CORE API: RPC-style paths on https://api.paperspace.io, with
// the key in the header x-api-key. Paperspace retired it on 15 July 2024, but compatible servers
// can still serve it.
//
// All routes are in one table (see route.go), because the documentation and the clients of CORE
// disagree about some of them.
//
// "CORE reference" in a comment names the page and the section below
// https://docs.digitalocean.com/reference/paperspace/core/commands/ that a method implements. That
// reference has no scripts: "CORE-API-Docs" names the page and the section of the older one,
// https://github.com/Paperspace/CORE-API-Docs.
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

// Name is the value of api_version for the CORE API.
const Name = "core"

// DefaultEndpoint is the public endpoint of CORE, which was shut down on 15 July 2024.
const DefaultEndpoint = "https://api.paperspace.io"

// KeyHeader is the header for the key. The query parameter access_token of some clients is never
// used, because query strings end up in logs.
const KeyHeader = "x-api-key"

// Options are the settings of the connection.
type Options = transport.Connection

// fullPage is the maximum number of items that a list returns, according to the later
// documentation of CORE.
const fullPage = 1000

// New returns a client for CORE. It sends no request.
func New(o Options) paperspace.API { return paged(o, fullPage) }

// paged is like New, but for a server with another page size.
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

// traits are the traits of CORE.
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
	retired  bool // the endpoint is the host that was shut down
	pageSize int
}

// get sends a request without an effect, which can be retried.
func (c *client) get(ctx context.Context, op string, r route, query url.Values, out any) error {
	return c.do(ctx, transport.Request{Op: op, Method: http.MethodGet, Path: r.path(), Query: query, Repeat: transport.Read}, out)
}

// post sends a write about one object that can be carried out twice. It ignores the content of the
// response.
func (c *client) post(ctx context.Context, op string, r route, id string, body any) error {
	return c.write(ctx, id, transport.Request{Op: op, Method: http.MethodPost, Path: r.path(id), Body: body, Repeat: transport.Idempotent})
}

// write sends a write about the object with the ID. It ignores the content of the response.
func (c *client) write(ctx context.Context, id string, r transport.Request) error {
	if id == "" {
		return noID(r.Op)
	}
	return c.do(ctx, r, nil)
}

func (c *client) do(ctx context.Context, r transport.Request, out any) error {
	return c.explain(c.http.Do(ctx, r, out))
}

// explain returns err with the reason [paperspace.CoreRetired] if the endpoint is the retired host
// and there was no response, or one that is not from CORE.
func (c *client) explain(err error) error {
	var e *paperspace.Error
	if !c.retired || !errors.As(err, &e) {
		return err
	}
	silent := errors.Is(err, paperspace.ErrUnavailable) && e.Status == 0
	foreign := errors.Is(err, transport.ErrForeign) || errors.Is(err, paperspace.ErrNotService)
	if (silent || foreign) && !errors.Is(err, context.Canceled) {
		// The response, if there is one, is not from CORE.
		return paperspace.Reclassify(err, paperspace.ErrUnavailable, paperspace.CoreRetired{Endpoint: DefaultEndpoint, Other: "v1"})
	}
	return err
}

func noID(op string) error {
	return &paperspace.Error{Op: op, Kind: paperspace.ErrRejected, Message: "the ID is empty", Reasons: []paperspace.Reason{paperspace.EmptyID{}}}
}
