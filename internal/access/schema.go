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
		MarkdownDescription: "Lets one user of the team use one machine, besides its owner. Destroying the resource takes the access back. The user's SSH keys stay on the machine, so remove them there, too.\n\n" +
			"The CORE API cannot tell who may use a machine. With it, an access that was taken back in the Paperspace console shows as no difference, " +
			"and one that was given there, and is not in the configuration, is not noticed. " +
			"The guide [Who may use a machine](../guides/who-may-use-a-machine.md) tells more.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The two ids as `machine_id/user_id`.",
			},
			"machine_id": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "The id of the machine. Changing it takes the access to the old machine back.",
			},
			"user_id": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(),
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "The id of the user, a member of the team. The owner of the machine has access without this. Changing it takes the former user's access back.",
			},
		},
	}
}

// model is an access as Terraform holds it.
type model struct {
	ID        types.String `tfsdk:"id"`
	MachineID types.String `tfsdk:"machine_id"`
	UserID    types.String `tfsdk:"user_id"`
}

// compound is the id, made of its parts.
func (m *model) compound() types.String {
	return types.StringValue(m.MachineID.ValueString() + "/" + m.UserID.ValueString())
}

// identityModel is what tells this access from all others, for good.
type identityModel struct {
	MachineID types.String `tfsdk:"machine_id"`
	UserID    types.String `tfsdk:"user_id"`
}
