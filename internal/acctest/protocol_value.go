package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object returns a configuration with the given values, and null for the rest. The value of a block is also a map.
func (p *Protocol) object(s *tfprotov6.Schema, set map[string]any) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.dynamic(s, fill(s.ValueType(), set))
}

func fill(kind tftypes.Type, value any) tftypes.Value {
	object, isObject := kind.(tftypes.Object)
	set, isMap := value.(map[string]any)
	if !isObject || !isMap {
		return tftypes.NewValue(kind, value)
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if v, ok := set[name]; ok {
			values[name] = fill(attribute, v)
		}
	}
	return tftypes.NewValue(kind, values)
}

func attributes(t testing.TB, object tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	if err := object.As(&values); err != nil {
		t.Fatal(err)
	}
	return values
}

func (p *Protocol) dynamic(s *tfprotov6.Schema, v tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	d, err := tfprotov6.NewDynamicValue(s.ValueType(), v)
	if err != nil {
		p.t.Fatal(err)
	}
	return &d
}

func (p *Protocol) value(s *tfprotov6.Schema, d *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	v, err := d.Unmarshal(s.ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

func (p *Protocol) identity(resource, id string) *tfprotov6.ResourceIdentityData {
	p.t.Helper()
	kind := p.identities[resource].ValueType()
	d, err := tfprotov6.NewDynamicValue(kind, fill(kind, map[string]any{"id": id}))
	if err != nil {
		p.t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &d}
}

func (p *Protocol) identityID(resource string, data *tfprotov6.ResourceIdentityData) (id string) {
	p.t.Helper()
	v, err := data.IdentityData.Unmarshal(p.identities[resource].ValueType())
	if err == nil {
		err = attributes(p.t, v)["id"].As(&id)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}
