package psfake

import "fmt"

// placedEvent is an event with where it belongs. Its index grows with time, for
// events of one instant.
type placedEvent struct {
	Event
	machineID string
	index     int
}

// events are those of all machines there ever were.
func (v view) events(machineID string) []placedEvent {
	var out []placedEvent
	for _, h := range v.machines.order {
		m, _ := h.at(v.at)
		if m.ID == "" || v.machines.hides(h) || machineID != "" && m.ID != machineID {
			continue
		}
		for i, e := range m.Events {
			out = append(out, placedEvent{e, m.ID, len(m.Events) - i})
		}
	}
	return out
}

func (d *v1) event(machineID string, e Event) object {
	return object{
		{"id", e.Handle}, {"name", e.Name}, {"state", e.State}, {"machineId", machineID},
		{"dtCreated", isoDate(e.Created)}, {"dtStarted", dateOrNull(e.Started)}, {"dtFinished", dateOrNull(e.Finished)},
		{"error", orNull(e.Error)},
	}
}

func (d *v1) listEvents(r v1Request, _ outcome) answer {
	return listing[placedEvent]{
		id:     func(e placedEvent) string { return e.Handle },
		render: func(e placedEvent) object { return d.event(e.machineID, e.Event) },
		by:     "dtCreated",
		orders: map[string]func(placedEvent) string{
			"dtCreated": func(e placedEvent) string { return fmt.Sprintf("%s/%02d", isoDate(e.Created), e.index) },
		},
	}.answer(d, r, r.events(r.first("machineId")))
}

func (d *v1) showEvent(r v1Request, _ outcome) answer {
	for _, e := range r.events("") {
		if e.Handle == r.id {
			return d.json(d.event(e.machineID, e.Event))
		}
	}
	return d.refuse(notFound("Event"))
}
