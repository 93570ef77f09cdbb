package snapshot

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a snapshot that Terraform manages.
type model struct {
	tfx.Common
	Name      types.String `tfsdk:"name"`
	MachineID types.String `tfsdk:"machine_id"`
	Automatic types.Bool   `tfsdk:"automatic"`
}

// creation converts a plan to a create request.
func (m *model) creation() paperspace.SnapshotCreate {
	return paperspace.SnapshotCreate{Name: m.Name.ValueString(), MachineID: m.MachineID.ValueString()}
}

// refresh copies a snapshot to the model.
func (m *model) refresh(s paperspace.Snapshot) {
	m.Name = tfx.OrKept(s.Name, m.Name)
	m.MachineID = tfx.OrKept(s.MachineID, m.MachineID)
	m.Automatic = types.BoolValue(s.Automatic)
}
