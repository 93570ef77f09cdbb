package v1api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// machines implements [paperspace.Machines].
type machines struct{ *client }

// machineFilters are the filters of the list and their parameters. Paperspace matches parts of
// names.
var machineFilters = map[paperspace.Field]string{
	paperspace.FieldName:        "name",
	paperspace.FieldMachineType: "machineType",
	"agent_type":                "agentType",
}

// List yields the machines of the team that the key belongs to. It does not send a filter by
// region, because no source says which spelling Paperspace compares.
// API reference: Machine, machines-list.
func (c machines) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		query := narrowed(byAge(), f, machineFilters)
		for m, err := range pages[machineResponse, paperspace.Machine](ctx, c.client, listing{"list machines", path(machinesPath), query}) {
			if err == nil && !f.Match(m.Get) {
				continue
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// Show returns a machine without its events; see [machines.Events]. API reference: Machine,
// machines-get.
func (c machines) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	return show[machineResponse, paperspace.Machine](ctx, c.client, "read machine "+id, path(machinesPath, id), id)
}

// Create returns the machine from the response {event, data}. In all sources, the response has this
// form, but Create also accepts a machine that is not wrapped.
// API reference: Machine, machines-create.
func (c machines) Create(ctx context.Context, in paperspace.MachineCreate) (paperspace.Machine, error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create machine %q", in.Name),
		Method: http.MethodPost, Path: path(machinesPath),
		Body: wireCreate(in), Repeat: transport.Once,
	}
	if in.AssignPublicIP && in.DynamicPublicIP {
		return paperspace.Machine{}, twoAddresses(r.Op)
	}
	var wireObject struct {
		Data *machineResponse `json:"data"`
		machineResponse
	}
	if err := c.http.Do(ctx, r, &wireObject); err != nil {
		return paperspace.Machine{}, err
	}
	a := wireObject.machineResponse
	if wireObject.Data != nil {
		a = *wireObject.Data
	}
	if a.ID == "" {
		return paperspace.Machine{}, r.NoID("machine")
	}
	return a.domain(), nil
}

// Destroy first releases the public IP addresses that release selects. After the destroy, no
// response would show which addresses the machine had, so if the operation had to be repeated, they
// would stay billed.
// API reference: Machine, machines-delete; Public IPs, publicIps-list and publicIps-release.
func (c machines) Destroy(ctx context.Context, id string, release paperspace.Release) error {
	op, at := "destroy machine "+id, path(machinesPath, id)
	released := 0
	if release.Wanted() && strings.TrimSpace(id) != "" { // unassigned addresses have an empty machine ID
		var err error
		if released, err = c.releaseAddresses(ctx, id, release); err != nil {
			return notOfMachine(err)
		}
	}
	err := c.write(ctx, op, http.MethodDelete, at, nil)
	if released > 0 {
		return afterEffect(err)
	}
	return err
}

// notOfMachine replaces the kind of a "not found" about an address, so that it is not taken for one
// about the machine.
func notOfMachine(err error) error {
	if !errors.Is(err, paperspace.ErrNotFound) {
		return err
	}
	return paperspace.Reclassify(err, paperspace.ErrUnavailable, paperspace.AddressNotReleased{})
}

// Start and Stop send no body and no Content-Type, because Paperspace rejects a JSON type with an
// empty body. It also rejects a start or stop if there is nothing to do, which can be the case for
// a retry after a lost response. Such a rejection is not an error.

// Start implements [paperspace.Machines]. API reference: Machine, machines-start.
func (c machines) Start(ctx context.Context, id string) error {
	return c.bring(ctx, id, "start", paperspace.Ready)
}

// Stop implements [paperspace.Machines]. API reference: Machine, machines-stop.
func (c machines) Stop(ctx context.Context, id string) error {
	return c.bring(ctx, id, "stop", paperspace.Off)
}

func (c machines) bring(ctx context.Context, id, verb string, target paperspace.State) error {
	err := c.power(ctx, id, verb, transport.Idempotent)
	if !rejected(err) {
		return err
	}
	if state, readErr := c.heading(ctx, id); readErr == nil && state.HeadsFor(target) {
		return nil
	}
	return err
}

// heading returns the state that a machine has, or is about to have because of a running event:
// events appear before the state changes. An upgrade begins and ends with the machine off.
func (c machines) heading(ctx context.Context, id string) (paperspace.State, error) {
	m, err := c.Show(ctx, id)
	if err != nil {
		return "", err
	}
	events, err := c.Events(ctx, id)
	if err != nil {
		return "", err
	}
	for _, e := range events {
		switch e.Name {
		case "create", "start", "restart":
			if e.Running() {
				return paperspace.Starting, nil
			}
		case "stop":
			if e.Running() {
				return paperspace.Stopping, nil
			}
		default:
			continue
		}
		break // older events do not matter
	}
	if m.State == paperspace.Upgrading {
		return paperspace.Off, nil
	}
	return m.State, nil
}

// Restart is not retried, because a second request can restart the machine again.
// API reference: Machine, machines-restart.
func (c machines) Restart(ctx context.Context, id string) error {
	return c.power(ctx, id, "restart", transport.Once)
}

func (c machines) power(ctx context.Context, id, verb string, repeat transport.Repeat) error {
	return c.http.Do(ctx, transport.Request{
		Op: verb + " machine " + id, Method: http.MethodPatch, Path: path(machinesPath, id, verb), Repeat: repeat,
	}, nil)
}

// twoAddresses returns the error for a request for both kinds of address, which publicIpType cannot
// express.
func twoAddresses(op string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrRejected, Message: "a machine has a static public IP address or a dynamic one, not both",
		Reasons: []paperspace.Reason{paperspace.NothingSent{}, paperspace.TwoAddresses{}},
	}
}
