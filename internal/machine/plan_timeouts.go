package machine

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// checkCreateTimeout rejects a create timeout that is not longer than request_timeout:
// the provider does not send a create unless it has the time to wait for the response.
func checkCreateTimeout(ctx context.Context, c *ops.Client, plan *model, diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	timeout, ds := plan.Timeouts.Create(ctx, tfx.CreateTimeout)
	if ds.HasError() || timeout > c.RequestTimeout {
		return
	}
	diags.Append(rejection(c, plan, path.Root("timeouts").AtName("create"), "Create timeout too short",
		fmt.Sprintf("The create timeout of machine %q is %s, and one request can take %s (request_timeout in the provider block). "+
			"The provider does not send a create unless it has the time to wait for the response. Set create to more than that in the timeouts block, or lower request_timeout.",
			plan.Name.ValueString(), paperspace.Short(timeout), paperspace.Short(c.RequestTimeout))))
}

// checkUpdateTimeout warns of a new update timeout that is shorter than request_timeout.
func checkUpdateTimeout(ctx context.Context, c *ops.Client, plan, state *model, diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	timeout, ds := plan.Timeouts.Update(ctx, tfx.UpdateTimeout)
	before, more := state.Timeouts.Update(ctx, tfx.UpdateTimeout)
	if ds.HasError() || more.HasError() || timeout == before || timeout >= c.RequestTimeout {
		return
	}
	diags.AddAttributeWarning(path.Root("timeouts").AtName("update"), fmt.Sprintf("Short update timeout for machine %q", plan.Name.ValueString()),
		fmt.Sprintf("The update timeout is %s, and one request can take %s (request_timeout in the provider block). Updates might fail halfway. Raise update in the timeouts block.",
			paperspace.Short(timeout), paperspace.Short(c.RequestTimeout)))
}

// rejection returns an error about a machine that the plan creates. If this configuration
// manages a machine with that name, it returns a warning: that machine is about to be
// replaced, and an error would block its destruction.
func rejection(c *ops.Client, plan *model, at path.Path, summary, detail string) diag.Diagnostic {
	if c != nil && c.KnowsName(plan.Name.ValueString()) {
		return diag.NewAttributeWarningDiagnostic(at, summary,
			detail+" This is a warning and not an error, because an error would block the destruction of the existing machine with this name.")
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, detail)
}
