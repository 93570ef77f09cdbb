package v1api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// scripts implements [paperspace.Scripts] and [paperspace.ScriptEdits]. API v1 does not return the
// text of a script.
type scripts struct{ *client }

type scriptResponse struct {
	ID                 wire.ID                `json:"id"`
	Name               wire.Name              `json:"name"`
	Description        wire.Name              `json:"description"`
	IsEnabled          wire.Flag              `json:"isEnabled"`
	IsRunOnce          wire.Flag              `json:"isRunOnce"`
	AssignedMachineIDs wire.Latest[[]wire.ID] `json:"assignedMachineIds"`
	DTCreated          wire.Line              `json:"dtCreated"`
	DTDeleted          wire.Line              `json:"dtDeleted"`
}

func (a scriptResponse) key() string { return string(a.ID) }

// gone reports whether the script is destroyed. Paperspace still shows it for a while.
func (a scriptResponse) gone() bool { return a.DTDeleted != "" }

func (a scriptResponse) domain() paperspace.Script {
	s := paperspace.Script{
		ID: string(a.ID), Name: string(a.Name), Description: string(a.Description), CreatedAt: string(a.DTCreated),
		IsEnabled: bool(a.IsEnabled), RunOnce: bool(a.IsRunOnce),
	}
	if a.AssignedMachineIDs.Value != nil {
		s.MachineIDs = []string{}
	}
	for _, id := range a.AssignedMachineIDs.Value {
		s.MachineIDs = append(s.MachineIDs, string(id))
	}
	return s
}

// List implements [paperspace.Scripts]. API reference: Startup Scripts, startupScripts-list.
func (c scripts) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Script, error) {
	query := narrowed(byAge(), f, map[paperspace.Field]string{paperspace.FieldName: "name"})
	return list[scriptResponse, paperspace.Script](ctx, c.client, listing{"list scripts", path(scriptsPath), query}, f)
}

// Show implements [paperspace.Scripts]. API reference: Startup Scripts, startupScripts-get.
func (c scripts) Show(ctx context.Context, id string) (paperspace.Script, error) {
	op, at := "read script "+id, path(scriptsPath, id)
	return show[scriptResponse, paperspace.Script](ctx, c.client, op, at, id)
}

// Create creates an enabled script without machines. [paperspace.ScriptEdits] can change both.
// API reference: Startup Scripts, startupScripts-create.
func (c scripts) Create(ctx context.Context, in paperspace.ScriptCreate) (paperspace.Script, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create script %q", in.Name),
		Method: http.MethodPost, Path: path(scriptsPath), Repeat: transport.Once,
		Secrets: transport.TextSecrets(in.Text),
		Body:    map[string]any{"name": in.Name, "script": in.Text, "isRunOnce": in.RunOnce},
	}
	var a scriptResponse
	if err := c.http.Do(ctx, r, &a); err != nil {
		return paperspace.Script{}, err
	}
	if a.ID == "" {
		return paperspace.Script{}, r.NoID("script")
	}
	return a.domain(), nil
}

// Update implements [paperspace.ScriptEdits]. API reference: Startup Scripts,
// startupScripts-update.
func (c scripts) Update(ctx context.Context, id string, u paperspace.ScriptUpdate) error {
	r := transport.Request{
		Op: "update script " + id, Method: http.MethodPut, Path: path(scriptsPath, id), Repeat: transport.Idempotent,
	}
	body := map[string]any{}
	if u.Name != nil {
		body["name"] = *u.Name
	}
	if u.Text != nil {
		body["script"] = *u.Text
		r.Secrets = transport.TextSecrets(*u.Text)
	}
	if u.IsEnabled != nil {
		body["isEnabled"] = *u.IsEnabled
	}
	if u.RunOnce != nil {
		body["isRunOnce"] = *u.RunOnce
	}
	r.Body = body
	return c.http.Do(ctx, r, nil)
}

// Destroy implements [paperspace.Scripts]. API reference: Startup Scripts, startupScripts-delete.
func (c scripts) Destroy(ctx context.Context, id string) error {
	return c.write(ctx, "destroy script "+id, http.MethodDelete, path(scriptsPath, id), nil)
}

// Assign implements [paperspace.ScriptEdits]. API reference: Startup Scripts,
// startupScripts-assign.
func (c scripts) Assign(ctx context.Context, id, machineID string) error {
	return c.assign(ctx, id, machineID, "assign", "to")
}

// Unassign implements [paperspace.ScriptEdits]. API reference: Startup Scripts,
// startupScripts-unassign.
func (c scripts) Unassign(ctx context.Context, id, machineID string) error {
	return c.assign(ctx, id, machineID, "unassign", "from")
}

func (c scripts) assign(ctx context.Context, id, machineID, verb, preposition string) error {
	op := fmt.Sprintf("%s script %s %s machine %s", verb, id, preposition, machineID)
	return c.write(ctx, op, http.MethodPost, path(scriptsPath, id, verb), map[string]any{"machineId": machineID})
}
