package serve

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validate returns the response to the validation of a configuration without any
// diagnostics. It returns nil for any other configuration.
func (r *rule) validate(ctx context.Context, one Steady, q *tfprotov6.ValidateResourceConfigRequest) *tfprotov6.ValidateResourceConfigResponse {
	whole, ok := one.(resource.ResourceWithValidateConfig)
	if !ok {
		return nil
	}
	raw, ok := r.object(q.Config)
	if !ok {
		return nil
	}
	config, ok := r.values(ctx, raw)
	if !ok {
		return nil
	}
	writeOnly := q.ClientCapabilities != nil && q.ClientCapabilities.WriteOnlyAttributesAllowed
	in := validation{
		config: tfsdk.Config{Raw: raw, Schema: r.schema},
		client: validator.ValidateSchemaClientCapabilities{WriteOnlyAttributesAllowed: writeOnly},
	}
	for _, f := range slices.Concat(r.fields, r.blocks) {
		value := f.of(ctx, config)
		switch {
		case value == nil:
		case value.IsNull() && f.attr.IsRequired(),
			!value.IsNull() && !f.attr.IsRequired() && !f.attr.IsOptional(),
			!value.IsNull() && f.attr.IsWriteOnly() && !writeOnly,
			!f.calls.validate(ctx, in, value):
			return nil
		}
	}
	var resp resource.ValidateConfigResponse
	whole.ValidateConfig(ctx, resource.ValidateConfigRequest{
		Config:             in.config,
		ClientCapabilities: resource.ValidateConfigClientCapabilities{WriteOnlyAttributesAllowed: writeOnly},
	}, &resp)
	if len(resp.Diagnostics) > 0 {
		return nil
	}
	return &tfprotov6.ValidateResourceConfigResponse{}
}

// create returns the response to the plan of a create, and nil for any other plan. It
// applies defaults, unknown values, the plan modifiers of the attributes, and the
// resource's own ModifyPlan, in the order of the framework. After ModifyPlan, falling back
// to the framework is no longer possible, because ModifyPlan sends requests and reports
// some things only once.
func (r *rule) create(ctx context.Context, one Steady, q *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	whole, ok := one.(resource.ResourceWithModifyPlan)
	if !ok || len(q.PriorPrivate) > 0 || q.ProviderMeta != nil {
		return nil
	}
	o, ok := r.order(q.PriorState, q.Config, q.PriorIdentity)
	if !ok {
		return nil
	}
	planned, ok := r.planned(ctx, q, o.config, o.none)
	if !ok {
		return nil
	}
	req := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Raw: o.config, Schema: r.schema}, Plan: tfsdk.Plan{Raw: planned, Schema: r.schema},
		State: tfsdk.State{Raw: o.none, Schema: r.schema}, Identity: r.identityAs(o.id),
	}
	if q.ClientCapabilities != nil {
		req.ClientCapabilities.DeferralAllowed = q.ClientCapabilities.DeferralAllowed
	}
	resp := resource.ModifyPlanResponse{Plan: req.Plan, Identity: r.identityAs(o.id)}
	whole.ModifyPlan(ctx, req, &resp)
	state, err := tfprotov6.NewDynamicValue(r.wire, resp.Plan.Raw)
	if err != nil {
		return nil // the framework fails, too, and has a message for it
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: &state, PlannedIdentity: o.identity, Diagnostics: diagnostics(ctx, resp.Diagnostics)}
}

// order is a request for a new object.
type order struct {
	none     tftypes.Value // the prior state
	config   tftypes.Value
	identity *tfprotov6.ResourceIdentityData
	id       tftypes.Value // the value of identity
}

