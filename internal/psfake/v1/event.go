package fakev1

import (
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// placedEvent is an event with its machine. The index orders events with the same date.
type placedEvent struct {
	psfake.Event
	machineID string
	index     int
}

// events returns the events of a machine, or of all machines if the ID is empty. It includes machines that no longer
// exist.
func (r request) events(machineID string) []placedEvent {
	var out []placedEvent
	for _, m := range r.Machines().Ever() {
		if machineID != "" && m.ID != machineID {
			continue
		}
		for i, e := range m.Events {
			out = append(out, placedEvent{e, m.ID, len(m.Events) - i})
		}
	}
	return out
}

func eventOf(machineID string, e psfake.Event) wire.Object {
	return wire.Object{
		{"id", e.Handle}, {"name", e.Name}, {"state", e.State}, {"machineId", machineID},
		{"dtCreated", wire.Date(e.Created)}, {"dtStarted", wire.DateOrNull(e.Started)}, {"dtFinished", wire.DateOrNull(e.Finished)},
		{"error", wire.OrNull(e.Error)},
	}
}

func (r request) listEvents() psfake.Response {
	return listing[placedEvent]{
		id:     func(e placedEvent) string { return e.Handle },
		render: func(e placedEvent) wire.Object { return eventOf(e.machineID, e.Event) },
		by:     "dtCreated",
		orders: map[string]func(placedEvent) string{
			"dtCreated": func(e placedEvent) string { return fmt.Sprintf("%s/%02d", wire.Date(e.Created), e.index) },
		},
	}.page(r, r.events(r.first("machineId")))
}

func (r request) showEvent() psfake.Response {
	for _, e := range r.events("") {
		if e.Handle == r.ID {
			return respond(eventOf(e.machineID, e.Event))
		}
	}
	return r.reject(notFound("Event"))
}
