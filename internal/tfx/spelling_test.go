package tfx_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func region(s string) tfx.Region { return tfx.NewSpelled[tfx.Regions](s) }
func word(s string) tfx.Word     { return tfx.NewSpelled[tfx.Words](s) }

func TestSemanticEquality(t *testing.T) {
	var (
		noRegion      = region("")
		unknownRegion = tfx.UnknownSpelled[tfx.Regions]()
	)
	for name, c := range map[string]struct {
		a    basetypes.StringValuableWithSemanticEquals
		b    basetypes.StringValuable
		want bool
	}{
		"the same region":             {region("ny2"), region("ny2"), true},
		"code and full name":          {region("ny2"), region("East Coast (NY2)"), true},
		"full name and code":          {region("Europe (AMS1)"), region("AMS1"), true},
		"a full name in another case": {region("west coast (ca1)"), region("West Coast (CA1)"), true},
		"two regions":                 {region("ny2"), region("ca1"), false},
		"an undocumented region":      {region("Moon (M1)"), region("moon (m1)"), true},
		"a region and no region":      {region("ny2"), noRegion, false},
		"no region, twice":            {noRegion, noRegion, true},
		"a region and an unknown one": {region("ny2"), unknownRegion, false},
		"unknown, twice":              {unknownRegion, unknownRegion, true},
		"unknown and none":            {unknownRegion, noRegion, false},
		"the same word":               {word("P4000"), word("P4000"), true},
		"a word in another case":      {word("Hourly"), word("hourly"), true},
		"two words":                   {word("hourly"), word("monthly"), false},
		"words are not regions":       {word("ny2"), word("East Coast (NY2)"), false},
		"a region and a plain text":   {region("ny2"), types.StringValue("ny2"), false},
		"a region and a word":         {region("ny2"), word("ny2"), false},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := c.a.StringSemanticEquals(t.Context(), c.b)
			if got != c.want || diags.HasError() {
				t.Errorf("%t, want %t; diagnostics %v", got, c.want, diags)
			}
		})
	}
}

// Equal must be exact, because Terraform itself compares values exactly.
func TestEqualIsStrict(t *testing.T) {
	for name, c := range map[string]struct {
		a, b attr.Value
		want bool
	}{
		"the same":          {region("ny2"), region("ny2"), true},
		"another spelling":  {region("ny2"), region("East Coast (NY2)"), false},
		"another kind":      {region("ny2"), word("ny2"), false},
		"a plain text":      {region("ny2"), types.StringValue("ny2"), false},
		"null and unknown":  {region(""), tfx.UnknownSpelled[tfx.Regions](), false},
		"null, twice":       {region(""), region(""), true},
		"a word's own case": {word("p4000"), word("P4000"), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.a.Equal(c.b); got != c.want {
				t.Errorf("%t, want %t", got, c.want)
			}
		})
	}
}

func TestKeepSpelling(t *testing.T) {
	var (
		null, unknown = types.StringNull(), types.StringUnknown()
		text          = types.StringValue
	)
	for name, c := range map[string]struct {
		state, plan, want types.String
	}{
		"unchanged":                   {text("ny2"), text("ny2"), text("ny2")},
		"respelled in configuration":  {text("ny2"), text("East Coast (NY2)"), text("ny2")},
		"imported, then written code": {text("East Coast (NY2)"), text("ny2"), text("East Coast (NY2)")},
		"another region":              {text("ny2"), text("ca1"), text("ca1")},
		"a new machine":               {null, text("ny2"), text("ny2")},
		"unknown in the plan":         {text("ny2"), unknown, unknown},
		"left out of the plan":        {text("ny2"), null, null},
		"unknown before":              {unknown, text("ny2"), text("ny2")},
	} {
		t.Run(name, func(t *testing.T) {
			r := planmodifier.StringResponse{PlanValue: c.plan}
			tfx.KeepSpelling[tfx.Regions]().PlanModifyString(t.Context(), planmodifier.StringRequest{StateValue: c.state, PlanValue: c.plan}, &r)
			if !r.PlanValue.Equal(c.want) || r.RequiresReplace || r.Diagnostics.HasError() {
				t.Errorf("planned %s, want %s; replace %t, diagnostics %v", r.PlanValue, c.want, r.RequiresReplace, r.Diagnostics)
			}
		})
	}
}

func TestSpelledType(t *testing.T) {
	ctx := t.Context()
	var kind attr.Type = tfx.SpelledType[tfx.Regions]{}
	if !kind.Equal(region("ny2").Type(ctx)) || kind.Equal(types.StringType) || kind.Equal(tfx.SpelledType[tfx.Words]{}) {
		t.Error("a type must equal itself and no other")
	}
	if kind.String() == (tfx.SpelledType[tfx.Words]{}).String() {
		t.Errorf("both types are called %s", kind)
	}
	for name, c := range map[string]struct {
		in   tftypes.Value
		want attr.Value
	}{
		"a text":  {tftypes.NewValue(tftypes.String, "ny2"), region("ny2")},
		"null":    {tftypes.NewValue(tftypes.String, nil), region("")},
		"unknown": {tftypes.NewValue(tftypes.String, tftypes.UnknownValue), tfx.UnknownSpelled[tfx.Regions]()},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := kind.ValueFromTerraform(ctx, c.in)
			if err != nil || !got.Equal(c.want) {
				t.Fatalf("%v, %v, want %v", got, err, c.want)
			}
			back, err := got.ToTerraformValue(ctx)
			if err != nil || !back.Equal(c.in) {
				t.Errorf("and back: %v, %v, want %v", back, err, c.in)
			}
		})
	}
	if _, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(tftypes.Bool, true)); err == nil {
		t.Error("a bool is no text")
	}
}

func TestChanged(t *testing.T) {
	text := types.StringValue
	for name, c := range map[string]struct {
		state, plan attr.Value
		want        bool
	}{
		"the same":        {text("a"), text("a"), false},
		"another":         {text("a"), text("b"), true},
		"new":             {types.StringNull(), text("b"), true},
		"unknown":         {text("a"), types.StringUnknown(), false},
		"left out":        {text("a"), types.StringNull(), false},
		"nothing, either": {types.StringNull(), types.StringNull(), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tfx.Changed(c.state, c.plan); got != c.want {
				t.Errorf("%t, want %t", got, c.want)
			}
		})
	}
}
