package ops

import (
	"context"
	"iter"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
)

// tracked is an API version's Machines that records every machine it returns. All requests
// about machines go through it, so no caller can forget to record one.
type tracked struct {
	paperspace.Machines
	seen *bulk.Registry
	made func(id string) // called when a machine has been created
}

func (t *tracked) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		for m, err := range t.Machines.List(ctx, f) {
			if err == nil {
				t.seen.Saw(m.ID)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func (t *tracked) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	m, err := t.Machines.Show(ctx, id)
	if err == nil {
		t.seen.Saw(m.ID)
	}
	return m, err
}

func (t *tracked) Create(ctx context.Context, in paperspace.MachineCreate) (m paperspace.Machine, err error) {
	if m, err = t.Machines.Create(ctx, in); err == nil {
		t.made(m.ID)
		t.seen.Saw(m.ID)
	}
	return m, err
}

// whenFree is [Client.whileBusy].
type whenFree func(ctx context.Context, machines machineIDs, send func() error) error

// machineIDs returns the IDs of the machines that a request is about.
type machineIDs func() []string

func noMachine() []string { return nil }

func oneMachine(id string) machineIDs { return func() []string { return []string{id} } }

// waitingEdits edits scripts. It waits while Paperspace is busy.
type waitingEdits struct {
	paperspace.ScriptEdits
	busy whenFree
}

func (t *waitingEdits) Update(ctx context.Context, id string, u paperspace.ScriptUpdate) error {
	return t.busy(ctx, noMachine, func() error { return t.ScriptEdits.Update(ctx, id, u) })
}

func (t *waitingEdits) Assign(ctx context.Context, id, machineID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.ScriptEdits.Assign(ctx, id, machineID) })
}

func (t *waitingEdits) Unassign(ctx context.Context, id, machineID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.ScriptEdits.Unassign(ctx, id, machineID) })
}

// waitingAccess grants and revokes access. It waits while Paperspace is working on the
// machine.
type waitingAccess struct {
	paperspace.Access
	busy whenFree
}

func (t *waitingAccess) Grant(ctx context.Context, machineID, userID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.Access.Grant(ctx, machineID, userID) })
}

func (t *waitingAccess) Revoke(ctx context.Context, machineID, userID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.Access.Revoke(ctx, machineID, userID) })
}
