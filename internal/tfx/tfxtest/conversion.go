// Package tfxtest has checks for the conversions between the models of Terraform and the domain. They
// name the attribute or the field that a conversion leaves out.
package tfxtest

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Filled returns a model with a value in every attribute except for timeouts: its name, true, or a
// distinct number.
func Filled[M any]() *M {
	var m M
	fill(reflect.ValueOf(&m).Elem())
	return &m
}

func fill(m reflect.Value) {
	for i := range m.NumField() {
		if m.Type().Field(i).Anonymous {
			fill(m.Field(i))
			continue
		}
		name := m.Type().Field(i).Tag.Get("tfsdk")
		var value any
		switch m.Field(i).Interface().(type) {
		case types.String:
			value = types.StringValue(name)
		case types.Bool:
			value = types.BoolValue(true)
		case types.Int64:
			value = types.Int64Value(int64(i + 1))
		case tfx.Whole:
			value = tfx.NewWhole(int64(i + 1))
		case types.Set:
			value = types.SetValueMust(types.StringType, []attr.Value{types.StringValue(name)})
		case tfx.Word:
			value = tfx.NewSpelled[tfx.Words](name)
		case tfx.Region:
			value = tfx.NewSpelled[tfx.Regions](name)
		default: // timeouts
			continue
		}
		m.Field(i).Set(reflect.ValueOf(value))
	}
}

// Complete fails for every field of a request that is not set, and for every two that have the same
// text or number.
func Complete(t *testing.T, conversion string, request any) {
	t.Helper()
	seen := map[any]string{}
	v := reflect.Indirect(reflect.ValueOf(request))
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		if field.IsZero() {
			t.Errorf("%s.%s is left out: set it in %s", v.Type().Name(), name, conversion)
			continue
		}
		switch field = reflect.Indirect(field); field.Kind() {
		case reflect.Struct:
			Complete(t, conversion, field.Interface())
		case reflect.String, reflect.Int64:
			if other, ok := seen[field.Interface()]; ok {
				t.Errorf("%s and %s are both %v", name, other, field.Interface())
			}
			seen[field.Interface()] = name
		default:
		}
	}
}

// Holds fails for every attribute of a model whose value is not the wanted one. Attributes that
// Paperspace does not show are local, and all others must be wanted.
func Holds(t *testing.T, conversion string, model any, want map[string]any, local ...string) {
	t.Helper()
	got := map[string]any{}
	tfx.EachAttribute(model, func(name string, v attr.Value) { got[name] = plain(v) })
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if value := want[name]; !slices.Contains(local, name) && !reflect.DeepEqual(got[name], value) {
			t.Errorf("%s is %#v, want %#v: see %s", name, got[name], value, conversion)
		}
	}
	for name := range want {
		if _, found := got[name]; !found {
			t.Errorf("%s is no attribute", name)
		}
	}
}

// plain returns a value as a type of Go: nil for null, a string, an int64, a bool, or the text of
// another value.
func plain(v attr.Value) any {
	if v.IsNull() {
		return nil
	}
	switch v := tfx.Plain(v).(type) {
	case types.String:
		return v.ValueString()
	case types.Int64:
		return v.ValueInt64()
	case types.Bool:
		return v.ValueBool()
	}
	return v.String()
}
