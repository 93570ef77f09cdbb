package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Shows reports whether shown, a text from a response, is the text of v. A text from a
// response is in its visible form, and a text in a configuration is not; see
// [paperspace.Visible].
func Shows(shown string, v basetypes.StringValue) bool {
	return Known(v) && paperspace.Visible(v.ValueString()) == shown
}

// KeepVisible returns a plan modifier that keeps the text of the state if it is the
// visible form of the configured text. Otherwise, a description of several lines would
// differ after every import.
func KeepVisible() planmodifier.String { return keepVisible{} }

type keepVisible struct{}

func (keepVisible) Description(context.Context) string {
	return "the visible form of the same text does not produce a diff"
}

func (k keepVisible) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepVisible) PlanModifyString(_ context.Context, q planmodifier.StringRequest, r *planmodifier.StringResponse) {
	if Known(q.StateValue) && Shows(q.StateValue.ValueString(), q.PlanValue) {
		r.PlanValue = q.StateValue
	}
}
