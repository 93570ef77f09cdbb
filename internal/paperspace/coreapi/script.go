package coreapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// scripts implements [paperspace.Scripts] and [paperspace.ScriptTexts].
type scripts struct{ *client }

type scriptResponse struct {
	ID          wire.ID                      `json:"id"`
	OwnerType   wire.Line                    `json:"ownerType"`
	OwnerID     wire.ID                      `json:"ownerId"`
	Name        wire.Name                    `json:"name"`
	Description wire.Name                    `json:"description"`
	DTCreated   wire.Line                    `json:"dtCreated"`
	IsEnabled   wire.Flag                    `json:"isEnabled"`
	RunOnce     wire.Flag                    `json:"runOnce"`
	Machines    wire.Latest[[]scriptMachine] `json:"machines"` // show only
}

type scriptMachine struct {
	MachineID wire.ID `json:"machineId"`
}

func (a scriptResponse) domain() paperspace.Script {
	s := paperspace.Script{
		ID: string(a.ID), OwnerType: string(a.OwnerType), OwnerID: string(a.OwnerID),
		Name: string(a.Name), Description: string(a.Description), CreatedAt: string(a.DTCreated),
		IsEnabled: bool(a.IsEnabled), RunOnce: bool(a.RunOnce),
	}
	if a.Machines.Value != nil {
		s.MachineIDs = []string{}
	}
	for _, m := range a.Machines.Value {
		if m.MachineID != "" {
			s.MachineIDs = append(s.MachineIDs, string(m.MachineID))
		}
	}
	return s
}

// List implements [paperspace.Scripts]. CORE-API-Docs: Scripts > List.
func (c scripts) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Script, error) {
	return list[scriptResponse](ctx, c.client, collection{"list scripts", scriptList, scriptFilters}, f)
}

// Show implements [paperspace.Scripts]. CORE-API-Docs: Scripts > Show.
func (c scripts) Show(ctx context.Context, id string) (paperspace.Script, error) {
	op := "read script " + id
	if id == "" {
		return paperspace.Script{}, noID(op)
	}
	var a scriptResponse
	if err := c.get(ctx, op, scriptShow, url.Values{"scriptId": {id}}, &a); err != nil {
		return paperspace.Script{}, err
	}
	if err := about(op, scriptShow, a.ID, id); err != nil {
		return paperspace.Script{}, err
	}
	return a.domain(), nil
}

// Text returns the text of a script. The response is a JSON string. CORE-API-Docs: Scripts > Text.
func (c scripts) Text(ctx context.Context, id string) (string, error) {
	op := "read the text of script " + id
	if id == "" {
		return "", noID(op)
	}
	var t wire.Text
	err := c.do(ctx, transport.Request{
		Op: op, Method: http.MethodGet, Path: scriptText.path(), Query: url.Values{"scriptId": {id}},
		Private: true, Repeat: transport.Read,
	}, &t)
	return string(t), err
}

// createScript is the JSON form of the request. The documentation also has a multipart form with
// the same fields, for uploading a file.
type createScript struct {
	Name        string `json:"scriptName"`
	Text        string `json:"scriptText"`
	Description string `json:"scriptDescription,omitempty"`
	IsEnabled   bool   `json:"isEnabled"`
	RunOnce     bool   `json:"runOnce"`
	MachineID   string `json:"machineId,omitempty"`
}

// Create implements [paperspace.Scripts]. CORE-API-Docs: Scripts > Create.
func (c scripts) Create(ctx context.Context, in paperspace.ScriptCreate) (paperspace.Script, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create script %q", in.Name),
		Method: http.MethodPost, Path: scriptCreate.path(), Repeat: transport.Once,
		Secrets: transport.TextSecrets(in.Text),
		Body:    createScript{in.Name, in.Text, in.Description, in.IsEnabled, in.RunOnce, in.MachineID},
	}
	var a scriptResponse
	if err := c.do(ctx, r, &a); err != nil {
		return paperspace.Script{}, err
	}
	if a.ID == "" {
		return paperspace.Script{}, r.NoID("script")
	}
	return a.domain(), nil
}

// Destroy implements [paperspace.Scripts]. CORE-API-Docs: Scripts > Destroy.
func (c scripts) Destroy(ctx context.Context, id string) error {
	return c.post(ctx, "destroy script "+id, scriptDestroy, id, map[string]any{"scriptId": id})
}
