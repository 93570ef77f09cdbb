package tfx

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Choice is a validator for an argument that accepts only certain values. The message of
// the framework's own validator does not name the argument in its title, and gives no
// advice.
type Choice struct {
	Values  []string
	AnyCase bool
}

// Description implements validator.String.
func (c Choice) Description(context.Context) string { return "must be " + anyOf(c.Values) }

// MarkdownDescription implements validator.String.
func (c Choice) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString implements validator.String.
func (c Choice) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if !Known(req.ConfigValue) || slices.ContainsFunc(c.Values, func(v string) bool { return v == value || c.AnyCase && strings.EqualFold(v, value) }) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
		fmt.Sprintf("%s cannot be %q. Set it to %s.", req.Path, value, anyOf(c.Values)))
}

// anyOf returns quoted values as alternatives.
func anyOf(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	last := len(quoted) - 1
	switch last {
	case 0:
		return quoted[0]
	case 1:
		return quoted[0] + " or " + quoted[1]
	}
	return strings.Join(quoted[:last], ", ") + ", or " + quoted[last]
}

// Form is a validator for an argument whose values have a certain form.
type Form struct {
	Match *regexp.Regexp
	What  string // such as "a date such as 2024-07-15"
}

// Description implements validator.String.
func (f Form) Description(context.Context) string { return "must be " + f.What }

// MarkdownDescription implements validator.String.
func (f Form) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

// ValidateString implements validator.String.
func (f Form) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if Known(req.ConfigValue) && !f.Match.MatchString(req.ConfigValue.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
			fmt.Sprintf("%s cannot be %q. Set it to %s.", req.Path, req.ConfigValue.ValueString(), f.What))
	}
}
