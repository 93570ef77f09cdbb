package psfake

import "cmp"

func (d *v1) listTemplates(r v1Request, _ outcome) answer {
	return d.templates(r, "name", func(t Template) bool { return t.TeamID == "" })
}

func (d *v1) listCustomTemplates(r v1Request, _ outcome) answer {
	return d.templates(r, "dtCreated", func(t Template) bool {
		return t.TeamID != "" && r.passes("machineId", t.MachineID)
	})
}

func (d *v1) templates(r v1Request, by string, wanted func(Template) bool) answer {
	var all []Template
	for _, t := range r.templates.allAt(r.at) {
		if !wanted(t) || !r.shows(t) || !d.nameMatches(r, templateName(t)) {
			continue
		}
		all = append(all, t)
		if t.TeamID != "" && d.dialect().RepeatTemplates {
			all = append(all, t)
		}
	}
	return listing[Template]{
		id: func(t Template) string { return t.ID }, render: d.listedTemplate, by: by,
		orders: map[string]func(Template) string{
			"name":      templateName,
			"dtCreated": func(t Template) string { return isoDate(t.Created) },
		},
	}.answer(d, r, all)
}

func templateName(t Template) string { return cmp.Or(t.Label, t.OS) }

// template renders a custom template as every response but a list does. Lists of
// templates have been met with the full name only.
func (d *v1) template(t Template) object {
	o := d.listedTemplate(t)
	for i := range o {
		if o[i].key == "region" {
			o[i].value = d.region(cmp.Or(t.Region, EastCoast), false)
		}
	}
	return o
}

// listedTemplate renders a template of either kind.
func (d *v1) listedTemplate(t Template) object {
	o := object{{"id", t.ID}, {"name", templateName(t)}, {"agentType", t.AgentType}, {"operatingSystemLabel", t.OS}}
	switch {
	case t.SizeGB == 0 && t.TeamID == "":
		o.add("defaultSizeGb", nil)
	default:
		o.add("defaultSizeGb", cmp.Or(t.SizeGB, 50))
	}
	types := make([]object, 0, len(machineTypes))
	for _, label := range machineTypes {
		types = append(types, object{{"machineTypeLabel", label}, {"isAvailable", t.suits(label)}})
	}
	o.add("availableMachineTypes", types)
	o.add("dtCreated", isoDate(t.Created))
	if t.TeamID != "" {
		o.add("region", cmp.Or(t.Region, EastCoast))
		o.add("parentMachineId", t.MachineID)
		o.add("dtDeleted", dateOrNull(t.Deleted))
	}
	return o
}

// targetTemplate returns the template a write is about, if it is the team's own.
// A deleted one is gone for every write, though it may still be shown.
func (r v1Request) targetTemplate() (Template, error) {
	t, ok := r.templates.getAt(r.id, r.at)
	if !ok || t.TeamID == "" || !r.offers(t) {
		return t, notFound("Template")
	}
	return t, nil
}

func (d *v1) showTemplate(r v1Request, _ outcome) answer {
	t, ok := r.templates.getAt(r.id, r.at)
	if !ok || t.TeamID == "" || !r.shows(t) {
		return d.none("Template")
	}
	return d.json(d.template(t))
}

func (d *v1) createTemplate(r v1Request, out outcome) answer {
	in, err := r.read(map[string]field{"name": needsText, "machineId": needsText})
	if err != nil {
		return d.refuse(err)
	}
	m, err := r.targetOf(in.text("machineId"))
	if err == nil && m.State != StateOff {
		err = d.conflict("The machine must be off.")
		if status := d.dialect().RunningTemplate; status != 0 {
			err = statusError{status, err.Error()}
		}
	}
	if err != nil {
		return d.refuse(err)
	}
	t := r.makeTemplate(Template{Label: r.bent(in).text("name"), OS: m.OS, AgentType: m.AgentType, TeamID: r.team, UserID: r.caller,
		Region: m.Region, MachineID: m.ID, SizeGB: m.SizeGB}, r.at, out)
	return d.begun(r, m.ID, d.template(t))
}

func (d *v1) updateTemplate(r v1Request, _ outcome) answer {
	t, err := r.targetTemplate()
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"name": needsText})
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	set(&t.Label, r.bent(in), "name")
	r.templates.put(t.ID, r.at, t)
	return d.json(d.template(t))
}

// destroyTemplate has no event. A template whose event has not ended is not to
// be deleted, because that would leave its event without an end.
func (d *v1) destroyTemplate(r v1Request, _ outcome) answer {
	t, err := r.targetTemplate()
	if err == nil && t.Pending {
		err = d.conflict("The template is being created.")
	}
	if err != nil {
		return d.refuse(err)
	}
	r.deleteTemplate(t.ID, r.at)
	t.Deleted = new(r.at)
	return d.json(d.template(t))
}
