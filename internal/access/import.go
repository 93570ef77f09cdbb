package access

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// imported returns the two IDs in an import ID or an identity.
func imported(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics) (who identityModel) {
	const where = "To find the IDs, use the data sources paperspace_machines and paperspace_users."
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		diags.Append(req.Identity.Get(ctx, &who)...)
	} else {
		machine, user, found := strings.Cut(req.ID, "/")
		if what := tfx.SpoiledID(req.ID); what != "" {
			diags.AddError("Invalid import ID", fmt.Sprintf("%s It has the form machine_id/user_id, such as psr5k1x0d/u123abc. %s", what, where))
			return who
		}
		if !found || strings.Contains(user, "/") {
			diags.AddError("Invalid import ID",
				fmt.Sprintf("The import ID %q is not of the form machine_id/user_id, such as psr5k1x0d/u123abc. %s", req.ID, where))
			return who
		}
		who = identityModel{MachineID: types.StringValue(machine), UserID: types.StringValue(user)}
	}
	for _, part := range []struct{ name, id string }{{"machine_id", who.MachineID.ValueString()}, {"user_id", who.UserID.ValueString()}} {
		switch what := tfx.Spoiled(part.id); {
		case diags.HasError():
		case part.id == "":
			diags.AddError("Invalid import ID",
				fmt.Sprintf("The import ID is not of the form machine_id/user_id, such as psr5k1x0d/u123abc: %s is empty. %s", part.name, where))
		case what != "":
			diags.AddError("Invalid import ID", fmt.Sprintf("The %s %q %s. %s", part.name, part.id, what, tfx.Unspoil(what)))
		}
	}
	if m, u := who.MachineID.ValueString(), who.UserID.ValueString(); strings.HasPrefix(u, "ps") && !strings.HasPrefix(m, "ps") && !diags.HasError() {
		diags.AddError("Invalid import ID", fmt.Sprintf("The ID of the machine comes first. Use \"%s/%s\".", u, m))
	}
	return who
}
