package tfx

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// UserIDs rejects elements of a set that cannot be user IDs.
func UserIDs() []validator.Set { return []validator.Set{userIDs{}} }

type userIDs struct{}

// Description implements validator.Set.
func (userIDs) Description(context.Context) string { return "must contain IDs of users" }

// MarkdownDescription implements validator.Set.
func (v userIDs) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateSet implements validator.Set.
func (userIDs) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	const advice = " The data source paperspace_users lists the IDs."
	for _, element := range req.ConfigValue.Elements() {
		id, ok := element.(types.String)
		if !ok || id.IsUnknown() {
			continue
		}
		text, what := id.ValueString(), ""
		switch {
		case id.IsNull():
			what = "An element of %s is null. Remove this element. For a list that can contain null, use compact()."
		case text == "":
			what = "An element of %s is an empty string. Remove this element. For a list that can contain empty strings, use compact()."
		case Spoiled(text) != "":
			what = fmt.Sprintf("The element %q of %%s %s. %s", text, Spoiled(text), Unspoil(Spoiled(text)))
		case strings.Contains(text, "@"):
			what = fmt.Sprintf("The element %q of %%s is an email address. Use the ID of the user.", text) + advice
		case strings.ContainsFunc(text, unicode.IsSpace):
			what = fmt.Sprintf("The element %q of %%s contains a space, so it cannot be an ID.", text) + advice
		default:
			continue
		}
		resp.Diagnostics.AddAttributeError(req.Path.AtSetValue(element), fmt.Sprintf("Invalid element of %s", req.Path), fmt.Sprintf(what, req.Path))
	}
}
