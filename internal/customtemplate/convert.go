package customtemplate

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a custom template that Terraform manages.
type model struct {
	tfx.Common
	Name          types.String `tfsdk:"name"`
	MachineID     types.String `tfsdk:"machine_id"`
	StopMachine   types.Bool   `tfsdk:"stop_machine"`
	Region        tfx.Region   `tfsdk:"region"`
	AgentType     types.String `tfsdk:"agent_type"`
	OS            types.String `tfsdk:"os"`
	DefaultSizeGB types.Int64  `tfsdk:"default_size_gb"`
	MachineTypes  types.List   `tfsdk:"machine_types"`
	CreatedAt     types.String `tfsdk:"dt_created"`
}

// creation converts a plan to a create request.
func (m *model) creation() paperspace.TemplateCreate {
	return paperspace.TemplateCreate{Name: m.Name.ValueString(), MachineID: m.MachineID.ValueString()}
}

// refresh copies a template to the model. A template remains if its machine no longer exists, so a
// missing machine ID does not change the model.
func (m *model) refresh(t paperspace.Template) {
	m.Name = tfx.OrKept(t.Name, m.Name)
	m.MachineID = tfx.OrKept(t.ParentMachineID, m.MachineID)
	m.Region = m.Region.Shown(t.Region)
	m.AgentType = tfx.OrKept(t.AgentType, m.AgentType)
	m.OS = tfx.OrKept(t.OS, m.OS)
	if t.DefaultSizeGB != 0 {
		m.DefaultSizeGB = types.Int64Value(t.DefaultSizeGB)
	}
	if t.MachineTypes != nil || m.MachineTypes.IsUnknown() {
		m.MachineTypes = types.ListValueMust(types.StringType, tfx.Each(t.MachineTypes, func(s string) attr.Value { return types.StringValue(s) }))
	}
	m.CreatedAt = tfx.OrKept(t.CreatedAt, m.CreatedAt)
}
