package psfake

import (
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

// RemoveTemplate makes a template vanish and reports whether there was one.
func (w *World) RemoveTemplate(id string) bool {
	now, done := w.look()
	defer done()
	return w.templates.remove(id, now)
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
	w.templates.put(t.ID, earlier(t.Created, now), t)
	return t
}

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
