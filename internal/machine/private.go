package machine

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Keys of the private state, which Terraform keeps for the provider beside the
// state and shows to nobody.
const (
	// keyCreating stands from the create until the machine has come up, so that
	// an interrupted apply is taken up by the next one.
	keyCreating = "creating"
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
