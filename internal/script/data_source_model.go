package script

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// dataProperties are filters and results in one.
var dataProperties = tfx.Properties{
	"id":          tfx.Text("The id of the script, `sc…`."),
	"owner_type":  tfx.OneOf(paperspace.OwnerTypes, "What owns the script: `user` or `team`. `core` only."),
	"owner_id":    tfx.Text("The id of the user or team that owns the script. `core` only."),
	"name":        tfx.Text("The name of the script."),
	"description": tfx.Text("The description of the script."),
	"dt_created":  tfx.Text("When the script was created, in RFC 3339."),
	"is_enabled":  tfx.Flag("Whether the script runs at all."),
	"run_once":    tfx.Flag("Whether the script runs at the first boot only."),
}

// dataItem is a script as data sources hold it; as filters, the same fields.
type dataItem struct {
	ID          types.String `tfsdk:"id"`
	OwnerType   types.String `tfsdk:"owner_type"`
	OwnerID     types.String `tfsdk:"owner_id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	CreatedAt   types.String `tfsdk:"dt_created"`
	IsEnabled   types.Bool   `tfsdk:"is_enabled"`
	RunOnce     types.Bool   `tfsdk:"run_once"`
}

// dataOne and dataList are the models of the two data sources.
type dataOne struct {
	dataItem
	ScriptText types.String   `tfsdk:"script_text"`
	MachineIDs []types.String `tfsdk:"machine_ids"`
}

type dataList struct {
	dataItem
	Scripts []dataItem `tfsdk:"scripts"`
}

func dataFromDomain(s paperspace.Script) dataItem {
	return dataItem{
		ID: tfx.StringOrNull(s.ID), OwnerType: tfx.StringOrNull(s.OwnerType), OwnerID: tfx.StringOrNull(s.OwnerID),
		Name: tfx.StringOrNull(s.Name), Description: tfx.StringOrNull(s.Description), CreatedAt: tfx.StringOrNull(s.CreatedAt),
		IsEnabled: types.BoolValue(s.IsEnabled), RunOnce: types.BoolValue(s.RunOnce),
	}
}
