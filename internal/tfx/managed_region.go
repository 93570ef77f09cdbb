package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// RegionAttribute returns the region argument of an object that is replaced if its region
// changes. The default is the region of the provider.
func RegionAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, CustomType: SpelledType[Regions]{}, Validators: NotEmpty(),
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown(), KeepSpelling[Regions](), stringplanmodifier.RequiresReplaceIf(otherRegion,
				"another region replaces the object", "another region replaces the object"),
		},
		MarkdownDescription: description,
	}
}

// otherRegion requires a replacement if the configured region differs from that of the
// state. An unknown region might differ, and an update would then end in "inconsistent
// final plan". A state that another provider wrote might have no region.
func otherRegion(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull()
}

// planRegion sets the region of a new object whose configuration has none, and checks a
// configured region.
func (r *Managed[M, P, T, In]) planRegion(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if a, ok := req.Plan.Schema.GetAttributes()["region"]; !ok || !a.IsOptional() {
		return
	}
	var configured, planned Region
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &configured)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("region"), &planned)...)
	if req.State.Raw.IsNull() {
		if region, ok := r.Configured.DefaultRegion(r.Noun, configured, &resp.Diagnostics); ok {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), region)...)
		}
	} else {
		var state Region
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("region"), &state)...)
		if Known(planned) && planned.Means(state) {
			return
		}
	}
	if Known(configured) {
		CheckNewRegion(configured.ValueString(), r.Client(), &resp.Diagnostics)
	}
}
