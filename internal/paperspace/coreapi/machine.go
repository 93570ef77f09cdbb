package coreapi

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// machines implements [paperspace.Machines].
type machines struct{ *client }

// List yields all machines that the key has access to: those of the user, or of the team. The
// original documentation has no paging. The later documentation has the parameters limit (1000 by
// default) and skip. Therefore, the first request has neither, and List sends a second one only
// if the response might be a full page.
// CORE reference: machines > list.
func (c machines) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		for _, query := range queries(f, machineFilters) {
			found := false
			for m, err := range c.matching(ctx, f, query) {
				found = true
				if !yield(m, err) {
					return
				}
			}
			if found {
				return
			}
		}
	}
}

// matching yields the machines that match f, out of those that a query returns.
func (c machines) matching(ctx context.Context, f paperspace.Filter, query url.Values) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		seen := map[string]bool{}
		all := collection{"list machines", machineList, machineFilters}
		var size transport.ListSize
		for {
			if problem := size.Next(""); problem != "" {
				yield(paperspace.Machine{}, c.noList(all, problem))
				return
			}
			page, err := read[machineResponse](ctx, c.client, all, query, &size)
			if err != nil {
				yield(paperspace.Machine{}, err)
				return
			}
			fresh := 0
			for _, m := range page {
				if m.ID == "" || seen[m.ID] {
					continue
				}
				seen[m.ID] = true
				fresh++
				if f.Match(ownerMayHide(m)) && !yield(m, nil) {
					return
				}
			}
			// A server without paging returns the same machines again.
			if fresh == 0 || len(page)%c.pageSize != 0 {
				return
			}
			query.Set("limit", strconv.Itoa(c.pageSize))
			query.Set("skip", strconv.Itoa(len(seen)))
		}
	}
}

// ownerMayHide returns m.Get, except that an owner or team that is not shown is unknown, so that
// [paperspace.Filter.Match] leaves it to Paperspace. Later responses of CORE do not contain them.
func ownerMayHide(m paperspace.Machine) func(paperspace.Field) (string, bool) {
	return func(f paperspace.Field) (string, bool) {
		value, known := m.Get(f)
		if value == "" && (f == paperspace.FieldUserID || f == paperspace.FieldTeamID) {
			return "", false
		}
		return value, known
	}
}

// Show implements [paperspace.Machines]. CORE reference: machines > show.
func (c machines) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	op := "read machine " + id
	if id == "" {
		return paperspace.Machine{}, noID(op)
	}
	var a machineResponse
	if err := c.get(ctx, op, machineShow, url.Values{"machineId": {id}}, &a); err != nil {
		return paperspace.Machine{}, err
	}
	if err := about(op, machineShow, a.ID, id); err != nil {
		return paperspace.Machine{}, err
	}
	m := a.domain()
	if m.Events == nil {
		m.Events = []paperspace.Event{} // nil would mean that the response cannot contain events
	}
	return m, nil
}

// Events returns the events from Show, which are the last ten. CORE reference: machines > show.
func (c machines) Events(ctx context.Context, id string) ([]paperspace.Event, error) {
	m, err := c.Show(ctx, id)
	return m.Events, err
}

// Create accepts any 2xx response with an ID: the documented status is 201, the observed one is
// 200. A 2xx response without an ID is an error, but the machine might exist.
// CORE reference: machines > create.
func (c machines) Create(ctx context.Context, in paperspace.MachineCreate) (paperspace.Machine, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create machine %q", in.Name),
		Method: http.MethodPost, Path: machineCreate.path(),
		Body: wireCreate(in), Repeat: transport.Once,
	}
	if in.NewUser != nil {
		r.Secrets = []string{in.NewUser.Password}
	}
	var a machineResponse
	if err := c.do(ctx, r, &a); err != nil {
		return paperspace.Machine{}, err
	}
	if a.ID == "" {
		return paperspace.Machine{}, r.NoID("machine")
	}
	return a.domain(), nil
}

// Update implements [paperspace.Machines]. CORE reference: machines > update.
func (c machines) Update(ctx context.Context, id string, u paperspace.MachineUpdate) error {
	return c.post(ctx, "update machine "+id, machineUpdate, id, wireUpdate(id, u))
}

// Destroy implements [paperspace.Machines]. CORE reference: machines > destroy.
func (c machines) Destroy(ctx context.Context, id string, release paperspace.Release) error {
	body := map[string]any{"machineId": id}
	if release.Wanted() {
		body["releasePublicIp"] = true // one client sent it in the query
	}
	return c.post(ctx, "destroy machine "+id, machineDestroy, id, body)
}

// Start implements [paperspace.Machines]. CORE reference: machines > start.
func (c machines) Start(ctx context.Context, id string) error {
	return c.post(ctx, "start machine "+id, machineStart, id, idBody(id))
}

// Stop implements [paperspace.Machines]. CORE reference: machines > stop.
func (c machines) Stop(ctx context.Context, id string) error {
	return c.post(ctx, "stop machine "+id, machineStop, id, idBody(id))
}

// Restart is not retried: CORE responds to a second request during a restart with another restart.
// CORE reference: machines > restart.
func (c machines) Restart(ctx context.Context, id string) error {
	return c.write(ctx, id, transport.Request{
		Op: "restart machine " + id, Method: http.MethodPost, Path: machineRestart.path(id), Body: idBody(id), Repeat: transport.Once,
	})
}

func idBody(id string) map[string]any { return map[string]any{"machineId": id} }
