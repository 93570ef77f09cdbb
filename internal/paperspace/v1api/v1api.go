// Package v1api is API v1 of Paperspace: REST on
// https://api.paperspace.com/v1 with the key as a bearer token, the API version
// that replaced CORE on 15 July 2024.
//
// Most of its traps are not in its document but were met by others: a null
// with status 200 for what does not exist, a machine that does not return its
// script or template, events apart from machines, settings that only change
// together. Each is dealt with where it is met, so that the domain sees machines
// as it always does.
package v1api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Name is the api_version of this API version.
const Name = "v1"

// DefaultEndpoint is the public host of API v1.
const DefaultEndpoint = "https://api.paperspace.com/v1"

// Options are what the provider's settings say.
type Options = transport.Connection

// New returns API v1 behind the interfaces of the domain. It sends nothing.
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

// traits is what v1 can do that not every API version can, and what it lacks.
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

// billing is the only way v1 bills.
const billing = "hourly"

// client sends the requests of all parts.
type client struct {
	http    *transport.Client
	private bool // responses contain a secret
}

// get reads a route; nothing happens twice if it is retried.
func (c *client) get(ctx context.Context, op, path string, query url.Values, out any) error {
	return c.http.Do(ctx, transport.Request{Op: op, Method: http.MethodGet, Path: path, Query: query, Repeat: transport.Read, Private: c.private, Unquoted: c.private}, out)
}

// write sends a request that might be carried out twice; nothing in the response is
// needed.
func (c *client) write(ctx context.Context, op, method, path string, body any) error {
	return c.http.Do(ctx, transport.Request{Op: op, Method: method, Path: path, Body: body, Repeat: transport.Idempotent}, nil)
}
