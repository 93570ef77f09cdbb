package serve

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// creator is a [Steady] whose new objects the server can create without the framework.
type creator interface {
	// CreateNoting is Create, except that it writes private state to notes: the type of
	// CreateResponse.Private has no public name, so only the framework can create such a
	// value. Like Create, it is called once and must return the state of what it has
	// created.
	CreateNoting(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse,
		notes interface {
			SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
		})
}

// apply creates an object and returns the response to its apply. It returns nil for any
// other apply, and then it has done nothing.
func (r *rule) apply(ctx context.Context, one Steady, q *tfprotov6.ApplyResourceChangeRequest) *tfprotov6.ApplyResourceChangeResponse {
	whole, ok := one.(creator)
	if !ok || len(q.PlannedPrivate) > 0 || q.ProviderMeta != nil {
		return nil
	}
	o, ok := r.order(q.PriorState, q.Config, q.PlannedIdentity)
	if !ok {
		return nil
	}
	planned, ok := r.object(q.PlannedState)
	if !ok {
		return nil
	}
	notes := notes{}
	resp := resource.CreateResponse{State: tfsdk.State{Raw: o.none, Schema: r.schema}, Identity: r.identityAs(o.id)}
	whole.CreateNoting(ctx, resource.CreateRequest{
		Config: tfsdk.Config{Raw: o.config, Schema: r.schema}, Plan: tfsdk.Plan{Raw: planned, Schema: r.schema}, Identity: r.identityAs(o.id),
	}, &resp, notes)
	return r.created(ctx, planned, &resp, notes)
}

// created returns the response of an apply that has created an object.
func (r *rule) created(ctx context.Context, planned tftypes.Value, resp *resource.CreateResponse, notes notes) *tfprotov6.ApplyResourceChangeResponse {
	state, id := resp.State.Raw, resp.Identity.Raw
	if !resp.Diagnostics.HasError() {
		state = r.withoutWriteOnly(r.spelledAs(ctx, planned, state))
		if state.IsNull() || id.IsFullyNull() {
			resp.Diagnostics.Append(missing("The provider returned no state or no identity."))
		}
	}
	wireState, err := tfprotov6.NewDynamicValue(r.wire, state)
	if err != nil {
		resp.Diagnostics.Append(missing(err.Error()))
	}
	wireID, err := tfprotov6.NewDynamicValue(r.identity, id)
	if err != nil {
		resp.Diagnostics.Append(missing(err.Error()))
	}
	return &tfprotov6.ApplyResourceChangeResponse{
		NewState: &wireState, NewIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &wireID}, Private: notes.bytes(),
		Diagnostics: diagnostics(ctx, resp.Diagnostics),
	}
}

// missing returns the error for a new object that Terraform cannot store.
func missing(why string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Missing state after a create", why+" The new object might exist and be billed, and it is not in the state. "+
		"Look for it in the Paperspace console. This is a bug in the provider. Report it.")
}

// spelledAs returns a state in which each value that means the same as the planned one has
// its spelling.
func (r *rule) spelledAs(ctx context.Context, planned, state tftypes.Value) tftypes.Value {
	if state.IsNull() || state.Equal(planned) {
		return state
	}
	before, after := attributes(planned), attributes(state)
	for _, f := range r.fields {
		was, is := before[f.name], after[f.name]
		if was.IsNull() || !was.IsKnown() || is.IsNull() || !is.IsKnown() || was.Equal(is) {
			continue
		}
		wanted, err := f.attr.GetType().ValueFromTerraform(ctx, was)
		shown, err2 := f.attr.GetType().ValueFromTerraform(ctx, is)
		v, spelled := shown.(basetypes.StringValuableWithSemanticEquals)
		w, alike := wanted.(basetypes.StringValuable)
		if err != nil || err2 != nil || !spelled || !alike {
			continue
		}
		if same, diags := v.StringSemanticEquals(ctx, w); same && !diags.HasError() {
			after[f.name] = was
		}
	}
	return tftypes.NewValue(r.wire, after)
}

// withoutWriteOnly returns a state without the values of write-only arguments.
func (r *rule) withoutWriteOnly(state tftypes.Value) tftypes.Value {
	if state.IsNull() {
		return state
	}
	values := attributes(state)
	for name := range r.writeOnly {
		values[name] = tftypes.NewValue(values[name].Type(), nil)
	}
	return tftypes.NewValue(r.wire, values)
}

// notes is the private state of a new object.
type notes map[string][]byte

// SetKey sets a key, or removes it if value is empty, under the rules of the framework:
// values are JSON, and keys that begin with a period are its own.
func (n notes) SetKey(_ context.Context, key string, value []byte) (diags diag.Diagnostics) {
	switch {
	case strings.HasPrefix(key, "."), len(value) > 0 && (!utf8.Valid(value) || !json.Valid(value)):
		diags.AddError("Cannot write private state", "The key "+key+" or its value is not valid. This is a bug in the provider. Report it.")
	case len(value) == 0:
		delete(n, key)
	default:
		n[key] = slices.Clone(value)
	}
	return diags
}

// bytes returns private state in the form of the framework, or nil if there is none.
func (n notes) bytes() []byte {
	if len(n) == 0 {
		return nil
	}
	all, _ := json.Marshal(n) //nolint:errchkjson // bytes always have a form in JSON
	return all
}
