package machine

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// This file converts between models and the values of the protocol. The framework's
// Get and Set do the same for any struct, but they compile a regular expression for
// each attribute of each call, and every plan and apply converts each machine several
// times. They are used only for values that do not fit, because they describe the error.

var attributeTypes = sync.OnceValue(func() map[string]attr.Type {
	kind, _ := resourceSchema(context.Background()).Type().(attr.TypeWithAttributeTypes)
	return kind.AttributeTypes()
})

// decode converts the values of a state, plan, or configuration to a model.
func decode(ctx context.Context, values map[string]tftypes.Value) (model, error) {
	var m model
	into := reflect.ValueOf(&m).Elem()
	for i := range into.NumField() {
		name := into.Type().Field(i).Tag.Get("tfsdk")
		v, err := attributeTypes()[name].ValueFromTerraform(ctx, values[name])
		if err != nil {
			return model{}, fmt.Errorf("%s: %w", name, err)
		}
		into.Field(i).Set(reflect.ValueOf(v))
	}
	return m, nil
}

// encode converts a model to the value of a state or plan.
func encode(ctx context.Context, m *model) (tftypes.Value, error) {
	values := map[string]tftypes.Value{}
	from := reflect.ValueOf(m).Elem()
	for i := range from.NumField() {
		name := from.Type().Field(i).Tag.Get("tfsdk")
		v, _ := from.Field(i).Interface().(attr.Value)
		value, err := v.ToTerraformValue(ctx)
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = value
	}
	kind := valueType()
	if err := tftypes.ValidateValue(kind, values); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(kind, values), nil
}

// valueType is the type of a machine in the protocol.
var valueType = sync.OnceValue(func() tftypes.Type {
	ctx := context.Background()
	return resourceSchema(ctx).Type().TerraformType(ctx)
})

func fromPlan(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) model {
	return load(ctx, plan.Raw, plan, diags)
}

func fromState(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) model {
	return load(ctx, state.Raw, state, diags)
}

func fromConfig(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) model {
	return load(ctx, config.Raw, config, diags)
}

// load decodes a value that Terraform sent. If it does not fit, the framework's Get
// adds the error.
func load(ctx context.Context, raw tftypes.Value, framework interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}, diags *diag.Diagnostics) model {
	values := map[string]tftypes.Value{}
	if err := raw.As(&values); err == nil && values != nil {
		if m, err := decode(ctx, values); err == nil {
			return m
		}
	}
	var m model
	diags.Append(framework.Get(ctx, &m)...)
	return m
}

// intoPlan and intoState write the whole model.
func intoPlan(ctx context.Context, plan *tfsdk.Plan, m *model, diags *diag.Diagnostics) {
	store(ctx, &plan.Raw, plan, m, diags)
}

func intoState(ctx context.Context, state *tfsdk.State, m *model, diags *diag.Diagnostics) {
	store(ctx, &state.Raw, state, m, diags)
}

// store encodes m into raw. If it cannot be encoded, raw stays as it is, and the
// framework's Set adds the error.
func store(ctx context.Context, raw *tftypes.Value, framework interface {
	Set(ctx context.Context, value any) diag.Diagnostics
}, m *model, diags *diag.Diagnostics) {
	encoded, err := encode(ctx, m)
	if err != nil {
		diags.Append(framework.Set(ctx, m)...)
		return
	}
	*raw = encoded
}
