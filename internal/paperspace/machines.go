package paperspace

import (
	"context"
	"fmt"
	"iter"
)

// Machines is the part of the API for machines, which every API version has. The methods only
// send requests. Package ops handles lost responses, busy machines, and machines that are gone.
type Machines interface {
	// List yields the machines that match f, in Paperspace's order, without events. The
	// sequence ends after the first error.
	List(ctx context.Context, f Filter) iter.Seq2[Machine, error]
	// Show reads one machine, with its events if [Traits.ShowsEvents] is true.
	Show(ctx context.Context, id string) (Machine, error)
	// Events reads the recent events of a machine, newest first.
	Events(ctx context.Context, id string) ([]Event, error)
	// Create sends a request that is not repeated if it might have arrived; see [HadEffect]
	// and ops.Client.Create.
	Create(ctx context.Context, in MachineCreate) (Machine, error)
	// Update, Destroy, Start, Stop, and Restart return when Paperspace has accepted the
	// request. Later reads show the result.
	Update(ctx context.Context, id string, u MachineUpdate) error
	Destroy(ctx context.Context, id string, release Release) error
	Start(ctx context.Context, id string) error
	Stop(ctx context.Context, id string) error
	Restart(ctx context.Context, id string) error
}

// A Release selects the public IP addresses to release when a machine is destroyed. The zero
// value releases none.
type Release struct {
	// Any is true if every static IP address of the machine is released.
	Any bool
	// Address is the address to release. CORE cannot select one and releases the address that
	// the machine has.
	Address string
}

// Wanted reports whether r selects any address.
func (r Release) Wanted() bool { return r.Any || r.Address != "" }

// Label returns the name and the ID of a machine, for messages.
func (m Machine) Label() string { return fmt.Sprintf("%q (%s)", m.Name, m.ID) }
