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

// Settled implements serve.Steady. A plan shows a change only for a difference in
// values, or for unfinished work, which is recorded only in private state. A power
// state other than the desired one is a difference in values, because Read writes it
// into desired_state. So Settled returns false for any key not known to be harmless.
func (*Resource) Settled(private map[string][]byte) bool {
	for key, value := range private {
		var own claimed
		switch {
		case key == keyApplied:
		case key == keyClaimed && json.Unmarshal(value, &own) == nil && own.Address != "": // otherwise Read records it
		default:
			return false
		}
	}
	return true
}

// Unchanged implements serve.Steady. It reads the machine as Read does, but without
// the framework around it. The context that it returns contains the result, so that
// Read does not send the requests again.
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

// A sighting is the result of the read in Unchanged.
type sighting struct {
	bulk.Finding[paperspace.Machine]
	err error
}

type sightingKey struct{}

// readOnce reads a machine, unless Unchanged has read it for the same call.
func readOnce(ctx context.Context, client *ops.Client, state *model) (bulk.Finding[paperspace.Machine], error) {
	seen, ok := ctx.Value(sightingKey{}).(sighting)
	if !ok {
		seen.Finding, seen.err = readMachine(ctx, client, state)
	}
	return seen.Finding, seen.err
}

// readMachine reads a machine. If it comes from a list and is off, but was not off before,
// it might be off because it is being destroyed, so it is examined.
func readMachine(ctx context.Context, client *ops.Client, state *model) (bulk.Finding[paperspace.Machine], error) {
	found, err := client.BulkReader.Read(ctx, state.ID.ValueString())
	if err == nil && found.Found && state.State.ValueString() != string(paperspace.Off) {
		found.Object = client.Examine(ctx, found.Object)
	}
	return found, err
}

// sameMeaning is like [sameModel], except that it ignores the spelling of a
// value: the framework then keeps the spelling in the state.
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
