package tfx

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateReader reads the framework's private state, whose type has no public name.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter writes the framework's private state. It is an alias, so that another
// package can name the same type without an import.
type PrivateWriter = interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// ReadKey returns the value of a key of the private state. It returns nil if there is
// none, or if another version of the provider has written it in another form. That is not
// an error, because the provider works without it.
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

// ClearKey removes a key from the private state.
func ClearKey(ctx context.Context, p PrivateWriter, key string, diags *diag.Diagnostics) {
	diags.Append(p.SetKey(ctx, key, nil)...)
}
