package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// checkTexts checks the names and IDs of a plan that creates or changes a network.
func (r *Resource) checkTexts(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var plan resourceModel
	var state *resourceModel
	diags.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = new(resourceModel)
		diags.Append(req.State.Get(ctx, state)...)
	}
	if !diags.HasError() {
		tfx.CheckTexts("network", &plan, state, []string{"name", "region"}, tfx.Errors(diags))
	}
}
