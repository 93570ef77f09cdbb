package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// rule is what the server needs to know about the schema of a [Steady] resource.
type rule struct {
	construct func() resource.Resource
	schema    schema.Schema
	fields    []field        // the attributes of the schema
	blocks    []field        // the arguments in its blocks
	kind      attr.Type      // of the state, in the framework's types
	wire      tftypes.Type   // of the state
	identity  tftypes.Object // its attributes have the values of the state's attributes with the same names
	// identitySchema is the schema of identity.
	identitySchema identityschema.Schema
	defaults       map[string]tftypes.Value // the planned value of an argument that is left out
	// writeOnly are the arguments that are in no state and no plan.
	writeOnly map[string]bool
}

func newRules(ctx context.Context, p provider.Provider) map[string]*rule {
	var named provider.MetadataResponse
	p.Metadata(ctx, provider.MetadataRequest{}, &named)
	rules := map[string]*rule{}
	for _, construct := range p.Resources(ctx) {
		one, ok := construct().(Steady)
		if !ok {
			continue
		}
		var meta resource.MetadataResponse
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: named.TypeName}, &meta)
		if r := newRule(ctx, one); r != nil {
			r.construct = construct
			rules[meta.TypeName] = r
		}
	}
	return rules
}

// newRule returns nil for a schema with a part that this package does not handle.
func newRule(ctx context.Context, one Steady) *rule {
	var s resource.SchemaResponse
	one.Schema(ctx, resource.SchemaRequest{}, &s)
	kind := s.Schema.Type()
	r := &rule{schema: s.Schema, kind: kind, wire: kind.TerraformType(ctx), defaults: map[string]tftypes.Value{}, writeOnly: map[string]bool{}}
	for name, a := range s.Schema.Attributes {
		value, known := defaultOf(ctx, a)
		if !known {
			return nil
		}
		if value != nil {
			r.defaults[name] = *value
		}
		if a.IsWriteOnly() {
			r.writeOnly[name] = true
		}
		f, known := newField("", name, a)
		if !known {
			return nil
		}
		r.fields = append(r.fields, f)
	}
	for name, b := range s.Schema.Blocks {
		fields, ok := plain(ctx, name, b)
		if !ok {
			return nil
		}
		r.blocks = append(r.blocks, fields...)
	}
	identified, ok := one.(resource.ResourceWithIdentity)
	if !ok {
		return nil
	}
	var id resource.IdentitySchemaResponse
	identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &id)
	r.identitySchema = id.IdentitySchema
	r.identity, ok = id.IdentitySchema.Type().TerraformType(ctx).(tftypes.Object)
	if !ok {
		return nil
	}
	return r
}

// defaultOf returns the default of an attribute, or nil if it has none. It reports false
// for a kind of attribute that this package does not handle.
func defaultOf(ctx context.Context, a schema.Attribute) (*tftypes.Value, bool) {
	var value attr.Value
	failed := false
	switch a := a.(type) {
	case schema.BoolAttribute:
		if a.Default == nil {
			return nil, true
		}
		var resp defaults.BoolResponse
		a.Default.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
		value, failed = resp.PlanValue, len(resp.Diagnostics) > 0
	case schema.Int64Attribute:
		if a.Default == nil {
			return nil, true
		}
		var resp defaults.Int64Response
		a.Default.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
		value, failed = resp.PlanValue, len(resp.Diagnostics) > 0
	case schema.StringAttribute:
		if a.Default == nil {
			return nil, true
		}
		var resp defaults.StringResponse
		a.Default.DefaultString(ctx, defaults.StringRequest{}, &resp)
		value, failed = resp.PlanValue, len(resp.Diagnostics) > 0
	case schema.SetAttribute:
		return nil, a.Default == nil
	default:
		return nil, false
	}
	if failed {
		return nil, false
	}
	wire, err := value.ToTerraformValue(ctx)
	return &wire, err == nil
}

// plain returns the arguments of a block. It reports false if the block has anything else:
// defaults, plan modifiers, or computed attributes. It does not accept lists and sets,
// because null and empty are the same in them, which can change a state.
func plain(ctx context.Context, name string, b schema.Block) (fields []field, ok bool) {
	single, ok := b.(schema.SingleNestedBlock)
	if !ok || len(single.Blocks)+len(single.Validators)+len(single.PlanModifiers) > 0 || single.DeprecationMessage != "" {
		return nil, false
	}
	for argument, a := range single.Attributes {
		value, known := defaultOf(ctx, a)
		f, handled := newField(name, argument, a)
		if !known || !handled || value != nil || a.IsComputed() || a.IsWriteOnly() || f.calls.modifies() {
			return nil, false
		}
		fields = append(fields, f)
	}
	return fields, true
}
