package tfcore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// schemas describe the values that a provider accepts, in the terms of HCL.
type schemas struct {
	provider   *schema
	resources  map[string]*schema
	data       map[string]*schema
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

type schema struct {
	*tfprotov6.Schema
	kind cty.Type
	spec hcldec.Spec
}

func schemasOf(ctx context.Context, server tfprotov6.ProviderServer) (*schemas, error) {
	got, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	s := &schemas{resources: map[string]*schema{}, data: map[string]*schema{}}
	if s.provider, err = newSchema(got.Provider); err != nil {
		return nil, err
	}
	for name, one := range got.ResourceSchemas {
		if s.resources[name], err = newSchema(one); err != nil {
			return nil, err
		}
	}
	for name, one := range got.DataSourceSchemas {
		if s.data[name], err = newSchema(one); err != nil {
			return nil, err
		}
	}
	ids, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	s.identities = ids.IdentitySchemas
	return s, nil
}

func (s *schemas) of(b *block) (*schema, error) {
	all := s.resources
	if b.data {
		all = s.data
	}
	if one, ok := all[b.kind]; ok {
		return one, nil
	}
	return nil, fmt.Errorf("Invalid resource type: The provider does not support resource type %q.", b.kind) //nolint:staticcheck // Terraform's text
}

func (s *schemas) spec(b *block) (hcldec.Spec, error) {
	one, err := s.of(b)
	if err != nil {
		return nil, err
	}
	return one.spec, nil
}

func newSchema(s *tfprotov6.Schema) (*schema, error) {
	kind, err := convertType(s.ValueType())
	if err != nil {
		return nil, err
	}
	spec, err := blockSpec(s.Block)
	return &schema{Schema: s, kind: kind, spec: spec}, err
}

func convertType(t tftypes.Type) (cty.Type, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return cty.NilType, err
	}
	return ctyjson.UnmarshalType(text)
}

func blockSpec(b *tfprotov6.SchemaBlock) (hcldec.Spec, error) {
	spec := hcldec.ObjectSpec{}
	for _, a := range b.Attributes {
		kind, err := convertType(a.ValueType())
		if err != nil {
			return nil, err
		}
		if a.NestedType != nil {
			kind = optional(kind)
		}
		spec[a.Name] = &hcldec.AttrSpec{Name: a.Name, Type: kind, Required: a.Required}
	}
	for _, nested := range b.BlockTypes {
		inner, err := blockSpec(nested.Block)
		if err != nil {
			return nil, err
		}
		switch nested.Nesting {
		case tfprotov6.SchemaNestedBlockNestingModeSingle:
			spec[nested.TypeName] = &hcldec.BlockSpec{TypeName: nested.TypeName, Nested: inner}
		case tfprotov6.SchemaNestedBlockNestingModeList:
			spec[nested.TypeName] = &hcldec.BlockListSpec{TypeName: nested.TypeName, Nested: inner}
		case tfprotov6.SchemaNestedBlockNestingModeSet:
			spec[nested.TypeName] = &hcldec.BlockSetSpec{TypeName: nested.TypeName, Nested: inner}
		default:
			return nil, fmt.Errorf("tfcore does not support the nesting %s of block %s", nested.Nesting, nested.TypeName)
		}
	}
	return spec, nil
}

// optional returns a type whose nested objects can omit attributes.
func optional(t cty.Type) cty.Type {
	switch {
	case t.IsObjectType():
		var names []string
		attributes := map[string]cty.Type{}
		for name, inner := range t.AttributeTypes() {
			names, attributes[name] = append(names, name), optional(inner)
		}
		return cty.ObjectWithOptionalAttrs(attributes, names)
	case t.IsListType():
		return cty.List(optional(t.ElementType()))
	case t.IsSetType():
		return cty.Set(optional(t.ElementType()))
	case t.IsMapType():
		return cty.Map(optional(t.ElementType()))
	}
	return t
}

func (s *schema) encode(v cty.Value) *tfprotov6.DynamicValue {
	data, err := msgpack.Marshal(v, s.kind)
	if err != nil {
		panic(fmt.Sprintf("%#v is not of type %#v: %s", v, s.kind, err)) // a bug in this package
	}
	return &tfprotov6.DynamicValue{MsgPack: data}
}

func (s *schema) decode(d *tfprotov6.DynamicValue) (cty.Value, error) {
	if d == nil {
		return cty.NullVal(s.kind), nil
	}
	if len(d.MsgPack) == 0 {
		return ctyjson.Unmarshal(d.JSON, s.kind)
	}
	return msgpack.Unmarshal(d.MsgPack, s.kind)
}

// unknown returns the configuration with an unknown value for everything that it leaves to the provider.
func (s *schema) unknown(config cty.Value) cty.Value {
	values := config.AsValueMap()
	for _, a := range s.Block.Attributes {
		if v := values[a.Name]; a.Computed && v.IsNull() {
			values[a.Name] = cty.UnknownVal(v.Type())
		}
	}
	return cty.ObjectVal(values)
}

// proposed merges a configuration with the values that the provider set before. The result is the proposed new value
// of a plan.
func (s *schema) proposed(prior, config cty.Value) cty.Value {
	values := config.AsValueMap()
	for _, a := range s.Block.Attributes {
		v := values[a.Name]
		switch {
		case a.WriteOnly:
			values[a.Name] = cty.NullVal(v.Type())
		case a.Computed && v.IsNull() && !prior.IsNull():
			values[a.Name] = prior.GetAttr(a.Name)
		}
	}
	return cty.ObjectVal(values)
}
