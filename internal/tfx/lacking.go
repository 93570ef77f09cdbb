package tfx

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// RejectLacking adds an error for every argument that the configured API version can
// neither send nor filter by.
func RejectLacking(config tfsdk.Config, lacks map[paperspace.Field]paperspace.Lack, apiVersion string, diags *diag.Diagnostics) {
	var values map[string]tftypes.Value
	if config.Raw.IsNull() || config.Raw.As(&values) != nil {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(lacks)) {
		value, there := values[string(field)]
		if !there || value.IsNull() || !value.IsKnown() || harmless(value, lacks[field].Except) {
			continue
		}
		diags.AddAttributeError(path.Root(string(field)), "Not supported by this API version",
			fmt.Sprintf("%[1]s cannot be used with api_version = %[2]q: %[3]s%[4]s. Remove %[1]s from the configuration.", field, apiVersion, lacks[field].Reason, instead(field, lacks[field])))
	}
}

// instead returns what to use instead, as the end of the reason why a field cannot be
// used.
func instead(field paperspace.Field, lack paperspace.Lack) string {
	switch {
	case !lack.Access:
		return ""
	case field == paperspace.FieldUserID:
		return "; grant people access with paperspace_machine_access instead"
	default:
		return "; use paperspace_machine_access instead"
	}
}

// harmless reports whether a value only requests what happens anyway.
func harmless(value tftypes.Value, except []string) bool {
	var text string
	return value.As(&text) == nil && slices.ContainsFunc(except, func(e string) bool { return strings.EqualFold(e, text) })
}
