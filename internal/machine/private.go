package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Keys of the private state, which Terraform stores with the state and does not
// show.
const (
	// keyCreating is set from the create until the machine is up, so that the
	// next apply continues an interrupted create.
	keyCreating = "creating"
	// keyDestroying is set after a destroy that did not confirm that the machine
	// is gone. The next read then examines even a machine that was off before,
	// because it might be shown although it is being destroyed.
	keyDestroying = "destroying"
	// keyStopped is set during a change for which the machine might be stopped. If
	// the change is interrupted, the next apply needs to know whether the machine
	// was running.
	keyStopped = "stopped"
	// keyApplied holds the last applied values of the arguments that can replace
	// the machine. With them, a plan can distinguish a new configuration from a
	// change outside of Terraform.
	keyApplied = "applied"
	// keyClaimed holds the static IP address that the machine has claimed itself.
	keyClaimed = "claimed"
)

// creating is a create that no response has shown to be complete. While the key is
// set, a machine that is not found stays in the state, because Paperspace might not
// show a new machine yet.
type creating struct {
	// Withdrawn is true after an apply has waited for the machine and not found it.
	// From then on, a machine that is not found is gone.
	Withdrawn bool `json:"withdrawn,omitempty"`
	// Missing is true while the machine is not found. The next apply waits for it,
	// even if there is nothing else to wait for.
	Missing bool `json:"missing,omitempty"`
}

// awaited reports whether a machine that is not found might still appear.
func (c *creating) awaited() bool { return c != nil && !c.Withdrawn }

// markWithdrawn records that the machine is gone if that is why the wait for it, which
// returned err, ended.
func markWithdrawn(ctx context.Context, p tfx.PrivateWriter, err error, diags *diag.Diagnostics) {
	if wait.Vanished(err) {
		tfx.WriteKey(ctx, p, keyCreating, creating{Withdrawn: true}, diags)
	}
}

// stopped is a change for which the machine might have been stopped, and whose
// outcome is unknown.
type stopped struct {
	Was paperspace.State `json:"was"` // the power state before the change, to be restored
}

// begun is what an earlier apply might have left unfinished.
type begun struct {
	create  *creating
	stopped *stopped
	pending tfx.Pending
}

func readBegun(ctx context.Context, p tfx.PrivateReader, diags *diag.Diagnostics) begun {
	return begun{readCreating(ctx, p, diags), tfx.ReadKey[stopped](ctx, p, keyStopped, diags), tfx.ReadPending(ctx, p, diags)}
}

func (b begun) any() bool { return b.create != nil || b.stopped != nil || len(b.pending) > 0 }

// power returns the power state that the machine must end in: desired_state if it
// is set, else the state before it was stopped for a change, else "" for any state.
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
