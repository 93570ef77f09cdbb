package paperspace_test

import (
	"slices"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The events and the date of deletion of a machine show the progress of its destruction.
func TestDeletion(t *testing.T) {
	event := func(name, state string) paperspace.Event {
		return paperspace.Event{Name: name, State: state, Handle: name + state}
	}
	for name, c := range map[string]struct {
		m    paperspace.Machine
		want paperspace.Deletion
	}{
		"no events":                   {paperspace.Machine{}, paperspace.NotDeleted},
		"other events":                {paperspace.Machine{Events: []paperspace.Event{event("stop", "done"), event("create", "done")}}, paperspace.NotDeleted},
		"new":                         {paperspace.Machine{Events: []paperspace.Event{event("deactivate", "new")}}, paperspace.Deleting},
		"in progress":                 {paperspace.Machine{Events: []paperspace.Event{event("bill-sessions", "done"), event("deactivate", "in progress")}}, paperspace.Deleting},
		"done":                        {paperspace.Machine{Events: []paperspace.Event{event("deactivate", "done"), event("create", "done")}}, paperspace.Deleted},
		"failed":                      {paperspace.Machine{Events: []paperspace.Event{event("deactivate", "error")}}, paperspace.DeletionFailed},
		"again, after a failure":      {paperspace.Machine{Events: []paperspace.Event{event("deactivate", "new"), event("deactivate", "error")}}, paperspace.Deleting},
		"done, and started again":     {paperspace.Machine{Events: []paperspace.Event{event("start", "done"), event("deactivate", "done")}}, paperspace.NotDeleted},
		"done, and a start failed":    {paperspace.Machine{Events: []paperspace.Event{event("start", "error"), event("deactivate", "done")}}, paperspace.Deleted},
		"in progress, and a start":    {paperspace.Machine{Events: []paperspace.Event{event("start", "new"), event("deactivate", "new")}}, paperspace.Deleting},
		"dated":                       {paperspace.Machine{DeletedAt: "2024-05-06T07:08:09Z"}, paperspace.Deleted},
		"dated, with a running event": {paperspace.Machine{DeletedAt: "2024-05-06T07:08:09Z", Events: []paperspace.Event{event("deactivate", "new")}}, paperspace.Deleted},
	} {
		if got := c.m.Deletion(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
		if got := c.m.BeingDestroyed(); got != slices.Contains([]paperspace.Deletion{paperspace.Deleting, paperspace.Deleted}, c.want) {
			t.Errorf("%s: being destroyed: %v", name, got)
		}
	}
}
