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
	ID         wire.Line `json:"id"`
	Name       wire.Line `json:"name"`
	State      wire.Line `json:"state"`
	MachineID  wire.Line `json:"machineId"`
	Error      wire.Line `json:"error"`
	DTCreated  wire.Line `json:"dtCreated"`
	DTFinished wire.Line `json:"dtFinished"`
}

// domain decides what the event came to. "error" alone is no failure: with an
// end and without a reason it was seen where the operation had worked, and the
// machine itself shows it then. A reason is one, whatever the state.
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

// eventsRead is how many events of a machine are read. CORE shows ten. Snapshots and
// templates are waited for by their own events, which must not drop out of the list while
// many are made of one machine at the same time.
const eventsRead = "50"

// Events reads the newest events of a machine. The filter is checked here:
// events of other machines would decide about this one.
func (c machines) Events(ctx context.Context, id string) ([]paperspace.Event, error) {
	op := "read the events of machine " + id
	if strings.TrimSpace(id) == "" {
		return nil, &paperspace.Error{Op: op, Message: "no machine ID was given"} // which would ask for those of all
	}
	query := url.Values{"machineId": {id}, "orderBy": {"dtCreated"}, "order": {"desc"}, "limit": {eventsRead}}
	p, err := readPage[eventAnswer](ctx, c.client, listing{op, path(eventsPath), query}, nil)
	if err != nil {
		return nil, err
	}
	all := []paperspace.Event{}
	for _, e := range p.Items.Value {
		if string(e.MachineID) == id {
			all = append(all, e.domain())
		}
	}
	// Newest first, even if the order was not obeyed; Paperspace's texts compare
	// as times do.
	slices.SortStableFunc(all, func(a, b paperspace.Event) int { return strings.Compare(b.CreatedAt, a.CreatedAt) })
	return all, nil
}
