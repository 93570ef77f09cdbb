package tfx

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// StringOrNull returns null for "", because Paperspace does not distinguish the two.
func StringOrNull(s string) basetypes.StringValue {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Texts returns the elements of a set of strings. It returns nil for null.
func Texts(set types.Set) []string {
	var all []string
	for _, element := range set.Elements() {
		if s, ok := element.(types.String); ok {
			all = append(all, s.ValueString())
		}
	}
	return all
}

// OrKept returns what Paperspace shows. It returns before if Paperspace shows the same
// text or nothing, because a missing value does not erase a known one.
func OrKept(shown string, before basetypes.StringValue) basetypes.StringValue {
	if shown == "" && Known(before) || Shows(shown, before) {
		return before
	}
	return StringOrNull(shown)
}

// Known reports whether a value is neither null nor unknown.
func Known(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// Changed reports whether plan requests a value other than that of state. An unknown
// value requests nothing yet, and null requests nothing.
func Changed(state, plan attr.Value) bool { return Known(plan) && !plan.Equal(state) }
