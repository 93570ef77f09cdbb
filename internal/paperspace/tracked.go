package paperspace

import (
	"context"
	"iter"
)

// tracked is an API version's Machines with a note taken of every machine that
// passes and of every write. Being the only way to Paperspace, it cannot be
// forgotten by a caller.
type tracked struct {
	Machines
	seen  *registry
	wrote func()          // a shared list is out of date from here on
	made  func(id string) // an object exists from here on
}

func (t *tracked) List(ctx context.Context, f Filter) iter.Seq2[Machine, error] {
	return func(yield func(Machine, error) bool) {
		for m, err := range t.Machines.List(ctx, f) {
			if err == nil {
				t.seen.saw(m.ID)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func (t *tracked) Show(ctx context.Context, id string) (Machine, error) {
	m, err := t.Machines.Show(ctx, id)
	if err == nil {
		t.seen.saw(m.ID)
	}
	return m, err
}

func (t *tracked) Create(ctx context.Context, in MachineCreate) (m Machine, err error) {
	t.write(func() { m, err = t.Machines.Create(ctx, in) })
	if err == nil {
		t.made(m.ID)
		t.seen.saw(m.ID)
	}
	return m, err
}

func (t *tracked) Update(ctx context.Context, id string, u MachineUpdate) (err error) {
	t.write(func() { err = t.Machines.Update(ctx, id, u) })
	return err
}

func (t *tracked) Destroy(ctx context.Context, id string, release Release) (err error) {
	t.write(func() { err = t.Machines.Destroy(ctx, id, release) })
	return err
}

func (t *tracked) Start(ctx context.Context, id string) (err error) {
	t.write(func() { err = t.Machines.Start(ctx, id) })
	return err
}

func (t *tracked) Stop(ctx context.Context, id string) (err error) {
	t.write(func() { err = t.Machines.Stop(ctx, id) })
	return err
}

func (t *tracked) Restart(ctx context.Context, id string) (err error) {
	t.write(func() { err = t.Machines.Restart(ctx, id) })
	return err
}

// write notes the write on both sides of it: a list asked for while the write
// is in a transitional state can show the state from before it.
func (t *tracked) write(do func()) {
	t.wrote()
	do()
	t.wrote()
}

// whenFree is [Client.whileBusy].
type whenFree func(ctx context.Context, machines machineIDs, send func() error) error

// machineIDs returns the IDs of the machines that a request is about.
type machineIDs func() []string

func noMachine() []string { return nil }

func oneMachine(id string) machineIDs { return func() []string { return []string{id} } }

// trackedEdits is [tracked] for scripts that change. A script that comes or goes
// changes the machine it is attached to, so machines are read again as well.
type trackedEdits struct {
	ScriptEdits
	wrote func()
	busy  whenFree
}

func (t *trackedEdits) Update(ctx context.Context, id string, u ScriptUpdate) error {
	t.wrote()
	defer t.wrote()
	return t.busy(ctx, noMachine, func() error { return t.ScriptEdits.Update(ctx, id, u) })
}

func (t *trackedEdits) Assign(ctx context.Context, id, machineID string) error {
	t.wrote()
	defer t.wrote()
	return t.busy(ctx, oneMachine(machineID), func() error { return t.ScriptEdits.Assign(ctx, id, machineID) })
}

func (t *trackedEdits) Unassign(ctx context.Context, id, machineID string) error {
	t.wrote()
	defer t.wrote()
	return t.busy(ctx, oneMachine(machineID), func() error { return t.ScriptEdits.Unassign(ctx, id, machineID) })
}

// patientAccess waits until Paperspace is not working on a machine any more.
type patientAccess struct {
	Access
	busy whenFree
}

func (t *patientAccess) Grant(ctx context.Context, machineID, userID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.Access.Grant(ctx, machineID, userID) })
}

func (t *patientAccess) Revoke(ctx context.Context, machineID, userID string) error {
	return t.busy(ctx, oneMachine(machineID), func() error { return t.Access.Revoke(ctx, machineID, userID) })
}
