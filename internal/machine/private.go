package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Keys of the private state, which Terraform keeps for the provider beside the
// state and does not show.
const (
	// keyCreating is set from the create until the machine has come up, so that
	// an interrupted apply is taken up by the next one.
	keyCreating = "creating"
	// keyDestroying is there after a destroy that did not see the machine go. It
	// makes the next read examine a machine that was off already: it might still be
	// shown, and already be in destruction.
	keyDestroying = "destroying"
	// keyStopped is set during a change that a machine might be stopped for:
	// anyone who takes an interrupted one up has to know whether it ran.
	keyStopped = "stopped"
	// keyApplied holds what was last applied of the arguments that replace the
	// machine, so that a plan can distinguish a new configuration from a
	// change outside of Terraform.
	keyApplied = "applied"
	// keyClaimed holds the public IP address that the machine has claimed itself.
	keyClaimed = "claimed"
)

// creating is a create whose end no response has shown. While it is there, a
// machine that is not found stays in the state: Paperspace might not show a new
// machine yet.
type creating struct {
	// Withdrawn is true once an apply has waited for the machine in vain, so that a
	// machine that is not found is gone.
	Withdrawn bool `json:"withdrawn,omitempty"`
	// Missing is true while the machine is not found. The next apply waits for it,
	// even if there would be nothing else to wait for.
	Missing bool `json:"missing,omitempty"`
}

// awaited reports whether the machine might still show up.
func (c *creating) awaited() bool { return c != nil && !c.Withdrawn }

// markWithdrawn notes that a wait for a new machine ended because it is gone.
func markWithdrawn(ctx context.Context, p tfx.PrivateWriter, err error, diags *diag.Diagnostics) {
	if wait.Vanished(err) {
		tfx.WriteKey(ctx, p, keyCreating, creating{Withdrawn: true}, diags)
	}
}

// stopped is a change for which the machine might have been stopped, and whose
// end is unknown.
type stopped struct {
	Was paperspace.State `json:"was"` // and must be again
}

// begun is what an earlier apply can have left unfinished.
type begun struct {
	create  *creating
	stopped *stopped
	pending tfx.Pending
}

func readBegun(ctx context.Context, p tfx.PrivateReader, diags *diag.Diagnostics) begun {
	return begun{readCreating(ctx, p, diags), tfx.ReadKey[stopped](ctx, p, keyStopped, diags), tfx.ReadPending(ctx, p, diags)}
}

func (b begun) any() bool { return b.create != nil || b.stopped != nil || len(b.pending) > 0 }

// power is where the machine has to be in the end: as it is managed, else as
// it was before it was stopped for new hardware, else "" for wherever it is.
func (b begun) power(plan *model) paperspace.State {
	switch {
	case !plan.DesiredState.IsNull():
		return paperspace.State(plan.DesiredState.ValueString())
	case b.stopped != nil:
		return b.stopped.Was
	}
	return ""
}

// resumes reports whether the next apply has to wait for the create.
func (b begun) resumes(state *model) bool {
	return b.create != nil && (b.create.Missing || !settledWell(state))
}

// unsettled reports whether there is still something to wait for or to do.
func (b begun) unsettled(plan, state *model) bool {
	now := paperspace.State(state.State.ValueString())
	return b.resumes(state) || b.stopped != nil && !now.HeadsFor(b.power(plan))
}

func readCreating(ctx context.Context, p tfx.PrivateReader, diags *diag.Diagnostics) *creating {
	return tfx.ReadKey[creating](ctx, p, keyCreating, diags)
}
