package tfx

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// A Speller reports whether two texts are spellings of the same value.
type Speller interface{ Same(a, b string) bool }

// Regions are equal by code or full name, and are not case-sensitive.
type Regions struct{}

// Same implements [Speller].
func (Regions) Same(a, b string) bool { return paperspace.SameRegion(a, b) }

// Words are equal if they differ only in case: Paperspace might return "P4000" for
// "p4000" and "Hourly" for "hourly".
type Words struct{}

// Same implements [Speller].
func (Words) Same(a, b string) bool { return strings.EqualFold(a, b) }

// Spelled is a string value that Paperspace might return in another spelling. Semantic
// equality keeps the planned spelling after an apply or a refresh. It does not apply to a
// plan, where [KeepSpelling] keeps the spelling of the state. Without it, another
// spelling of an attribute would replace the machine.
type Spelled[S Speller] struct{ basetypes.StringValue }

// The two kinds in use.
type (
	Region = Spelled[Regions]
	Word   = Spelled[Words]
)

// NewSpelled returns a known value, or null for "".
func NewSpelled[S Speller](s string) Spelled[S] { return Spelled[S]{StringOrNull(s)} }

// UnknownSpelled returns an unknown value.
func UnknownSpelled[S Speller]() Spelled[S] { return Spelled[S]{basetypes.NewStringUnknown()} }

// Type implements attr.Value.
func (Spelled[S]) Type(context.Context) attr.Type { return SpelledType[S]{} }

// Equal compares the exact text. Only StringSemanticEquals accepts another spelling.
func (v Spelled[S]) Equal(o attr.Value) bool {
	other, ok := o.(Spelled[S])
	return ok && v.StringValue.Equal(other.StringValue)
}

// Means reports whether two values differ at most in spelling.
func (v Spelled[S]) Means(o Spelled[S]) bool {
	var speller S
	if v.IsNull() || v.IsUnknown() || o.IsNull() || o.IsUnknown() {
		return v.Equal(o)
	}
	return speller.Same(v.ValueString(), o.ValueString())
}

// Shown returns the text that Paperspace shows for v, or v if the text is empty or
// another spelling of v.
func (v Spelled[S]) Shown(text string) Spelled[S] {
	if shown := NewSpelled[S](text); !shown.IsNull() && !shown.Means(v) {
		return shown
	}
	return v
}

// StringSemanticEquals implements basetypes.StringValuableWithSemanticEquals.
func (v Spelled[S]) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(Spelled[S])
	return ok && v.Means(other), nil
}

// SpelledType is the attribute type of [Spelled].
type SpelledType[S Speller] struct{ basetypes.StringType }

// Equal implements attr.Type.
func (SpelledType[S]) Equal(o attr.Type) bool { _, ok := o.(SpelledType[S]); return ok }

// String names the type in framework errors.
func (SpelledType[S]) String() string { var s S; return fmt.Sprintf("tfx.SpelledType[%T]", s) }

// ValueType implements attr.Type.
func (SpelledType[S]) ValueType(context.Context) attr.Value { return Spelled[S]{} }

// ValueFromString implements basetypes.StringTypable.
func (SpelledType[S]) ValueFromString(_ context.Context, v basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Spelled[S]{v}, nil
}

// ValueFromTerraform implements attr.Type.
func (t SpelledType[S]) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := v.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value of type %T", v)
	}
	return Spelled[S]{s}, nil
}

// KeepSpelling returns a plan modifier that plans the spelling of the state if the
// configuration contains the same value in another spelling. There is no diff then.
func KeepSpelling[S Speller]() planmodifier.String { return keepSpelling[S]{} }

type keepSpelling[S Speller] struct{}

func (keepSpelling[S]) Description(context.Context) string {
	return "another spelling of the same value does not produce a diff"
}

func (k keepSpelling[S]) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepSpelling[S]) PlanModifyString(_ context.Context, q planmodifier.StringRequest, r *planmodifier.StringResponse) {
	state, plan := Spelled[S]{q.StateValue}, Spelled[S]{q.PlanValue}
	if !state.IsNull() && !plan.IsNull() && !plan.IsUnknown() && state.Means(plan) {
		r.PlanValue = q.StateValue
	}
}
