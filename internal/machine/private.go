package machine

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Keys of the private state, which Terraform keeps for the provider beside the
// state and shows to nobody.
const (
	// keyCreating stands from the create until the machine has come up, so that
	// an interrupted apply is taken up by the next one.
	keyCreating = "creating"
	// keyStopped stands during a change that a machine may be stopped for:
	// whoever takes an interrupted one up has to know whether it ran.
	keyStopped = "stopped"
	// keyApplied holds what was last applied of the arguments that replace the
	// machine, so that a plan can tell who changed them.
	keyApplied = "applied"
)

// privateReader and privateWriter are the two sides of the framework's private
// state, whose type has no public name.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// creating is a create that nobody has seen the end of.
type creating struct {
	Since time.Time `json:"since"`
}

// notShownYet is how long a new machine may be missing from all answers before
// it counts as gone.
const notShownYet = 10 * time.Minute

func (c *creating) young() bool { return c != nil && time.Since(c.Since) < notShownYet }

// stopped is a change for which the machine may have been stopped, and that
// nobody has seen the end of.
type stopped struct {
	Was paperspace.State `json:"was"` // and shall be again
}

// begun is what an earlier apply may have left unfinished.
type begun struct {
	create  *creating
	stopped *stopped
}

func readBegun(ctx context.Context, p privateReader, diags *diag.Diagnostics) begun {
	return begun{readCreating(ctx, p, diags), readKey[stopped](ctx, p, keyStopped, diags)}
}

func (b begun) any() bool { return b.create != nil || b.stopped != nil }

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

// unsettled says whether there is still something to wait for or to do.
func (b begun) unsettled(plan, state *model) bool {
	now := paperspace.State(state.State.ValueString())
	return b.create != nil && !settledWell(state) || b.stopped != nil && !now.HeadsFor(b.power(plan))
}

func readCreating(ctx context.Context, p privateReader, diags *diag.Diagnostics) *creating {
	return readKey[creating](ctx, p, keyCreating, diags)
}

func readKey[T any](ctx context.Context, p privateReader, key string, diags *diag.Diagnostics) *T {
	raw, d := p.GetKey(ctx, key)
	diags.Append(d...)
	if len(raw) == 0 {
		return nil
	}
	v := new(T)
	if json.Unmarshal(raw, v) != nil {
		return nil // written by another version; it only ever adds comfort
	}
	return v
}

func writeKey(ctx context.Context, p privateWriter, key string, v any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(v)
	if err != nil {
		diags.AddError("Cannot write private state", err.Error())
		return
	}
	diags.Append(p.SetKey(ctx, key, raw)...)
}

func clearKey(ctx context.Context, p privateWriter, key string, diags *diag.Diagnostics) {
	diags.Append(p.SetKey(ctx, key, nil)...)
}
