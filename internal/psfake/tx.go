package psfake

import (
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Tx gives one request access to the state of a server. A handler receives it while the server is locked, and must
// not keep it. Methods of Tx require the lock, and methods of Server acquire it.
//
// A Tx has a time: now, or an earlier time for a read with a FaultStale. It also has the faults that change what is
// stored and how a change ends, so handlers contain no code for faults.
type Tx struct {
	*state
	at    time.Time
	bends []Fault // the faults that change what is stored
	out   outcome
}

// outcome describes the effect of faults on an accepted request.
type outcome struct {
	stuck     bool
	failure   string // the error with which its event ends
	reuse     string // the ID of the machine that a create returns, "" for a new one
	tombstone *Fault // the tombstone of a machine that is destroyed
}

// tx returns a transaction without faults.
func (w *state) tx(at time.Time) *Tx { return &Tx{state: w, at: at} }

// later returns a copy of t at another time.
func (t *Tx) later(at time.Time) *Tx {
	moved := *t
	moved.at = at
	return &moved
}

// At returns the time of the transaction.
func (t *Tx) At() time.Time { return t.at }

// Behavior returns the behavior of the server.
func (t *Tx) Behavior() *Behavior { return &t.behavior }

// Strict reports whether the server rejects requests that only other clients send.
func (t *Tx) Strict() bool { return t.strict }

// Timings returns how long changes take.
func (t *Tx) Timings() Timings { return t.timings }

// Caller returns the ID of the user to whom the API key belongs.
func (t *Tx) Caller() string { return t.caller }

// Team returns the ID of the caller's team.
func (t *Tx) Team() string { return t.team }

// Stored applies the faults that change what is stored to the input of a write. Call it after all checks.
func (t *Tx) Stored(in wire.Input) wire.Input {
	out := make(wire.Input, len(in))
	for key, value := range in {
		keep := true
		for _, f := range t.bends {
			value, keep = f.bend(key, value, keep)
		}
		if keep {
			out[key] = value
		}
	}
	return out
}

// Altered reports whether Stored might change its input.
func (t *Tx) Altered() bool { return len(t.bends) > 0 }

// Machines returns the machines.
func (t *Tx) Machines() Objects[Machine] { return Objects[Machine]{t, &t.machines} }

// Templates returns the templates, public and custom.
func (t *Tx) Templates() Objects[Template] { return Objects[Template]{t, &t.templates} }

// Users returns the users.
func (t *Tx) Users() Objects[User] { return Objects[User]{t, &t.users} }

// Networks returns the private networks, including the default networks.
func (t *Tx) Networks() Objects[Network] { return Objects[Network]{t, &t.networks} }

// Scripts returns the startup scripts.
func (t *Tx) Scripts() Objects[Script] { return Objects[Script]{t, &t.scripts} }

// Snapshots returns the snapshots.
func (t *Tx) Snapshots() Objects[Snapshot] { return Objects[Snapshot]{t, &t.snapshots} }

// Drives returns the shared drives.
func (t *Tx) Drives() Objects[SharedDrive] { return Objects[SharedDrive]{t, &t.drives} }

// Objects gives one request access to the objects of one kind.
type Objects[T any] struct {
	tx    *Tx
	shelf *shelf[T]
}

// Get returns the object with an ID, if it is visible.
func (o Objects[T]) Get(id string) (T, bool) { return o.shelf.getAt(id, o.tx.at) }

// All returns the visible objects, in order of creation.
func (o Objects[T]) All() []T { return o.shelf.allAt(o.tx.at) }

// Ever returns the objects that are or were visible, in order of creation.
func (o Objects[T]) Ever() []T { return o.shelf.everAt(o.tx.at) }

// Now returns the current object, even if a fault hides or delays it. Use it for other objects that a request names
// besides its own, and for the result of a request.
func (o Objects[T]) Now(id string) (T, bool) { return o.shelf.get(id) }

// Put stores an object.
func (o Objects[T]) Put(id string, value T) {
	o.tx.changes++
	o.shelf.put(id, o.tx.at, value)
}

// Remove removes an object.
func (o Objects[T]) Remove(id string) {
	o.tx.changes++
	o.shelf.remove(id, o.tx.at)
}
