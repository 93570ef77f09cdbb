package psfake

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Template is a template for machines. A custom template has a team, and can be used only in its region. Templates
// without a team are public.
type Template struct {
	ID, Label, OS, TeamID, UserID, Region, AgentType string // an empty Label is null
	MachineID                                        string // the machine that a custom template was made from
	SizeGB                                           int    // 0 = 50
	Created                                          time.Time
	Pending                                          bool       // it is being created
	Deleted                                          *time.Time // nil unless it is being deleted

	event string // the handle of its create event
}

// AddTemplate adds a template and sets its ID and date if they are empty.
func (w *Server) AddTemplate(t Template) Template {
	now, done := w.lock()
	defer done()
	return w.addTemplate(t, now)
}

// Templates lists the templates in order of creation.
func (w *Server) Templates() []Template {
	_, done := w.lock()
	defer done()
	return w.templates.all()
}

// AddCustomTemplate adds a finished template of the team. It sets every field that is empty, if possible from the
// machine that the template names.
func (w *Server) AddCustomTemplate(t Template) Template {
	now, done := w.lock()
	defer done()
	m, _ := w.machines.get(t.MachineID)
	t.TeamID, t.UserID = w.team, cmp.Or(t.UserID, w.caller)
	t.Region = cmp.Or(t.Region, m.Region, EastCoast)
	t.OS, t.AgentType = cmp.Or(t.OS, m.OS, "Ubuntu 20.04"), cmp.Or(t.AgentType, m.AgentType)
	t.SizeGB = cmp.Or(t.SizeGB, m.SizeGB)
	return w.addTemplate(t, now)
}

// CustomTemplates lists the team's custom templates in order of creation.
func (w *Server) CustomTemplates() []Template {
	return slices.DeleteFunc(w.Templates(), func(t Template) bool { return t.TeamID == "" })
}

// ChangeTemplate changes a template and reports whether it exists.
func (w *Server) ChangeTemplate(id string, change func(*Template)) bool {
	now, done := w.lock()
	defer done()
	return w.editTemplate(id, now, change)
}

// RemoveTemplate removes a template and reports whether it existed.
func (w *Server) RemoveTemplate(id string) bool {
	now, done := w.lock()
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
		since = time.Time{} // FaultLag does not hide public templates
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

// MakeTemplate starts the creation of a template from a machine. A failed template is removed.
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

// DeleteTemplate deletes a template. With LingerTemplates, it remains visible for a while.
func (t *Tx) DeleteTemplate(id string) {
	t.changes++
	t.editTemplate(id, t.at, func(old *Template) { old.Deleted = new(t.at) })
	if !t.behavior.V1.LingerTemplates {
		t.templates.remove(id, t.at)
		return
	}
	t.agenda.add(id, t.at.Add(t.timings.Destroy), func(at time.Time) { t.templates.remove(id, at) })
}

// Shows reports whether a template is visible.
func (t *Tx) Shows(made Template) bool { return !made.Pending || !t.behavior.V1.LateTemplates }

// Offers reports whether machines can be created from a template.
func (t *Tx) Offers(made Template) bool { return made.Deleted == nil && t.Shows(made) }

// IsWindows reports whether the operating system of a template is Windows.
func (t Template) IsWindows() bool { return strings.Contains(t.OS+t.Label, "Windows") }

func (t Template) isUbuntu() bool { return strings.Contains(t.OS+t.Label, "Ubuntu") }

// earlier returns the earlier of two times. An object with a creation date in the future exists from now on.
func earlier(created, now time.Time) time.Time {
	if created.Before(now) {
		return created
	}
	return now
}
