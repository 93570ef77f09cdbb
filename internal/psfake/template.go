package psfake

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Template is what machines are made from. A template with a team belongs to
// it and works in its own region only; one without is public.
type Template struct {
	ID, Label, OS, TeamID, UserID, Region, AgentType string // an empty Label is null
	MachineID                                        string // what it was made from, if the team made it
	SizeGB                                           int    // 0 = 50
	Created                                          time.Time
	Pending                                          bool       // it is being made
	Deleted                                          *time.Time // nil unless it is on its way out

	event string // the handle of its creation
}

// AddTemplate adds a template; an empty id or date is filled in.
func (w *World) AddTemplate(t Template) Template {
	now, done := w.look()
	defer done()
	return w.addTemplate(t, now)
}

// Templates lists the templates in order of creation.
func (w *World) Templates() []Template {
	_, done := w.look()
	defer done()
	return w.templates.all()
}

// AddCustomTemplate adds a finished template of the team; what is empty is
// filled in, from the machine that it names if there is one.
func (w *World) AddCustomTemplate(t Template) Template {
	now, done := w.look()
	defer done()
	m, _ := w.machines.get(t.MachineID)
	t.TeamID, t.UserID = w.team, cmp.Or(t.UserID, w.caller)
	t.Region = cmp.Or(t.Region, m.Region, EastCoast)
	t.OS, t.AgentType = cmp.Or(t.OS, m.OS, "Ubuntu 20.04"), cmp.Or(t.AgentType, m.AgentType)
	t.SizeGB = cmp.Or(t.SizeGB, m.SizeGB)
	return w.addTemplate(t, now)
}

// CustomTemplates lists the team's own templates in order of creation.
func (w *World) CustomTemplates() []Template {
	return slices.DeleteFunc(w.Templates(), func(t Template) bool { return t.TeamID == "" })
}

// ChangeTemplate changes a template and reports whether there is one.
func (w *World) ChangeTemplate(id string, change func(*Template)) bool {
	now, done := w.look()
	defer done()
	return w.editTemplate(id, now, change)
}

// RemoveTemplate makes a template vanish and reports whether there was one.
func (w *World) RemoveTemplate(id string) bool {
	now, done := w.look()
	defer done()
	return w.dropTemplate(id, now)
}

func (w *World) addTemplate(t Template, now time.Time) Template {
	if t.ID == "" {
		t.ID = w.newID("t", known(&w.templates))
	}
	if t.Created.IsZero() {
		t.Created = now
	}
	if t.AgentType == "" {
		t.AgentType = "LinuxHeadless"
		if t.isWindows() {
			t.AgentType = "WindowsDesktop"
		}
	}
	since := earlier(t.Created, now)
	if t.TeamID == "" {
		since = time.Time{} // a list never lags behind the public ones
	}
	w.templates.put(t.ID, since, t)
	return t
}

func (w *World) editTemplate(id string, now time.Time, change func(*Template)) bool {
	t, ok := w.templates.get(id)
	if ok {
		change(&t)
		t.ID = id
		w.templates.put(id, now, t)
	}
	return ok
}

func (w *World) dropTemplate(id string, at time.Time) bool {
	w.agenda.clear(id)
	return w.templates.remove(id, at)
}

// makeTemplate begins a template of a machine. One that fails vanishes.
func (w *World) makeTemplate(t Template, at time.Time, out outcome) Template {
	t.Pending = true
	t = w.addTemplate(t, at)
	t.event = w.job(t.ID, t.MachineID, "template-create", w.timings.Template, at, out, func(ok bool, at time.Time) {
		if !ok {
			w.dropTemplate(t.ID, at)
			return
		}
		w.editTemplate(t.ID, at, func(t *Template) { t.Pending = false })
	})
	w.templates.put(t.ID, at, t)
	return t
}

// deleteTemplate ends a template, which can be shown for a while longer.
func (w *World) deleteTemplate(id string, at time.Time) {
	w.changes++
	w.editTemplate(id, at, func(t *Template) { t.Deleted = new(at) })
	if !w.dialect.V1.LingerTemplates {
		w.templates.remove(id, at)
		return
	}
	w.agenda.add(id, at.Add(w.timings.Destroy), func(at time.Time) { w.templates.remove(id, at) })
}

// shows reports whether a template is to be seen.
func (w *World) shows(t Template) bool { return !t.Pending || !w.dialect.V1.LateTemplates }

// offers reports whether machines can be made from a template.
func (w *World) offers(t Template) bool { return t.Deleted == nil && w.shows(t) }

func (t Template) isWindows() bool { return strings.Contains(t.OS+t.Label, "Windows") }
func (t Template) isUbuntu() bool  { return strings.Contains(t.OS+t.Label, "Ubuntu") }

// suits reports whether API v1 makes machines of a type from it. The GRID types
// were retired for everybody on 1 July 2024, before CORE was.
func (t Template) suits(machineType string) bool {
	if t.isWindows() && isCPUType(machineType) || isGridType(machineType) {
		return false
	}
	return isMachineType(machineType)
}

// earlier tells since when something was there that says when it was created.
func earlier(created, now time.Time) time.Time {
	if created.Before(now) {
		return created
	}
	return now
}
