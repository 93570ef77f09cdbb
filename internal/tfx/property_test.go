package tfx_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var pet = tfx.Properties{
	"name": tfx.Text("What it is called."), "legs": tfx.Number("How many legs it has."), "tame": tfx.Flag("Whether it bites."),
}

func TestProperties(t *testing.T) {
	type want struct {
		optional, computed bool
		validators         int
		text               string
	}
	const null = " The text `null` finds pets without a value."
	for name, c := range map[string]struct {
		got  map[string]schema.Attribute
		want map[string]want
	}{
		"results": {pet.Shown(), map[string]want{
			"name": {false, true, 0, "What it is called."},
			"legs": {false, true, 0, "How many legs it has."},
			"tame": {false, true, 0, "Whether it bites."},
		}},
		"filters and results in one": {pet.Sought("pets"), map[string]want{
			"name": {true, true, 1, "What it is called. If set, it is a filter. The text `null` finds pets without a value."},
			"legs": {true, true, 0, "How many legs it has. If set, it is a filter."},
			"tame": {true, true, 0, "Whether it bites. If set, it is a filter."},
		}},
		"filters": {pet.Filters("pets"), map[string]want{
			"name": {true, false, 1, "Only pets with this value. What it is called." + null},
			"legs": {true, false, 0, "Only pets with this value. How many legs it has."},
			"tame": {true, false, 0, "Only pets with this value. Whether it bites."},
		}},
		"some": {pet.Only("legs").Shown(), map[string]want{"legs": {false, true, 0, "How many legs it has."}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]want{}
			for name, a := range c.got {
				validators := 0
				if s, ok := a.(schema.StringAttribute); ok {
					validators = len(s.Validators)
				}
				got[name] = want{a.IsOptional(), a.IsComputed(), validators, a.GetMarkdownDescription()}
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(want{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	var kinds []string
	for _, name := range slices.Sorted(maps.Keys(pet)) {
		kinds = append(kinds, name+" "+pet.Shown()[name].GetType().String())
	}
	if got, want := strings.Join(kinds, ", "), "legs basetypes.Int64Type, name basetypes.StringType, tame basetypes.BoolType"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestFilterOf(t *testing.T) {
	name := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	legs := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.Number, v) }
	tame := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.Bool, v) }
	for title, c := range map[string]struct {
		name, legs, tame tftypes.Value
		want             paperspace.Filter
	}{
		"everything is set": {name("Rex"), legs(4), tame(true), paperspace.Filter{"name": "Rex", "legs": "4", "tame": "true"}},
		"nothing is":        {name(nil), legs(nil), tame(nil), paperspace.Filter{}},
		"zero and false":    {name(nil), legs(0), tame(false), paperspace.Filter{"legs": "0", "tame": "false"}},
		"the text null":     {name("null"), legs(nil), tame(nil), paperspace.Filter{"name": paperspace.Null}},
		"not known":         {name(tftypes.UnknownValue), legs(tftypes.UnknownValue), tame(tftypes.UnknownValue), paperspace.Filter{}},
		"a large number":    {name(nil), legs(53687091200), tame(nil), paperspace.Filter{"legs": "53687091200"}},
	} {
		t.Run(title, func(t *testing.T) {
			values := map[string]tftypes.Value{"name": c.name, "legs": c.legs, "tame": c.tame, "most_recent": tame(true)}
			kinds := map[string]tftypes.Type{}
			for name, v := range values {
				kinds[name] = v.Type()
			}
			config := tfsdk.Config{Raw: tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, values)}
			if diff := cmp.Diff(c.want, pet.FilterOf(config)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