// order decodes what the plan and the apply of a create have in common. It reports false for
// any other request.
func (r *rule) order(prior, config *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData) (o order, ok bool) {
	if o.none, ok = decode(prior, r.wire); !ok || !o.none.IsNull() {
		return o, false
	}
	if o.config, ok = r.object(config); !ok {
		return o, false
	}
	if o.identity, ok = r.plannedIdentity(identity); !ok {
		return o, false
	}
	o.id, ok = decode(o.identity.IdentityData, r.identity)
	return o, ok
}

// identityAs returns an identity in the framework's type.
func (r *rule) identityAs(id tftypes.Value) *tfsdk.ResourceIdentity {
	return &tfsdk.ResourceIdentity{Raw: id, Schema: r.identitySchema}
}

// planned returns the plan that ModifyPlan receives for a create.
func (r *rule) planned(ctx context.Context, q *tfprotov6.PlanResourceChangeRequest, config, none tftypes.Value) (tftypes.Value, bool) {
	proposed, ok := r.object(q.ProposedNewState)
	if !ok {
		return tftypes.Value{}, false
	}
	written, parts := attributes(config), attributes(proposed)
	for _, f := range r.fields {
		switch def, hasDefault := r.defaults[f.name]; {
		case f.attr.IsWriteOnly():
			parts[f.name] = tftypes.NewValue(parts[f.name].Type(), nil)
		case !written[f.name].IsNull():
		case hasDefault:
			parts[f.name] = def
		case f.attr.IsComputed():
			parts[f.name] = tftypes.NewValue(parts[f.name].Type(), tftypes.UnknownValue)
		}
	}
	plan := tftypes.NewValue(r.wire, parts)
	configured, ok := r.values(ctx, config)
	if !ok {
		return tftypes.Value{}, false
	}
	values, ok := r.values(ctx, plan)
	if !ok {
		return tftypes.Value{}, false
	}
	in := creation{
		config: tfsdk.Config{Raw: config, Schema: r.schema}, plan: tfsdk.Plan{Raw: plan, Schema: r.schema}, state: tfsdk.State{Raw: none, Schema: r.schema},
	}
	modified := attributes(plan)
	for _, f := range r.fields {
		value, fine := f.calls.modify(ctx, in, configured[f.name], values[f.name])
		if !fine {
			return tftypes.Value{}, false
		}
		wire, err := value.ToTerraformValue(ctx)
		if err != nil {
			return tftypes.Value{}, false
		}
		modified[f.name] = wire
	}
	return tftypes.NewValue(r.wire, modified), true
}

// values returns the attributes of an object in the framework's types. It reports false if
// one of them is not valid.
func (r *rule) values(ctx context.Context, raw tftypes.Value) (map[string]attr.Value, bool) {
	v, err := r.kind.ValueFromTerraform(ctx, raw)
	object, ok := v.(basetypes.ObjectValue)
	if err != nil || !ok {
		return nil, false
	}
	parts := object.Attributes()
	return parts, valid(ctx, parts)
}

// diagnostics converts diagnostics of the framework to those of the protocol.
func diagnostics(ctx context.Context, all diag.Diagnostics) (converted []*tfprotov6.Diagnostic) {
	for _, d := range all {
		c := &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: d.Summary(), Detail: d.Detail()}
		if d.Severity() == diag.SeverityError {
			c.Severity = tfprotov6.DiagnosticSeverityError
		}
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			c.Attribute = attributePath(ctx, at.Path())
		}
		converted = append(converted, c)
	}
	return converted
}

// attributePath converts a path up to the first step that cannot be converted.
func attributePath(ctx context.Context, at path.Path) *tftypes.AttributePath {
	p := tftypes.NewAttributePath()
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			p = p.WithAttributeName(string(step))
		case path.PathStepElementKeyInt:
			p = p.WithElementKeyInt(int(step))
		case path.PathStepElementKeyString:
			p = p.WithElementKeyString(string(step))
		case path.PathStepElementKeyValue:
			v, err := step.ToTerraformValue(ctx)
			if err != nil {
				return p
			}
			p = p.WithElementKeyValue(v)
		}
	}
	return p
}
