package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object returns a configuration for a schema with the given values. The other attributes
// are null.
func object(t testing.TB, s *tfprotov6.Schema, set map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	kind := s.ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if v, ok := set[name]; ok {
			values[name] = tftypes.NewValue(attribute, v)
		}
	}
	return dynamic(t, kind, tftypes.NewValue(kind, values))
}

// nothing returns the prior state of an object that does not exist yet.
func nothing(t testing.TB, s *tfprotov6.Schema) *tfprotov6.DynamicValue {
	t.Helper()
	return dynamic(t, s.ValueType(), tftypes.NewValue(s.ValueType(), nil))
}

func dynamic(t testing.TB, kind tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(kind, v)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// closedPort is an address at which no server listens, and that no test server is given.
const closedPort = "http://127.0.0.1:1"
