package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// field is an attribute with its validators and plan modifiers. They receive the same
// requests as from the framework, which would search the schema for each part of each
// request.
type field struct {
	name  string
	block string // the block that the attribute is in, or ""
	attr  schema.Attribute
	calls calls
}

// calls are the validators and the plan modifiers of an attribute. validate and modify
// report false if there are diagnostics, so that the framework can report them.
type calls interface {
	validate(ctx context.Context, in validation, value attr.Value) bool
	// modify returns the planned value of an object that does not exist yet.
	modify(ctx context.Context, in creation, config, plan attr.Value) (attr.Value, bool)
	modifies() bool
}

// validation is what every validator receives, whatever its type.
type validation struct {
	config tfsdk.Config
	client validator.ValidateSchemaClientCapabilities
}

// creation is what every plan modifier receives, whatever its type.
type creation struct {
	config tfsdk.Config
	plan   tfsdk.Plan
	state  tfsdk.State
}

// newField returns the field of an attribute. It reports false for a kind of attribute that
// this package does not handle.
func newField(block, name string, a schema.Attribute) (field, bool) {
	at, match := path.Root(name), path.MatchRoot(name)
	if block != "" {
		at, match = path.Root(block).AtName(name), path.MatchRoot(block).AtName(name)
	}
	f := field{name: name, block: block, attr: a}
	switch a := a.(type) {
	case schema.StringAttribute:
		c := typed[basetypes.StringValue]{of: stringOf}
		for _, v := range a.Validators {
			c.validators = append(c.validators, func(ctx context.Context, in validation, value basetypes.StringValue) diag.Diagnostics {
				var resp validator.StringResponse
				v.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: match, Config: in.config, ConfigValue: value, ClientCapabilities: in.client}, &resp)
				return resp.Diagnostics
			})
		}
		for _, m := range a.PlanModifiers {
			c.modifiers = append(c.modifiers, func(ctx context.Context, in creation, config, plan basetypes.StringValue) (basetypes.StringValue, bool) {
				resp := planmodifier.StringResponse{PlanValue: plan}
				m.PlanModifyString(ctx, planmodifier.StringRequest{
					Path: at, PathExpression: match, Config: in.config, ConfigValue: config, Plan: in.plan, PlanValue: plan, State: in.state, StateValue: basetypes.NewStringNull(),
				}, &resp)
				return resp.PlanValue, len(resp.Diagnostics) == 0 && !resp.RequiresReplace
			})
		}
		f.calls = c
	case schema.Int64Attribute:
		c := typed[basetypes.Int64Value]{of: int64Of}
		for _, v := range a.Validators {
			c.validators = append(c.validators, func(ctx context.Context, in validation, value basetypes.Int64Value) diag.Diagnostics {
				var resp validator.Int64Response
				v.ValidateInt64(ctx, validator.Int64Request{Path: at, PathExpression: match, Config: in.config, ConfigValue: value, ClientCapabilities: in.client}, &resp)
				return resp.Diagnostics
			})
		}
		for _, m := range a.PlanModifiers {
			c.modifiers = append(c.modifiers, func(ctx context.Context, in creation, config, plan basetypes.Int64Value) (basetypes.Int64Value, bool) {
				resp := planmodifier.Int64Response{PlanValue: plan}
				m.PlanModifyInt64(ctx, planmodifier.Int64Request{
					Path: at, PathExpression: match, Config: in.config, ConfigValue: config, Plan: in.plan, PlanValue: plan, State: in.state, StateValue: basetypes.NewInt64Null(),
				}, &resp)
				return resp.PlanValue, len(resp.Diagnostics) == 0 && !resp.RequiresReplace
			})
		}
		f.calls = c
	case schema.BoolAttribute:
		c := typed[basetypes.BoolValue]{of: boolOf}
		for _, v := range a.Validators {
			c.validators = append(c.validators, func(ctx context.Context, in validation, value basetypes.BoolValue) diag.Diagnostics {
				var resp validator.BoolResponse
				v.ValidateBool(ctx, validator.BoolRequest{Path: at, PathExpression: match, Config: in.config, ConfigValue: value, ClientCapabilities: in.client}, &resp)
				return resp.Diagnostics
			})
		}
		for _, m := range a.PlanModifiers {
			c.modifiers = append(c.modifiers, func(ctx context.Context, in creation, config, plan basetypes.BoolValue) (basetypes.BoolValue, bool) {
				resp := planmodifier.BoolResponse{PlanValue: plan}
				m.PlanModifyBool(ctx, planmodifier.BoolRequest{
					Path: at, PathExpression: match, Config: in.config, ConfigValue: config, Plan: in.plan, PlanValue: plan, State: in.state, StateValue: basetypes.NewBoolNull(),
				}, &resp)
				return resp.PlanValue, len(resp.Diagnostics) == 0 && !resp.RequiresReplace
			})
		}
		f.calls = c
	case schema.SetAttribute:
		f.calls = set{}
		return f, len(a.PlanModifiers) == 0 && a.DeprecationMessage == ""
	default:
		return f, false
	}
	return f, a.GetDeprecationMessage() == ""
}

