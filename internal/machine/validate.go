package machine

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// ValidateConfig checks rules that concern more than one argument. Terraform calls it
// in a plan, where values can be unknown, and again in the apply, where all are known.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	c := fromConfig(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if c.AssignPublicIP.ValueBool() && c.DynamicPublicIP.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("dynamic_public_ip"), "Conflicting public IP address arguments",
			"assign_public_ip and dynamic_public_ip cannot both be true: a machine keeps one address or gets a new one at every start. Set one of them to false.")
	}
	if tfx.Known(c.DesiredState) && c.WaitFor.ValueString() == waitNone {
		resp.Diagnostics.AddAttributeError(path.Root("wait_for"), "Conflicting desired_state and wait_for",
			`To keep the machine in the power state of desired_state, the provider must wait for it, but wait_for is "none". Remove one of the two.`)
	}
	validateOwner(&c, &resp.Diagnostics)
}

// validateOwner requires at most one owner: an existing user, or a complete new one.
func validateOwner(c *model, diags *diag.Diagnostics) {
	fields := []struct {
		name  string
		value attr.Value
	}{{"email", c.Email}, {"password", c.Password}, {"first_name", c.FirstName}, {"last_name", c.LastName}}

	var set, missing []string
	for _, f := range fields {
		switch {
		case f.value.IsNull():
			missing = append(missing, f.name)
		case !f.value.IsUnknown():
			set = append(set, f.name)
		}
	}
	if len(set) > 0 && tfx.Known(c.UserID) {
		diags.AddAttributeError(path.Root("user_id"), "Conflicting owner arguments",
			fmt.Sprintf("user_id names an existing user, and %s a new one. Give the machine one owner: remove user_id, or all four of email, password, first_name and last_name.", strings.Join(set, ", ")))
		return
	}
	if len(set) > 0 && len(missing) > 0 {
		diags.AddAttributeError(path.Root(set[0]), "Incomplete new user",
			fmt.Sprintf("A new user needs all four of email, password, first_name, and last_name. Missing: %s. Set what is missing, or remove the others.", strings.Join(missing, ", ")))
	}
}
