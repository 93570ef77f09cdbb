package tfx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NotEmpty refuses a text without anything in it: what is not wanted is left
// out. A variable with the default "" is how it usually comes about.
func NotEmpty() []validator.String { return []validator.String{notEmpty{}} }

type notEmpty struct{}

// Description implements validator.String.
func (notEmpty) Description(context.Context) string { return "must not be empty" }

// MarkdownDescription implements validator.String.
func (v notEmpty) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (notEmpty) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if Known(req.ConfigValue) && req.ConfigValue.ValueString() == "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty value",
			fmt.Sprintf("%s must not be empty. Leave it out, or set it to null, if there is nothing to say.", req.Path))
	}
}
