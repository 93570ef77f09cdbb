package tfx

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.Int64Typable      = WholeType{}
	_ basetypes.Int64Valuable     = Whole{}
	_ xattr.ValidateableAttribute = Whole{}
)

// Whole is the value of an argument that is a whole number. Terraform has one type for
// all numbers, so a configuration can contain 50.5. The framework's own type cannot hold
// that number and reports a bug in the provider. A Whole holds it as an unknown number,
// and its validation reports what is wrong.
type Whole struct {
	basetypes.Int64Value
	bad   string // the number that it cannot hold, for a message; or ""
	large bool   // it is whole, and beyond 64 bits
}

// NewWhole returns a known value.
func NewWhole(n int64) Whole { return Whole{Int64Value: basetypes.NewInt64Value(n)} }

// WholeOrNull returns null for nil.
func WholeOrNull(n *int64) Whole { return Whole{Int64Value: basetypes.NewInt64PointerValue(n)} }

// UnknownWhole returns an unknown value.
func UnknownWhole() Whole { return Whole{Int64Value: basetypes.NewInt64Unknown()} }

// Type implements attr.Value.
func (Whole) Type(context.Context) attr.Type { return WholeType{} }

// Equal implements attr.Value.
func (w Whole) Equal(o attr.Value) bool {
	other, ok := o.(Whole)
	return ok && w == other
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (w Whole) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	switch {
	case w.large:
		resp.Diagnostics.AddAttributeError(req.Path, "Number out of range", fmt.Sprintf("The value of %s is %s, which is too large for any use. Set a smaller number.", req.Path, w.bad))
	case w.bad != "":
		resp.Diagnostics.AddAttributeError(req.Path, "Not a whole number", fmt.Sprintf("The value of %s is %s. Set a whole number.", req.Path, w.bad))
	}
}

// WholeType is the attribute type of [Whole].
type WholeType struct{ basetypes.Int64Type }

// Equal implements attr.Type.
func (WholeType) Equal(o attr.Type) bool { _, ok := o.(WholeType); return ok }

// String names the type in framework errors.
func (WholeType) String() string { return "tfx.WholeType" }

// ValueType implements attr.Type.
func (WholeType) ValueType(context.Context) attr.Value { return Whole{} }

// ValueFromInt64 implements basetypes.Int64Typable.
func (WholeType) ValueFromInt64(_ context.Context, v basetypes.Int64Value) (basetypes.Int64Valuable, diag.Diagnostics) {
	return Whole{Int64Value: v}, nil
}

// ValueFromTerraform implements attr.Type.
func (t WholeType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.Int64Type.ValueFromTerraform(ctx, in)
	if err == nil {
		n, ok := v.(basetypes.Int64Value)
		if !ok {
			return nil, fmt.Errorf("unexpected value of type %T", v)
		}
		return Whole{Int64Value: n}, nil
	}
	number := new(big.Float)
	if in.As(&number) != nil {
		return nil, err
	}
	w := UnknownWhole()
	w.bad, w.large = number.Text('g', 20), number.IsInt()
	return w, nil
}
