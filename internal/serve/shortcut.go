package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// plan returns the response to a plan that changes nothing, and nil for any other plan. The
// proposed state must equal the prior state byte for byte, the configuration must not
// change it, and private state must show no unfinished operation.
//
// After these checks, three steps of version 1.19 of the framework could still make a
// difference: defaults of arguments that are left out, write-only arguments, and the
// resource's own ModifyPlan.
func (r *rule) plan(ctx context.Context, one Steady, q *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	if q.PriorState == nil || q.ProposedNewState == nil || !bytes.Equal(q.PriorState.MsgPack, q.ProposedNewState.MsgPack) {
		return nil
	}
	private, ok := decodePrivate(q.PriorPrivate)
	if !ok || !one.Settled(private) {
		return nil
	}
	prior, ok := r.object(q.PriorState)
	if !ok {
		return nil
	}
	if _, fine := r.values(ctx, prior); !fine {
		return nil // such as a fraction instead of an integer: the framework has a message for it
	}
	config, ok := r.object(q.Config)
	if !ok || !r.asksForNothing(attributes(config), attributes(prior)) {
		return nil
	}
	identity, ok := r.plannedIdentity(q.PriorIdentity)
	if !ok {
		return nil
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: q.PriorState, PlannedPrivate: q.PriorPrivate, PlannedIdentity: identity}
}

// valid reports whether the framework accepts values that have passed the check of their
// types. Some types have further rules.
func valid(ctx context.Context, values map[string]attr.Value) bool {
	for name, a := range values {
		if judge, ok := a.(xattr.ValidateableAttribute); ok {
			var resp xattr.ValidateAttributeResponse
			judge.ValidateAttribute(ctx, xattr.ValidateAttributeRequest{Path: path.Root(name)}, &resp)
			if resp.Diagnostics.HasError() {
				return false
			}
		}
	}
	return true
}

// asksForNothing reports whether a configuration leaves a state unchanged.
func (r *rule) asksForNothing(config, state map[string]tftypes.Value) bool {
	for name, value := range state {
		wanted := config[name]
		def, hasDefault := r.defaults[name]
		switch {
		case r.writeOnly[name]:
			if !wanted.IsNull() || !value.IsNull() {
				return false
			}
		case !wanted.IsNull():
			if !wanted.Equal(value) {
				return false
			}
		case hasDefault && !def.Equal(value):
			return false
		}
	}
	return true
}

// plannedIdentity returns the prior identity. If there is none, as before Terraform 1.12,
// it returns a null identity, as the framework does.
func (r *rule) plannedIdentity(prior *tfprotov6.ResourceIdentityData) (*tfprotov6.ResourceIdentityData, bool) {
	if prior == nil {
		null, err := tfprotov6.NewDynamicValue(r.identity, tftypes.NewValue(r.identity, nil))
		return &tfprotov6.ResourceIdentityData{IdentityData: &null}, err == nil
	}
	_, ok := decode(prior.IdentityData, r.identity)
	return prior, ok
}

// read returns the response to a read that changes nothing. Otherwise it returns nil, and
// the context for calling the framework.
func (r *rule) read(ctx context.Context, one Steady, q *tfprotov6.ReadResourceRequest) (context.Context, *tfprotov6.ReadResourceResponse) {
	private, ok := decodePrivate(q.Private)
	if !ok || !one.Settled(private) {
		return ctx, nil
	}
	current, ok := r.object(q.CurrentState)
	if !ok {
		return ctx, nil
	}
	state := attributes(current)
	for name := range r.writeOnly {
		if !state[name].IsNull() {
			return ctx, nil
		}
	}
	identity, ok := r.identityOf(state, q.CurrentIdentity)
	if !ok {
		return ctx, nil
	}
	ctx, unchanged := one.Unchanged(ctx, state)
	if !unchanged {
		return ctx, nil
	}
	return ctx, &tfprotov6.ReadResourceResponse{NewState: q.CurrentState, Private: q.Private, NewIdentity: identity}
}

// identityOf returns the identity of an object with the given state. It reports false if
// that differs from the known identity.
func (r *rule) identityOf(state map[string]tftypes.Value, current *tfprotov6.ResourceIdentityData) (*tfprotov6.ResourceIdentityData, bool) {
	parts := map[string]tftypes.Value{}
	for name := range r.identity.AttributeTypes {
		parts[name] = state[name]
		if state[name].IsNull() {
			return nil, false
		}
	}
	identity := tftypes.NewValue(r.identity, parts)
	if current != nil {
		known, ok := decode(current.IdentityData, r.identity)
		return current, ok && known.Equal(identity)
	}
	wire, err := tfprotov6.NewDynamicValue(r.identity, identity)
	return &tfprotov6.ResourceIdentityData{IdentityData: &wire}, err == nil
}

// object decodes a value that must not be null. A null value means a create or a destroy.
func (r *rule) object(d *tfprotov6.DynamicValue) (tftypes.Value, bool) {
	v, ok := decode(d, r.wire)
	return v, ok && !v.IsNull()
}

// decode decodes a value from Terraform, which never uses JSON here.
func decode(d *tfprotov6.DynamicValue, kind tftypes.Type) (tftypes.Value, bool) {
	if d == nil || len(d.MsgPack) == 0 || len(d.JSON) > 0 {
		return tftypes.Value{}, false
	}
	v, err := d.Unmarshal(kind)
	return v, err == nil
}

// attributes returns the attributes of an object, or none if it is null.
func attributes(object tftypes.Value) map[string]tftypes.Value {
	parts := map[string]tftypes.Value{}
	if object.As(&parts) != nil {
		return nil
	}
	return parts
}

// decodePrivate decodes private state as the framework writes it. It reports false for
// private state that the framework would not write back unchanged: what older providers
// have stored, and the framework's own note of an import, which it drops.
func decodePrivate(raw []byte) (map[string][]byte, bool) {
	if len(raw) == 0 {
		return nil, true
	}
	var private map[string][]byte
	if json.Unmarshal(raw, &private) != nil || len(private) == 0 {
		return nil, false
	}
	for key, value := range private {
		if strings.HasPrefix(key, ".") || !utf8.Valid(value) || !json.Valid(value) {
			return nil, false
		}
	}
	again, err := json.Marshal(private)
	return private, err == nil && bytes.Equal(again, raw)
}
