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
		if !wanted(t) || !d.nameMatches(r, templateName(t)) {
			continue
		}
		all = append(all, t)
		if t.TeamID != "" && d.dialect().RepeatTemplates {
			all = append(all, t)
		}
	}
	return listing[Template]{
		id: func(t Template) string { return t.ID }, render: d.template, by: by,
		orders: map[string]func(Template) string{
			"name":      templateName,
			"dtCreated": func(t Template) string { return isoDate(t.Created) },
		},
	}.answer(d, r, all)
}

func templateName(t Template) string { return cmp.Or(t.Label, t.OS) }

// template renders one of either kind.
func (d *v1) template(t Template) object {
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
		o.add("dtDeleted", nil)
	}
	return o
}

// customTemplate returns the template in the path, if it is the team's own.
func (d *v1) customTemplate(r v1Request) (Template, error) {
	t, ok := r.templates.getAt(r.id, r.at)
	if !ok || t.TeamID == "" {
		return t, notFound("Template")
	}
	return t, nil
}

func (d *v1) showTemplate(r v1Request, _ outcome) answer {
	t, err := d.customTemplate(r)
	if err != nil {
		return d.refuse(err)
	}
	return d.json(d.template(t))
}

func (d *v1) createTemplate(r v1Request, _ outcome) answer {
	in, err := r.read(map[string]field{"name": needsText, "machineId": needsText})
	if err != nil {
		return d.refuse(err)
	}
	m, err := r.targetOf(in.text("machineId"))
	if err == nil && m.State != StateOff {
		err = d.conflict("The machine must be off.")
	}
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	t := r.addTemplate(Template{Label: in.text("name"), OS: m.OS, AgentType: m.AgentType, TeamID: r.team, UserID: r.caller,
		Region: m.Region, MachineID: m.ID, SizeGB: m.SizeGB}, r.at)
	handle := r.newHandle()
	r.edit(m.ID, r.at, func(m *Machine) { m.begin("template-create", EventDone, handle, r.at) })
	m, _ = r.machines.get(m.ID)
	return d.json(object{{"data", d.template(t)}, {"event", d.event(m.ID, m.Events[0])}})
}

func (d *v1) updateTemplate(r v1Request, _ outcome) answer {
	t, err := d.customTemplate(r)
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"name": needsText})
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	t.Label = in.text("name")
	r.templates.put(t.ID, r.at, t)
	return d.json(d.template(t))
}

func (d *v1) destroyTemplate(r v1Request, _ outcome) answer {
	t, err := d.customTemplate(r)
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	r.templates.remove(t.ID, r.at)
	return d.json(d.template(t))
}
