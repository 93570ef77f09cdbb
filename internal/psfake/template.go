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
func (w *Server) AddTemplate(t Template) Template {
	now, done := w.look()
	defer done()
	return w.addTemplate(t, now)
}

// Templates lists the templates in order of creation.
func (w *Server) Templates() []Template {
	_, done := w.look()
	defer done()
	return w.templates.all()
}

// AddCustomTemplate adds a finished template of the team; what is empty is
// filled in, from the machine that it names if there is one.
func (w *Server) AddCustomTemplate(t Template) Template {
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
func (w *Server) CustomTemplates() []Template {
	return slices.DeleteFunc(w.Templates(), func(t Template) bool { return t.TeamID == "" })
}

// ChangeTemplate changes a template and reports whether there is one.
func (w *Server) ChangeTemplate(id string, change func(*Template)) bool {
	now, done := w.look()
	defer done()
	return w.editTemplate(id, now, change)
}

// RemoveTemplate makes a template vanish and reports whether there was one.
func (w *Server) RemoveTemplate(id string) bool {
	now, done := w.look()
	defer done()
	return w.dropTemplate(id, now)
}

func (w *state) addTemplate(t Template, now time.Time) Template {
	if t.ID == "" {
		t.ID = w.newID("t", known(&w.templates))
	}
	if t.Created.IsZero() {
		t.Created = now
	}
	if t.AgentType == "" {
		t.AgentType = "LinuxHeadless"
		if t.IsWindows() {
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

func (w *state) editTemplate(id string, now time.Time, change func(*Template)) bool {
	t, ok := w.templates.get(id)
	if ok {
		change(&t)
		t.ID = id
		w.templates.put(id, now, t)
	}
	return ok
}

func (w *state) dropTemplate(id string, at time.Time) bool {
	w.agenda.clear(id)
	return w.templates.remove(id, at)
}

// MakeTemplate begins a template of a machine. One that fails vanishes.
func (t *Tx) MakeTemplate(made Template) Template {
	made.Pending = true
	made = t.addTemplate(made, t.at)
	made.event = t.job(made.ID, made.MachineID, "template-create", t.timings.Template, func(ok bool, at time.Time) {
		if !ok {
			t.dropTemplate(made.ID, at)
			return
		}
		t.editTemplate(made.ID, at, func(t *Template) { t.Pending = false })
	})
	t.templates.put(made.ID, t.at, made)
	return made
}

// DeleteTemplate ends a template, which can be shown for a while longer.
func (t *Tx) DeleteTemplate(id string) {
	t.changes++
	t.editTemplate(id, t.at, func(old *Template) { old.Deleted = new(t.at) })
	if !t.behavior.V1.LingerTemplates {
		t.templates.remove(id, t.at)
		return
	}
	t.agenda.add(id, t.at.Add(t.timings.Destroy), func(at time.Time) { t.templates.remove(id, at) })
}

// Shows reports whether a template is to be seen.
func (t *Tx) Shows(made Template) bool { return !made.Pending || !t.behavior.V1.LateTemplates }

// Offers reports whether machines can be made from a template.
func (t *Tx) Offers(made Template) bool { return made.Deleted == nil && t.Shows(made) }

// IsWindows reports whether a template has Windows.
func (t Template) IsWindows() bool { return strings.Contains(t.OS+t.Label, "Windows") }

func (t Template) isUbuntu() bool { return strings.Contains(t.OS+t.Label, "Ubuntu") }

// earlier returns since when something is there, given when it was created.
func earlier(created, now time.Time) time.Time {
	if created.Before(now) {
		return created
	}
	return now
}
