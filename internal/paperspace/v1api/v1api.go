// Package v1api is a client for API v1 of Paperspace: REST on https://api.paperspace.com/v1, with
// the key as a bearer token. API v1 replaced CORE on 15 July 2024.
//
// Most of its pitfalls are not documented but were observed by other clients: null with status 200
// for an object that does not exist, machines without their script and template, events that are
// separate from machines, and settings that change only together. This package hides them, so that
// its machines have the same form as those of coreapi.
//
// "API reference" in a comment names the page below
// https://docs.digitalocean.com/reference/paperspace/api-reference/ that a method implements, and
// the ID of the operation, such as machines-create.
package v1api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Name is the value of api_version for API v1.
const Name = "v1"

// DefaultEndpoint is the public endpoint of API v1.
const DefaultEndpoint = "https://api.paperspace.com/v1"

// Options are the settings of the connection.
type Options = transport.Connection

// New returns a client for API v1. It sends no request.
func New(o Options) paperspace.API {
	c := &client{http: o.Client(transport.Bearer(o.Key), decodeProblem)}
	return paperspace.API{
		Name:            Name,
		Other:           "core",
		Endpoint:        o.Endpoint.String(),
		OnWrite:         c.http.OnWrite,
		Machines:        machines{c},
		Templates:       templates{c},
		Availability:    availability{c},
		Users:           users{client: c, team: &team{}},
		Networks:        newNetworks(c),
		PrivateNetworks: newNetworks(c),
		PublicIPs:       newPublicIPs(c),
		Snapshots:       newSnapshots(c),
		CustomTemplates: newCustomTemplates(c),
		SharedDrives:    newDrives(c),
		Scripts:         scripts{c},
		ScriptEdits:     scripts{c},
		Access:          access{c},
		AccessList:      access{c},
		Traits:          traits,
	}
}

const (
	oneTeam       = "a key of API v1 belongs to one team, and everything is made in it"
	noOwner       = "API v1 has no owner of a machine"
	noUsers       = "API v1 cannot create users"
	noScriptOwner = "API v1 does not return the owner of a script"
)

// traits are the traits of API v1.
var traits = paperspace.Traits{
	InPlace: map[paperspace.Field]bool{
		paperspace.FieldMachineType:    true,
		paperspace.FieldSize:           true,
		paperspace.FieldNetworkID:      true,
		paperspace.FieldAssignPublicIP: true,
		paperspace.FieldScriptID:       true,
	},
	Lacks: map[paperspace.Field]paperspace.Lack{
		paperspace.FieldBillingType: {Reason: "API v1 bills every machine by the hour", Except: []string{billing}},
		paperspace.FieldTeamID:      {Reason: oneTeam},
		paperspace.FieldUserID:      {Reason: noOwner, Access: true},
		paperspace.FieldEmail:       {Reason: noUsers},
		"password":                  {Reason: noUsers},
		"first_name":                {Reason: noUsers},
		"last_name":                 {Reason: noUsers},
		"notification_email":        {Reason: "API v1 cannot send a notification to an address"},
	},
	ScriptLacks: map[paperspace.Field]paperspace.Lack{
		"description": {Reason: "API v1 cannot set the description of a script", Except: []string{""}},
	},
	NotShown: map[string]map[paperspace.Field]paperspace.Lack{
		"machine": {
			paperspace.FieldTeamID: {Reason: oneTeam},
			paperspace.FieldUserID: {Reason: noOwner, Access: true},
			"dt_last_run":          {Reason: "API v1 does not return when a startup script last ran"},
		},
		"network": {paperspace.FieldTeamID: {Reason: oneTeam}},
		"script": {
			"owner_type": {Reason: noScriptOwner},
			"owner_id":   {Reason: noScriptOwner},
		},
		"template": {
			paperspace.FieldTeamID: {Reason: oneTeam},
			paperspace.FieldUserID: {Reason: "API v1 does not return who created a template"},
		},
	},
	AnyRegion:            true,
	SizesListed:          true,
	SnapshotsNeedDetails: true,
	ScriptsNameMachines:  true,
	PageSize:             pageSize,
}

// billing is the only billing type of API v1.
const billing = "hourly"

// client sends the requests of all parts.
type client struct {
	http    *transport.Client
	private bool // responses contain a secret
}

// get sends a request without an effect, which can be retried.
func (c *client) get(ctx context.Context, op, path string, query url.Values, out any) error {
	return c.http.Do(ctx, transport.Request{Op: op, Method: http.MethodGet, Path: path, Query: query, Repeat: transport.Read, Private: c.private, Unquoted: c.private}, out)
}

// write sends a write that can be carried out twice. It ignores the content of the response.
func (c *client) write(ctx context.Context, op, method, path string, body any) error {
	return c.http.Do(ctx, transport.Request{Op: op, Method: method, Path: path, Body: body, Repeat: transport.Idempotent}, nil)
}
