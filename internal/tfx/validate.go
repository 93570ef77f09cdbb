package tfx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NotEmpty rejects an empty string for an optional argument, which can be omitted. The
// empty string usually comes from a variable with the default "".
func NotEmpty() []validator.String { return []validator.String{notEmpty{}} }

// Filled rejects an empty string for a required argument.
func Filled() []validator.String { return []validator.String{notEmpty{required: true}} }

// ID rejects a text that cannot be an ID. It is for everything except resources. For the
// arguments of a resource, see [CheckTexts].
func ID() validator.String { return spoiled{"ID"} }

// Name is [ID] for a name.
func Name() validator.String { return spoiled{"name"} }

type notEmpty struct{ required bool }

// Description implements validator.String.
func (notEmpty) Description(context.Context) string { return "must not be empty" }

// MarkdownDescription implements validator.String.
func (v notEmpty) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v notEmpty) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !Known(req.ConfigValue) || req.ConfigValue.ValueString() != "" {
		return
	}
	todo := "Leave it out, or set it to null, if you do not need it."
	if v.required {
		todo = "It is required. If the value comes from a variable, make sure that the variable is set."
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Empty value", fmt.Sprintf("%s must not be empty. %s", req.Path, todo))
}

type spoiled struct{ what string }

// Description implements validator.String.
func (v spoiled) Description(context.Context) string { return "must be fit for a " + v.what }

// MarkdownDescription implements validator.String.
func (v spoiled) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v spoiled) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !Known(req.ConfigValue) {
		return
	}
	if what := Spoiled(req.ConfigValue.ValueString()); what != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+v.what,
			fmt.Sprintf("The value %q of %s %s. %s", req.ConfigValue.ValueString(), req.Path, what, Unspoil(what)))
	}
}
