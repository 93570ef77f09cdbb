package tfx

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateReader is the reading side of the framework's private state, whose type
// has no public name.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the writing side of it.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// ReadKey returns what a key of the private state holds, nil when there is none
// or when another version of the provider has written it in another form: it
// only ever adds comfort.
func ReadKey[T any](ctx context.Context, p PrivateReader, key string, diags *diag.Diagnostics) *T {
	raw, d := p.GetKey(ctx, key)
	diags.Append(d...)
	if len(raw) == 0 {
		return nil
	}
	v := new(T)
	if json.Unmarshal(raw, v) != nil {
		return nil
	}
	return v
}

// WriteKey sets a key of the private state.
func WriteKey(ctx context.Context, p PrivateWriter, key string, v any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(v)
	if err != nil {
		diags.AddError("Cannot write private state", err.Error())
		return
	}
	diags.Append(p.SetKey(ctx, key, raw)...)
}

// ClearKey takes a key out of the private state.
func ClearKey(ctx context.Context, p PrivateWriter, key string, diags *diag.Diagnostics) {
	diags.Append(p.SetKey(ctx, key, nil)...)
}