// of returns the value of the attribute in an object, or nil if its block is missing.
func (f *field) of(ctx context.Context, object map[string]attr.Value) attr.Value {
	if f.block == "" {
		return object[f.name]
	}
	block, ok := object[f.block].(basetypes.ObjectValuable)
	if !ok || block.IsNull() {
		return nil
	}
	parts, diags := block.ToObjectValue(ctx)
	if len(diags) > 0 {
		return nil
	}
	return parts.Attributes()[f.name]
}

// typed is the calls of an attribute with values of type V.
type typed[V attr.Value] struct {
	of         func(context.Context, attr.Value) (V, diag.Diagnostics)
	validators []func(ctx context.Context, in validation, value V) diag.Diagnostics
	modifiers  []func(ctx context.Context, in creation, config, plan V) (V, bool)
}

func (c typed[V]) validate(ctx context.Context, in validation, value attr.Value) bool {
	v, diags := c.of(ctx, value)
	for _, validate := range c.validators {
		diags = append(diags, validate(ctx, in, v)...)
	}
	return len(diags) == 0
}

func (c typed[V]) modify(ctx context.Context, in creation, config, plan attr.Value) (attr.Value, bool) {
	written, diags := c.of(ctx, config)
	planned, more := c.of(ctx, plan)
	ok := len(diags) == 0 && len(more) == 0
	for _, modify := range c.modifiers {
		var fine bool
		planned, fine = modify(ctx, in, written, planned)
		ok = ok && fine
	}
	return planned, ok
}

func (c typed[V]) modifies() bool { return len(c.modifiers) > 0 }

func stringOf(ctx context.Context, value attr.Value) (basetypes.StringValue, diag.Diagnostics) {
	v, ok := value.(basetypes.StringValuable)
	if !ok {
		return basetypes.StringValue{}, otherType
	}
	return v.ToStringValue(ctx)
}

func int64Of(ctx context.Context, value attr.Value) (basetypes.Int64Value, diag.Diagnostics) {
	v, ok := value.(basetypes.Int64Valuable)
	if !ok {
		return basetypes.Int64Value{}, otherType
	}
	return v.ToInt64Value(ctx)
}

func boolOf(ctx context.Context, value attr.Value) (basetypes.BoolValue, diag.Diagnostics) {
	v, ok := value.(basetypes.BoolValuable)
	if !ok {
		return basetypes.BoolValue{}, otherType
	}
	return v.ToBoolValue(ctx)
}

// otherType makes the framework handle the call.
var otherType = diag.Diagnostics{diag.NewErrorDiagnostic("value of another type", "")}

// set is the calls of a set attribute, which few configurations use. If it is configured,
// the framework handles the call, because the elements have validators, too.
type set struct{}

func (set) validate(_ context.Context, _ validation, value attr.Value) bool { return value.IsNull() }

func (set) modify(_ context.Context, _ creation, _, plan attr.Value) (attr.Value, bool) {
	return plan, true
}

func (set) modifies() bool { return false }
