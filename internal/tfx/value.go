package tfx

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// StringOrNull is null for "": the service does not tell the two apart.
func StringOrNull(s string) basetypes.StringValue {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Known says whether a value is neither null nor unknown.
func Known(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// Changed says whether plan asks for something else than state holds. Unknown
// asks for nothing yet, and null for nothing at all.
func Changed(state, plan attr.Value) bool { return Known(plan) && !plan.Equal(state) }
