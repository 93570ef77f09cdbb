package fakev1

import (
	"cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

func (r request) listTemplates() psfake.Response {
	return r.templates("name", func(t psfake.Template) bool { return t.TeamID == "" })
}

func (r request) listCustomTemplates() psfake.Response {
	return r.templates("dtCreated", func(t psfake.Template) bool {
		return t.TeamID != "" && r.passes("machineId", t.MachineID)
	})
}

func (r request) templates(by string, wanted func(psfake.Template) bool) psfake.Response {
	var all []psfake.Template
	for _, t := range r.Templates().All() {
		if !wanted(t) || !r.Shows(t) || !r.nameMatches(templateName(t)) {
			continue
		}
		all = append(all, t)
		if t.TeamID != "" && r.Behavior().V1.RepeatTemplates {
			all = append(all, t)
		}
	}
	return listing[psfake.Template]{
		id: func(t psfake.Template) string { return t.ID }, render: r.listedTemplate, by: by,
		orders: map[string]func(psfake.Template) string{
			"name":      templateName,
			"dtCreated": func(t psfake.Template) string { return wire.Date(t.Created) },
		},
	}.page(r, all)
}

func templateName(t psfake.Template) string { return cmp.Or(t.Label, t.OS) }

// template renders a custom template for all responses except lists, which were observed only with full region names.
func (r request) template(t psfake.Template) wire.Object {
	o := r.listedTemplate(t)
	o.Replace("region", r.region(cmp.Or(t.Region, psfake.EastCoast), false))
	return o
}

// listedTemplate renders a public or a custom template for a list.
func (r request) listedTemplate(t psfake.Template) wire.Object {
	o := wire.Object{{"id", t.ID}, {"name", templateName(t)}, {"agentType", t.AgentType}, {"operatingSystemLabel", t.OS}}
	switch {
	case t.SizeGB == 0 && t.TeamID == "":
		o.Add("defaultSizeGb", nil)
	default:
		o.Add("defaultSizeGb", cmp.Or(t.SizeGB, 50))
	}
	types := make([]wire.Object, 0, len(psfake.MachineTypes))
	for _, label := range psfake.MachineTypes {
		types = append(types, wire.Object{{"machineTypeLabel", label}, {"isAvailable", suits(t, label)}})
	}
	o.Add("availableMachineTypes", types)
	o.Add("dtCreated", wire.Date(t.Created))
	if t.TeamID != "" {
		o.Add("region", cmp.Or(t.Region, psfake.EastCoast))
		o.Add("parentMachineId", t.MachineID)
		o.Add("dtDeleted", wire.DateOrNull(t.Deleted))
	}
	return o
}

// suits reports whether a template can be used for machines of a type. API v1 does not have the GRID types, which were
// retired on July 1, 2024, shortly before the CORE API.
func suits(t psfake.Template, machineType string) bool {
	switch psfake.GroupOf(machineType) {
	case psfake.GridGroup:
		return false
	case psfake.CPUGroup:
		return !t.IsWindows()
	default:
		return psfake.IsMachineType(machineType)
	}
}

// targetTemplate returns the custom template that a write names. For writes, a deleted template does not exist,
// although it can still be visible.
func (r request) targetTemplate() (psfake.Template, error) {
	t, ok := r.Templates().Get(r.ID)
	if !ok || t.TeamID == "" || !r.Offers(t) {
		return t, notFound("Template")
	}
	return t, nil
}

func (r request) showTemplate() psfake.Response {
	t, ok := r.Templates().Get(r.ID)
	if !ok || t.TeamID == "" || !r.Shows(t) {
		return r.none("Template")
	}
	return respond(r.template(t))
}

func (r request) createTemplate() psfake.Response {
	in, err := r.read(map[string]wire.Field{"name": wire.NeedsText, "machineId": wire.NeedsText})
	if err != nil {
		return r.reject(err)
	}
	m, err := r.targetOf(in.Text("machineId"))
	if err == nil && m.State != psfake.StateOff {
		err = r.conflict("The machine must be off.")
		if status := r.Behavior().V1.RunningTemplate; status != 0 {
			err = statusError{status, err.Error()}
		}
	}
	if err != nil {
		return r.reject(err)
	}
	t := r.MakeTemplate(psfake.Template{Label: r.Stored(in).Text("name"), OS: m.OS, AgentType: m.AgentType, TeamID: r.Team(), UserID: r.Caller(),
		Region: m.Region, MachineID: m.ID, SizeGB: m.SizeGB})
	return r.begun(m.ID, r.template(t))
}

func (r request) updateTemplate() psfake.Response {
	t, err := r.targetTemplate()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(map[string]wire.Field{"name": wire.NeedsText})
	if err != nil {
		return r.reject(err)
	}
	wire.Set(&t.Label, r.Stored(in), "name")
	r.Templates().Put(t.ID, t)
	return respond(r.template(t))
}

// destroyTemplate deletes a template without adding an event. It rejects a template that is being created, because the
// create event would never end.
func (r request) destroyTemplate() psfake.Response {
	t, err := r.targetTemplate()
	if err == nil && t.Pending {
		err = r.conflict("The template is being created.")
	}
	if err != nil {
		return r.reject(err)
	}
	r.DeleteTemplate(t.ID)
	t.Deleted = new(r.At())
	return respond(r.template(t))
}
