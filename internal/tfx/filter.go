package tfx

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// filterValue rejects a filter that no object can match: a text that is not one of values, or
// not a date if values is nil. Otherwise a typo would only return an empty list.
type filterValue struct{ values []string }

// Description implements validator.String.
func (v filterValue) Description(context.Context) string {
	if v.values == nil {
		return "must be a date in RFC 3339 or null"
	}
	return "must be one of " + quoted(v.values) + " or null"
}

// MarkdownDescription implements validator.String.
func (v filterValue) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v filterValue) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if !Known(req.ConfigValue) || text == "" || text == paperspace.Null {
		return
	}
	if v.values == nil {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid date",
				fmt.Sprintf("The value %q of %s is not a date in RFC 3339. Set a date such as \"2024-07-15T09:30:00Z\", or \"null\" to find what has none.", text, req.Path))
		}
		return
	}
	if !slices.ContainsFunc(v.values, func(s string) bool { return strings.EqualFold(s, text) }) {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Unknown %s", req.Path),
			fmt.Sprintf("No object can have the %s %q. Valid values: %s, and \"null\" to find what has none. They are not case-sensitive.", req.Path, text, quoted(v.values)))
	}
}

func quoted(all []string) string { return `"` + strings.Join(all, `", "`) + `"` }

// CheckRegion adds an error if a filter has a region that does not exist. If the regions
// of the API version are not known, [FoundNothing] warns instead.
func CheckRegion(f paperspace.Filter, c *ops.Client, diags *diag.Diagnostics) {
	region, set := f[paperspace.FieldRegion]
	if _, known := paperspace.RegionName(region); set && region != paperspace.Null && !known && !c.Traits.AnyRegion {
		diags.Append(noRegion(region, ""))
	}
}

// CheckNewRegion adds an error if the region of a new object does not exist. If the
// regions of the API version are not known, preflight_checks = false disables this check.
func CheckNewRegion(region string, c *ops.Client, diags *diag.Diagnostics) {
	_, known := paperspace.RegionName(region)
	switch {
	case known, c.Traits.AnyRegion && !c.Preflight:
	case c.Traits.AnyRegion:
		diags.Append(noRegion(region, " To use a region that is newer than this version of the provider, set preflight_checks = false in the provider block."))
	default:
		diags.Append(noRegion(region, ""))
	}
}

func noRegion(region, way string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("region"), "Unknown region",
		fmt.Sprintf("%q is not a region of Paperspace. Valid values: %s, and the codes \"ny2\", \"ca1\", and \"ams1\". They are not case-sensitive.%s",
			region, quoted(paperspace.RegionNames()), way))
}

// FoundNothing adds a warning if a filter that found nothing has a value that the
// provider does not know, because it might be a typo.
func FoundNothing(f paperspace.Filter, diags *diag.Diagnostics) {
	if field, text := doubtful(f); field != "" {
		diags.AddAttributeWarning(path.Root(string(field)), fmt.Sprintf("Nothing found with %s %q", field, f[field]), text)
	}
}

// doubtful returns the first field of a filter with a known set of values that lacks
// this one, and a text about it. The field is "" if there is none.
func doubtful(f paperspace.Filter) (paperspace.Field, string) {
	for _, field := range slices.Sorted(maps.Keys(f)) {
		known := paperspace.Values(field)
		if f[field] == paperspace.Null || known == nil ||
			slices.ContainsFunc(known, func(s string) bool { return strings.EqualFold(s, paperspace.Spelling(field, f[field])) }) {
			continue
		}
		codes := ""
		if field == paperspace.FieldRegion {
			codes = `, and the codes "ny2", "ca1", and "ams1"`
		}
		return field, fmt.Sprintf("The provider does not recognize the %s %q. Known values: %s%s. They are not case-sensitive. Check the spelling.", field, f[field], quoted(known), codes)
	}
	return "", ""
}
