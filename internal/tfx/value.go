package tfx

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// StringOrNull is null for "": Paperspace does not distinguish the two.
func StringOrNull(s string) basetypes.StringValue {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Texts returns the texts of a set that is known, and nil for null.
func Texts(set types.Set) []string {
	var all []string
	for _, element := range set.Elements() {
		if s, ok := element.(types.String); ok {
			all = append(all, s.ValueString())
		}
	}
	return all
}

// OrKept is what Paperspace shows, unless that is nothing, or the same text:
// null or absent erases nothing that was known before.
func OrKept(shown string, before basetypes.StringValue) basetypes.StringValue {
	if shown == "" && Known(before) || Shows(shown, before) {
		return before
	}
	return StringOrNull(shown)
}

// Known reports whether a value is neither null nor unknown.
func Known(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// Changed reports whether plan requests something else than state holds. Unknown
// requests nothing yet, and null for nothing at all.
func Changed(state, plan attr.Value) bool { return Known(plan) && !plan.Equal(state) }
