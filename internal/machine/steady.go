package machine

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Settled implements serve.Steady. Nothing makes a plan but a difference in
// values, a machine found in another power state than the desired one included,
// since Read writes it, and work that was begun, of which only private state
// knows. So any key counts that is not known to be harmless.
func (*Resource) Settled(private map[string][]byte) bool {
	for key, value := range private {
		var own claimed
		switch {
		case key == keyApplied:
		case key == keyClaimed && json.Unmarshal(value, &own) == nil && own.Address != "": // else Read records it
		default:
			return false
		}
	}
	return true
}

// Unchanged implements serve.Steady. It does what Read does, without the way
// through the framework's types and back. The context that it returns shows
// Read what was seen, so that Paperspace is asked once.
func (r *Resource) Unchanged(ctx context.Context, values map[string]tftypes.Value) (context.Context, bool) {
	client := r.Client()
	if client == nil {
		return ctx, false
	}
	state, err := decode(ctx, values)
	if err != nil {
		return ctx, false
	}
	var diags diag.Diagnostics
	within, cancel := tfx.Within(ctx, client, state.Timeouts.Read, tfx.ReadTimeout, &diags)
	defer cancel()
	if diags.HasError() {
		return ctx, false
	}
	client.Manages(state.ID.ValueString(), state.Name.ValueString())
	found, err := readMachine(within, client, &state)
	ctx = context.WithValue(ctx, sightingKey{}, sighting{found, err})
	if err != nil || !found.Found || found.Object.BeingDestroyed() {
		return ctx, false
	}
	after := state
	after.refresh(found.Object)
	return ctx, sameMeaning(ctx, &state, &after)
}

// sighting is what Unchanged has seen of a machine that it could not vouch for.
type sighting struct {
	bulk.Finding[paperspace.Machine]
	err error
}

type sightingKey struct{}

// readOnce reads a machine, unless that was done for this very call already.
func readOnce(ctx context.Context, client *ops.Client, state *model) (bulk.Finding[paperspace.Machine], error) {
	seen, ok := ctx.Value(sightingKey{}).(sighting)
	if !ok {
		seen.Finding, seen.err = readMachine(ctx, client, state)
	}
	return seen.Finding, seen.err
}

// readMachine reads a machine. If it comes from a list and turns out to be off, which
// it was not, it might be off because it is being destroyed, so it is examined.
func readMachine(ctx context.Context, client *ops.Client, state *model) (bulk.Finding[paperspace.Machine], error) {
	found, err := client.BulkReader.Read(ctx, state.ID.ValueString())
	if err == nil && found.Found && state.State.ValueString() != string(paperspace.Off) {
		found.Object = client.Examine(ctx, found.Object)
	}
	return found, err
}

// sameMeaning is [sameModel], but another spelling of a value does not produce a diff,
// as it is none for the framework, which then keeps the state's.
func sameMeaning(ctx context.Context, a, b *model) bool {
	same := true
	eachField(a, b, func(_ string, x, y reflect.Value) {
		v, _ := x.Interface().(attr.Value)
		w, _ := y.Interface().(attr.Value)
		same = same && (v.Equal(w) || means(ctx, v, w))
	})
	return same
}

func means(ctx context.Context, a, b attr.Value) bool {
	v, ok := a.(basetypes.StringValuableWithSemanticEquals)
	w, alike := b.(basetypes.StringValuable)
	if !ok || !alike {
		return false
	}
	same, diags := v.StringSemanticEquals(ctx, w)
	return same && !diags.HasError()
}
