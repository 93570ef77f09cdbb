package script

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// resourceModel is a script in Terraform's state.
type resourceModel struct {
	tfx.Brief
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Text        types.String `tfsdk:"script_text"`
	IsEnabled   types.Bool   `tfsdk:"is_enabled"`
	RunOnce     types.Bool   `tfsdk:"run_once"`
	MachineID   types.String `tfsdk:"machine_id"`
	OwnerType   types.String `tfsdk:"owner_type"`
	OwnerID     types.String `tfsdk:"owner_id"`
	CreatedAt   types.String `tfsdk:"dt_created"`
}
