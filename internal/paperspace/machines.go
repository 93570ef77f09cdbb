package paperspace

import (
	"context"
	"fmt"
	"iter"
)

// Machines is what every API version offers for machines. Every method sends
// what it says and no more; the rules about losing and finding machines are
// the ops.Client's.
type Machines interface {
	// List yields the machines that match every filter, in Paperspace's
	// order, without events. The sequence ends after the first error.
	List(ctx context.Context, f Filter) iter.Seq2[Machine, error]
	// Show reads one machine, with events where the API version has them there.
	Show(ctx context.Context, id string) (Machine, error)
	// Events reads what happened to a machine lately, newest first.
	Events(ctx context.Context, id string) ([]Event, error)
	// Create sends one request that is never repeated once it might have
	// arrived; see [HadEffect] and ops.Client.Create.
	Create(ctx context.Context, in MachineCreate) (Machine, error)
	// Update, Destroy, Start, Stop and Restart return when Paperspace has
	// accepted the request; the result shows in later reads.
	Update(ctx context.Context, id string, u MachineUpdate) error
	Destroy(ctx context.Context, id string, release Release) error
	Start(ctx context.Context, id string) error
	Stop(ctx context.Context, id string) error
	Restart(ctx context.Context, id string) error
}

// A Release is what becomes of the public IP addresses of a machine that is destroyed. The
// zero value keeps them.
type Release struct {
	// Any is true if whatever static IP address the machine has is released.
	Any bool
	// Address is the only one that is released, if the API version can distinguish addresses
	// apart (API v1).
	Address string
}

// Wanted reports whether anything is to be released.
func (r Release) Wanted() bool { return r.Any || r.Address != "" }

// Label returns the name and the ID of a machine, for messages.
func (m Machine) Label() string { return fmt.Sprintf("%q (%s)", m.Name, m.ID) }
