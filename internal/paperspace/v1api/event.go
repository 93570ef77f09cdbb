package v1api

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

type eventAnswer struct {
	ID         wire.Text `json:"id"`
	Name       wire.Text `json:"name"`
	State      wire.Text `json:"state"`
	MachineID  wire.Text `json:"machineId"`
	Error      wire.Text `json:"error"`
	DTCreated  wire.Text `json:"dtCreated"`
	DTFinished wire.Text `json:"dtFinished"`
}

// domain decides what the event came to. "error" alone is no failure: with an
// end and without a reason it was seen where the operation had worked, and the
// machine itself tells then. A reason is one, whatever the state.
func (e eventAnswer) domain() paperspace.Event {
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

// eventsRead is how many events of a machine are looked at, as many as CORE
// shows.
const eventsRead = "10"

// Events reads the newest events of a machine. The filter is checked here:
// events of other machines would decide about this one.
func (c machines) Events(ctx context.Context, id string) ([]paperspace.Event, error) {
	query := url.Values{"machineId": {id}, "orderBy": {"dtCreated"}, "order": {"desc"}, "limit": {eventsRead}}
	var p page[eventAnswer]
	if err := c.get(ctx, "read the events of machine "+id, path(eventsPath), query, &p); err != nil {
		return nil, err
	}
	all := []paperspace.Event{}
	for _, e := range p.Items {
		if e.MachineID == "" || string(e.MachineID) == id {
			all = append(all, e.domain())
		}
	}
	// Newest first, even if the order was not obeyed; the service's texts compare
	// as times do.
	slices.SortStableFunc(all, func(a, b paperspace.Event) int { return strings.Compare(b.CreatedAt, a.CreatedAt) })
	return all, nil
}
