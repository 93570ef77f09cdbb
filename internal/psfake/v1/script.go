package fakev1

import (
	"encoding/json"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// script renders a script. No response contains its text.
func (r request) script(s psfake.Script) wire.Object {
	ids := []string{}
	for _, m := range r.Machines().All() {
		if m.ScriptID == s.ID {
			ids = append(ids, m.ID)
		}
	}
	assigned, err := json.Marshal(ids)
	if err != nil {
		panic(err) // text always encodes
	}
	return wire.Object{{"id", s.ID}, {"name", s.Name}, {"description", wire.OrNull(s.Description)}, {"isEnabled", !s.Disabled},
		{"isRunOnce", s.RunOnce}, {"assignedMachineIds", json.RawMessage(assigned)}, {"dtCreated", wire.Date(s.Created)},
		{"dtDeleted", wire.DateOrNull(s.Deleted)}}
}

func (r request) listScripts() psfake.Response {
	var all []psfake.Script
	for _, s := range r.Scripts().All() {
		if r.nameMatches(s.Name) {
			all = append(all, s)
		}
	}
	return listing[psfake.Script]{
		id: func(s psfake.Script) string { return s.ID }, render: r.script, by: "dtCreated",
		orders: map[string]func(psfake.Script) string{
			"dtCreated": func(s psfake.Script) string { return wire.Date(s.Created) },
			"name":      func(s psfake.Script) string { return s.Name },
		},
	}.page(r, all)
}

func (r request) showScript() psfake.Response {
	s, ok := r.Scripts().Get(r.ID)
	if !ok {
		return r.reject(notFound("Script"))
	}
	return respond(r.script(s))
}

// targetScript returns the script that a write names. For writes, a deleted script does not exist, although it can
// still be visible.
func (r request) targetScript() (psfake.Script, error) {
	s, ok := r.Scripts().Get(r.ID)
	if !ok || s.Deleted != nil {
		return s, notFound("Script")
	}
	return s, nil
}

// newScriptFields are the fields of a create, which cannot disable the script. No call can set the description.
var newScriptFields = map[string]wire.Field{"name": wire.NeedsText, "script": wire.NeedsText, "isRunOnce": wire.AFlag}

func (r request) createScript() psfake.Response {
	in, err := r.read(newScriptFields)
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	return respond(r.script(r.AddScript(psfake.Script{Name: in.Text("name"), Text: in.Text("script"), RunOnce: in.Flag("isRunOnce")})))
}

var scriptFields = map[string]wire.Field{"name": wire.AText, "script": wire.AText, "isRunOnce": wire.AFlag, "isEnabled": wire.AFlag}

func (r request) updateScript() psfake.Response {
	s, err := r.targetScript()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(scriptFields)
	if err == nil {
		err = checkName(in)
	}
	if err == nil && in.Has("script") && !names(in, "script") {
		err = wire.Rejection("script must not be empty")
	}
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	wire.Set(&s.Name, in, "name")
	wire.Set(&s.Text, in, "script")
	wire.Set(&s.RunOnce, in, "isRunOnce")
	if in.Has("isEnabled") {
		s.Disabled = !in.Flag("isEnabled")
	}
	r.Scripts().Put(s.ID, s)
	return r.showScript()
}

func (r request) destroyScript() psfake.Response {
	s, err := r.targetScript()
	if err != nil {
		return r.reject(err)
	}
	var linger time.Duration
	if r.Behavior().V1.LingerScripts {
		linger = r.Timings().Destroy
	}
	r.DestroyScript(r.ID, linger)
	s.Deleted = new(r.At())
	return respond(r.script(s))
}

func (r request) assignScript() psfake.Response {
	return r.changeScriptOf(func(m psfake.Machine) error {
		r.AttachScript(r.ID, m.ID)
		return nil
	})
}

func (r request) unassignScript() psfake.Response {
	return r.changeScriptOf(func(m psfake.Machine) error {
		if m.ScriptID != r.ID {
			return wire.Rejection("The script is not assigned to this machine")
		}
		r.AttachScript("", m.ID)
		return nil
	})
}

// changeScriptOf changes which script a machine has. The script is in the path, and the machine is in the body.
func (r request) changeScriptOf(change func(psfake.Machine) error) psfake.Response {
	_, err := r.targetScript()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(map[string]wire.Field{"machineId": wire.NeedsText})
	if err != nil {
		return r.reject(err)
	}
	m, err := r.targetOf(in.Text("machineId"))
	if err == nil {
		err = change(m)
	}
	if err != nil {
		return r.reject(err)
	}
	return r.showScript()
}
