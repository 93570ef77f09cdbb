package tfx

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Bounds is a validator that rejects a number outside of a range, whether or not it is
// whole. It is only for values that can never work, because an error from a validator
// also blocks a destroy.
type Bounds struct {
	Least int64
	Most  int64  // 0 means that there is no limit
	Unit  string // what follows a number, such as " GB"
	Hint  string // full sentences about what is possible; can be empty
}

var (
	_ validator.Int64   = Bounds{}
	_ validator.Float64 = Bounds{}
)

// Description implements validator.Int64.
func (b Bounds) Description(context.Context) string {
	if b.Most == 0 {
		return fmt.Sprintf("must be at least %d%s", b.Least, b.Unit)
	}
	return fmt.Sprintf("must be from %d to %d%s", b.Least, b.Most, b.Unit)
}

// MarkdownDescription implements validator.Int64.
func (b Bounds) MarkdownDescription(ctx context.Context) string { return b.Description(ctx) }

// ValidateInt64 implements validator.Int64.
func (b Bounds) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if n := req.ConfigValue; Known(n) && (n.ValueInt64() < b.Least || n.ValueInt64() > b.most()) {
		b.reject(ctx, req.Path, strconv.FormatInt(n.ValueInt64(), 10), &resp.Diagnostics)
	}
}

// ValidateFloat64 implements validator.Float64.
func (b Bounds) ValidateFloat64(ctx context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if n := req.ConfigValue; Known(n) && (n.ValueFloat64() < float64(b.Least) || n.ValueFloat64() > float64(b.most())) {
		b.reject(ctx, req.Path, strconv.FormatFloat(n.ValueFloat64(), 'g', -1, 64), &resp.Diagnostics)
	}
}

func (b Bounds) most() int64 {
	if b.Most == 0 {
		return math.MaxInt64
	}
	return b.Most
}

func (b Bounds) reject(ctx context.Context, at path.Path, value string, diags *diag.Diagnostics) {
	text := fmt.Sprintf("The value of %s is %s, and it %s.", at, value, b.Description(ctx))
	if b.Hint != "" {
		text += " " + b.Hint
	}
	diags.AddAttributeError(at, "Number out of range", text)
}
