package psfake

import (
	"encoding/json"
	"time"
)

// script renders a script. Its text never leaves the service.
func (r v1Request) script(s Script) object {
	ids := []string{}
	for _, m := range r.machines.allAt(r.at) {
		if m.ScriptID == s.ID {
			ids = append(ids, m.ID)
		}
	}
	assigned, err := json.Marshal(ids)
	if err != nil {
		panic(err) // texts always encode
	}
	return object{{"id", s.ID}, {"name", s.Name}, {"description", orNull(s.Description)}, {"isEnabled", !s.Disabled},
		{"isRunOnce", s.RunOnce}, {"assignedMachineIds", json.RawMessage(assigned)}, {"dtCreated", isoDate(s.Created)},
		{"dtDeleted", dateOrNull(s.Deleted)}}
}

func (d *v1) listScripts(r v1Request, _ outcome) answer {
	var all []Script
	for _, s := range r.scripts.allAt(r.at) {
		if d.nameMatches(r, s.Name) {
			all = append(all, s)
		}
	}
	return listing[Script]{
		id: func(s Script) string { return s.ID }, render: r.script, by: "dtCreated",
		orders: map[string]func(Script) string{
			"dtCreated": func(s Script) string { return isoDate(s.Created) },
			"name":      func(s Script) string { return s.Name },
		},
	}.answer(d, r, all)
}

func (d *v1) showScript(r v1Request, _ outcome) answer {
	s, ok := r.scripts.getAt(r.id, r.at)
	if !ok {
		return d.refuse(notFound("Script"))
	}
	return d.json(r.script(s))
}

// targetScript returns the script a write is about. A deleted one is gone for
// every write, though it may still be shown.
func (r v1Request) targetScript() (Script, error) {
	s, ok := r.scripts.getAt(r.id, r.at)
	if !ok || s.Deleted != nil {
		return s, notFound("Script")
	}
	return s, nil
}

// A description cannot be set at all, and whether it is enabled not at first.
var v1NewScriptFields = map[string]field{"name": needsText, "script": needsText, "isRunOnce": aFlag}

func (d *v1) createScript(r v1Request, _ outcome) answer {
	in, err := r.read(v1NewScriptFields)
	if err != nil {
		return d.refuse(err)
	}
	in = r.bent(in)
	r.changes++
	return d.json(r.script(r.addScript(Script{Name: in.text("name"), Text: in.text("script"), RunOnce: in.flag("isRunOnce")}, r.at)))
}

var v1ScriptFields = map[string]field{"name": aText, "script": aText, "isRunOnce": aFlag, "isEnabled": aFlag}

func (d *v1) updateScript(r v1Request, _ outcome) answer {
	if _, err := r.targetScript(); err != nil {
		return d.refuse(err)
	}
	in, err := r.read(v1ScriptFields)
	if err == nil {
		err = in.checkName()
	}
	if err == nil && in.has("script") && !in.names("script") {
		err = refusedError("script must not be empty")
	}
	if err != nil {
		return d.refuse(err)
	}
	in = r.bent(in)
	r.changes++
	r.editScript(r.id, r.at, func(s *Script) {
		set(&s.Name, in, "name")
		set(&s.Text, in, "script")
		set(&s.RunOnce, in, "isRunOnce")
		if in.has("isEnabled") {
			s.Disabled = !in.flag("isEnabled")
		}
	})
	return d.showScript(r, outcome{})
}

func (d *v1) destroyScript(r v1Request, _ outcome) answer {
	s, err := r.targetScript()
	if err != nil {
		return d.refuse(err)
	}
	var linger time.Duration
	if d.dialect().LingerScripts {
		linger = r.timings.Destroy
	}
	r.view.destroyScript(r.id, linger, r.at)
	s.Deleted = new(r.at)
	return d.json(r.script(s))
}

func (d *v1) assignScript(r v1Request, _ outcome) answer {
	return d.changeScriptOf(r, func(m Machine) error {
		r.attachScript(r.id, m.ID, r.at)
		return nil
	})
}

func (d *v1) unassignScript(r v1Request, _ outcome) answer {
	return d.changeScriptOf(r, func(m Machine) error {
		if m.ScriptID != r.id {
			return refusedError("The script is not assigned to this machine")
		}
		r.detachScript(m.ID, r.at)
		return nil
	})
}

// changeScriptOf does something between the script in the path and the machine
// in the body.
func (d *v1) changeScriptOf(r v1Request, change func(Machine) error) answer {
	_, err := r.targetScript()
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"machineId": needsText})
	if err != nil {
		return d.refuse(err)
	}
	m, err := r.targetOf(in.text("machineId"))
	if err == nil {
		err = change(m)
	}
	if err != nil {
		return d.refuse(err)
	}
	r.changes++
	return d.showScript(r, outcome{})
}
