package access

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "Gives one user of the team access to one machine, in addition to its owner. Destroying the resource revokes the access. The user's SSH keys stay on the machine, so remove them there, too.\n\n" +
			"The CORE API does not return who has access to a machine. With it, the provider does not detect an access that was revoked or granted " +
			"outside of Terraform. " +
			"See the guide [Who can use a machine](../guides/who-can-use-a-machine.md).",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The two IDs as `machine_id/user_id`.",
			},
			"machine_id": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "The ID of the machine. Changing this forces a new resource, which revokes the access to the old machine.",
			},
			"user_id": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "The ID of the user, a member of the team. The owner of the machine always has access. Changing this forces a new resource, which revokes the access of the former user.",
			},
		},
	}
}

// model is an access in Terraform's state.
type model struct {
	ID        types.String `tfsdk:"id"`
	MachineID types.String `tfsdk:"machine_id"`
	UserID    types.String `tfsdk:"user_id"`
}

// compound returns the ID, which consists of both parts.
func (m *model) compound() types.String {
	return types.StringValue(m.MachineID.ValueString() + "/" + m.UserID.ValueString())
}

// identityModel is the identity of an access, which never changes.
type identityModel struct {
	MachineID types.String `tfsdk:"machine_id"`
	UserID    types.String `tfsdk:"user_id"`
}
