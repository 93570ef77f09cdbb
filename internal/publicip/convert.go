package publicip

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a public IP address that Terraform manages.
type model struct {
	tfx.Common
	Address   types.String `tfsdk:"address"`
	Region    tfx.Region   `tfsdk:"region"`
	MachineID types.String `tfsdk:"machine_id"`
	CreatedAt types.String `tfsdk:"dt_created"`
}

// creation converts a plan to a claim request.
func (m *model) creation() paperspace.PublicIPClaim {
	return paperspace.PublicIPClaim{Region: m.Region.ValueString()}
}

// refresh copies an address to the model. If Paperspace shows no machine, the address has none.
func (m *model) refresh(a paperspace.PublicIP) {
	m.Address = types.StringValue(a.Address)
	m.Region = m.Region.Shown(a.Region)
	m.MachineID = tfx.StringOrNull(a.MachineID)
	m.CreatedAt = tfx.OrKept(a.CreatedAt, m.CreatedAt)
}
