package v1api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// templates implements [paperspace.Templates].
type templates struct{ *client }

type templateResponse struct {
	ID                    wire.ID                    `json:"id"`
	Name                  wire.Name                  `json:"name"`
	OperatingSystemLabel  wire.Line                  `json:"operatingSystemLabel"`
	AgentType             wire.Line                  `json:"agentType"`
	Region                wire.Line                  `json:"region"` // custom templates only
	DTCreated             wire.Line                  `json:"dtCreated"`
	DTDeleted             wire.Line                  `json:"dtDeleted"`
	AvailableMachineTypes wire.Latest[[]machineType] `json:"availableMachineTypes"`

	// Custom templates only.
	DefaultSizeGB   wire.Number `json:"defaultSizeGb"`
	ParentMachineID wire.ID     `json:"parentMachineId"`
}

type machineType struct {
	Label       wire.Line `json:"machineTypeLabel"`
	IsAvailable wire.Flag `json:"isAvailable"`
}

func (a templateResponse) key() string { return string(a.ID) }
func (a templateResponse) gone() bool  { return a.DTDeleted != "" }

// domain also uses the name as the label, because CORE's label is the readable name. CORE's name,
// "paperspace/t…", has no equivalent in v1.
func (a templateResponse) domain() paperspace.Template {
	t := paperspace.Template{
		ID: string(a.ID), Name: string(a.Name), Label: string(a.Name), OS: string(a.OperatingSystemLabel), AgentType: string(a.AgentType),
		Region: regionName(a.Region), CreatedAt: string(a.DTCreated), Custom: new(false),
	}
	if a.AvailableMachineTypes.Value != nil {
		t.MachineTypes = []string{}
	}
	for _, m := range a.AvailableMachineTypes.Value {
		if m.IsAvailable {
			t.MachineTypes = append(t.MachineTypes, string(m.Label))
		}
	}
	return t
}

// List returns Paperspace's own templates, followed by those of the team. API reference: OS
// Templates, osTemplates-list; Custom Templates, customTemplates-list.
func (c templates) List(ctx context.Context, f paperspace.Filter) ([]paperspace.Template, error) {
	all, err := list[templateResponse, paperspace.Template](ctx, c.client,
		listing{"list templates", path(osTemplatesPath), narrowed(url.Values{"orderBy": {"name"}, "order": {"asc"}}, f, byName)}, f)
	if err != nil {
		return nil, err
	}
	custom, err := newCustomTemplates(c.client).List(ctx, f)
	if errors.Is(err, paperspace.ErrNotFound) || forbidden(err) {
		return all, nil // a key without access to the team's templates can still use the others
	}
	return append(all, custom...), err
}

// forbidden reports whether the key is valid but does not permit the request.
func forbidden(err error) bool {
	var e *paperspace.Error
	return errors.As(err, &e) && e.Status == http.StatusForbidden && errors.Is(err, paperspace.ErrDenied)
}

// customTemplateResponse is a template that was made from a machine, in a response.
type customTemplateResponse struct{ templateResponse }

func (a customTemplateResponse) domain() paperspace.Template {
	t := a.templateResponse.domain()
	t.Custom, t.ParentMachineID = new(true), string(a.ParentMachineID)
	if gb := a.DefaultSizeGB.Pointer(); gb != nil {
		t.DefaultSizeGB = *gb
	}
	return t
}

// customTemplates implements [paperspace.CustomTemplates].
type customTemplates struct {
	objects[customTemplateResponse, paperspace.Template]
}

func newCustomTemplates(c *client) customTemplates {
	return customTemplates{objects[customTemplateResponse, paperspace.Template]{
		client: c, noun: "custom template", collection: customTemplatesPath,
		filters: map[paperspace.Field]string{paperspace.FieldName: "name", "parent_machine_id": "machineId"},
	}}
}

// Create implements [paperspace.Objects]. API reference: Custom Templates, customTemplates-create.
func (c customTemplates) Create(ctx context.Context, in paperspace.TemplateCreate) (paperspace.Template, error) {
	t, event, err := c.create(ctx, in.Name, map[string]any{"name": in.Name, "machineId": in.MachineID})
	t.Event = event
	return t, err
}
