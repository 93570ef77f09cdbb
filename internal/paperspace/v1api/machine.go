package v1api

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// machines implements [paperspace.Machines].
type machines struct{ *client }

// machineFilters are all that the list knows. Names match by parts there.
var machineFilters = map[paperspace.Field]string{
	paperspace.FieldName:        "name",
	paperspace.FieldMachineType: "machineType",
	"agent_type":                "agentType",
}

// List yields the machines of the key's team. The region is matched on this
// side, because nothing says in which spelling the service compares it.
func (c machines) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		query := narrowed(byAge(), f, machineFilters)
		for m, err := range pages[machineAnswer, paperspace.Machine](ctx, c.client, "list machines", path(machinesPath), query) {
			if err == nil && !f.Match(m.Get) {
				continue
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func (c machines) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	op, at := "read machine "+id, path(machinesPath, id)
	var a *machineAnswer
	if err := c.get(ctx, op, at, nil, &a); err != nil {
		return paperspace.Machine{}, err
	}
	if a == nil || a.ID == "" {
		return paperspace.Machine{}, nothingThere(op, at)
	}
	return a.domain(), nil
}

// Create takes the machine out of {event, data}. The answer is wrapped by every
// source; one that is not still has its id read.
func (c machines) Create(ctx context.Context, in paperspace.MachineCreate) (paperspace.Machine, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create machine %q", in.Name),
		Method: http.MethodPost, Path: path(machinesPath),
		Body: wireCreate(in), Repeat: transport.Once,
	}
	var answer struct {
		Data *machineAnswer `json:"data"`
		machineAnswer
	}
	if err := c.http.Do(ctx, r, &answer); err != nil {
		return paperspace.Machine{}, err
	}
	a := answer.machineAnswer
	if answer.Data != nil {
		a = *answer.Data
	}
	if a.ID == "" {
		return paperspace.Machine{}, noIDInAnswer(r, "machine")
	}
	return a.domain(), nil
}

// Destroy gives the address back first where that is wanted: afterwards
// nothing says whose it was, and a destroy that is taken up again would leave it
// on the bill.
func (c machines) Destroy(ctx context.Context, id string, releasePublicIP bool) error {
	if releasePublicIP {
		if err := c.releaseAddresses(ctx, id); err != nil {
			return err
		}
	}
	return c.write(ctx, "destroy machine "+id, http.MethodDelete, path(machinesPath, id), nil)
}

// Start, Stop and Restart have no body, and hence no Content-Type: a JSON type
// with an empty body is refused.

func (c machines) Start(ctx context.Context, id string) error {
	return c.power(ctx, id, "start", transport.Idempotent)
}

func (c machines) Stop(ctx context.Context, id string) error {
	return c.power(ctx, id, "stop", transport.Idempotent)
}

// Restart is not repeated: a second one may mean yet another restart.
func (c machines) Restart(ctx context.Context, id string) error {
	return c.power(ctx, id, "restart", transport.Once)
}

func (c machines) power(ctx context.Context, id, verb string, repeat transport.Repeat) error {
	return c.http.Do(ctx, transport.Request{
		Op: verb + " machine " + id, Method: http.MethodPatch, Path: path(machinesPath, id, verb), Repeat: repeat,
	}, nil)
}
