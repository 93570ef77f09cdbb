package v1api

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

type eventResponse struct {
	ID         wire.Line `json:"id"`
	Name       wire.Line `json:"name"`
	State      wire.Line `json:"state"`
	MachineID  wire.Line `json:"machineId"`
	Error      wire.Line `json:"error"`
	DTCreated  wire.Line `json:"dtCreated"`
	DTFinished wire.Line `json:"dtFinished"`
}

// domain determines the result of the event. An event with a reason has failed, except in state
// "done". An event with an end date and without a reason has succeeded, even in state "error": such
// events were observed after operations that had succeeded. If one did fail, the machine itself
// shows that.
func (e eventResponse) domain() paperspace.Event {
	out := paperspace.Event{
		Name: string(e.Name), State: strings.ToLower(string(e.State)), Error: string(e.Error),
		Handle: string(e.ID), CreatedAt: string(e.DTCreated), FinishedAt: string(e.DTFinished),
	}
	switch {
	case out.State == "done":
		out.Error = ""
	case out.Error != "":
		out.State = "error"
	case out.FinishedAt != "":
		out.State = "done"
	}
	return out
}

// eventsRead is the number of events to read. CORE shows ten, but the provider waits for snapshots
// and templates by their events. These must still be in the list if many are made from one machine
// at the same time.
const eventsRead = "50"

// Events reads the newest events of a machine. It also applies the filter itself, so that an event
// of another machine cannot count as one of this machine.
// API reference: Machine, machineEvents-list.
func (c machines) Events(ctx context.Context, id string) ([]paperspace.Event, error) {
	op := "read the events of machine " + id
	if strings.TrimSpace(id) == "" {
		return nil, &paperspace.Error{Op: op, Message: "no machine ID was given"} // this would read the events of all machines
	}
	query := url.Values{"machineId": {id}, "orderBy": {"dtCreated"}, "order": {"desc"}, "limit": {eventsRead}}
	p, err := readPage[eventResponse](ctx, c.client, listing{op, path(eventsPath), query}, nil)
	if err != nil {
		return nil, err
	}
	all := []paperspace.Event{}
	for _, e := range p.Items.Value {
		if string(e.MachineID) == id {
			all = append(all, e.domain())
		}
	}
	// Sort them, in case Paperspace ignored the order. Its dates have a fixed format, so they can be
	// compared as texts.
	slices.SortStableFunc(all, func(a, b paperspace.Event) int { return strings.Compare(b.CreatedAt, a.CreatedAt) })
	return all, nil
}
