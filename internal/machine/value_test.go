package machine

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// rawMachines returns machines whose attributes are all null, all unknown, or all known.
func rawMachines(t testing.TB) map[string]tftypes.Value {
	t.Helper()
	kind, _ := valueType().(tftypes.Object)
	timeouts, _ := kind.AttributeTypes["timeouts"].(tftypes.Object)
	all := map[string]tftypes.Value{}
	for name, value := range map[string]func(of tftypes.Type) tftypes.Value{
		"null":    func(of tftypes.Type) tftypes.Value { return tftypes.NewValue(of, nil) },
		"unknown": func(of tftypes.Type) tftypes.Value { return tftypes.NewValue(of, tftypes.UnknownValue) },
		"known": func(of tftypes.Type) tftypes.Value {
			switch {
			case of.Is(tftypes.Bool):
				return tftypes.NewValue(of, true)
			case of.Is(tftypes.Number):
				return tftypes.NewValue(of, 50)
			case of.Is(tftypes.String):
				return tftypes.NewValue(of, "5m")
			case of.Is(tftypes.Set{}):
				return tftypes.NewValue(of, []tftypes.Value{tftypes.NewValue(tftypes.String, "u1")})
			}
			within := map[string]tftypes.Value{}
			for name, inner := range timeouts.AttributeTypes {
				within[name] = tftypes.NewValue(inner, "5m")
			}
			return tftypes.NewValue(of, within)
		},
	} {
		values := map[string]tftypes.Value{}
		for attribute, of := range kind.AttributeTypes {
			values[attribute] = value(of)
		}
		all[name] = tftypes.NewValue(kind, values)
	}
	return all
}

// This package and the framework convert every kind of value in the same way, in both
// directions.
func TestValuesAreTheFrameworks(t *testing.T) {
	ctx := t.Context()
	for name, raw := range rawMachines(t) {
		var diags diag.Diagnostics
		slow := tfsdk.State{Raw: raw, Schema: resourceSchema(ctx)}
		var want model
		diags.Append(slow.Get(ctx, &want)...)
		got := fromState(ctx, slow, &diags)
		if !cmp.Equal(want, got) {
			t.Errorf("%s: decoded otherwise", name)
		}
		again := tfsdk.State{Schema: slow.Schema}
		intoState(ctx, &again, &got, &diags)
		diags.Append(slow.Set(ctx, &want)...)
		if !again.Raw.Equal(slow.Raw) || !again.Raw.Equal(raw) {
			t.Errorf("%s: encoded otherwise:\n%s\n%s", name, slow.Raw, again.Raw)
		}
		if diags.HasError() {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// If a value does not fit, the framework reports the error, and nothing is written.
func TestValuesThatDoNotFit(t *testing.T) {
	ctx := t.Context()
	var diags diag.Diagnostics
	fromPlan(ctx, tfsdk.Plan{Raw: tftypes.NewValue(tftypes.String, "web"), Schema: resourceSchema(ctx)}, &diags)
	if !diags.HasError() {
		t.Error("a word was decoded as a machine")
	}
	diags = nil
	state := tfsdk.State{Schema: resourceSchema(ctx)}
	// Only a decoded model has the types of its attributes. This one does not.
	intoState(ctx, &state, &model{Name: types.StringValue("web"), AccessorIDs: types.SetNull(types.StringType)}, &diags)
	if !diags.HasError() || !state.Raw.IsNull() {
		t.Errorf("a model without types was written: %v", state.Raw)
	}
}

// The framework's reflection allocates ten times as often, so the test fails if values
// are converted by it.
func TestValuesAllocateLittle(t *testing.T) {
	const most = 1000 // about twice what was measured
	ctx := t.Context()
	state := tfsdk.State{Raw: rawMachines(t)["known"], Schema: resourceSchema(ctx)}
	var diags diag.Diagnostics
	n := testing.AllocsPerRun(10, func() {
		m := fromState(ctx, state, &diags)
		intoState(ctx, &state, &m, &diags)
	})
	if n > most || diags.HasError() {
		t.Errorf("%.0f allocations to decode and encode a machine: %v", n, diags)
	}
}

// Every plan and apply converts each machine several times.
func BenchmarkValues(b *testing.B) {
	raw := rawMachines(b)["known"]
	state := tfsdk.State{Raw: raw, Schema: resourceSchema(b.Context())}
	for name, pass := range map[string]func(ctx context.Context, diags *diag.Diagnostics){
		"short": func(ctx context.Context, diags *diag.Diagnostics) {
			m := fromState(ctx, state, diags)
			intoState(ctx, &state, &m, diags)
		},
		"framework": func(ctx context.Context, diags *diag.Diagnostics) {
			var m model
			diags.Append(state.Get(ctx, &m)...)
			diags.Append(state.Set(ctx, &m)...)
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var diags diag.Diagnostics
				if pass(b.Context(), &diags); diags.HasError() {
					b.Fatal(diags)
				}
			}
		})
	}
}
