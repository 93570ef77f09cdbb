package network

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a private network that Terraform manages.
type model struct {
	tfx.Common
	Name      types.String `tfsdk:"name"`
	Region    tfx.Region   `tfsdk:"region"`
	Network   types.String `tfsdk:"network"`
	Netmask   types.String `tfsdk:"netmask"`
	CreatedAt types.String `tfsdk:"dt_created"`
}

// creation converts a plan to a create request.
func (m *model) creation() paperspace.NetworkCreate {
	return paperspace.NetworkCreate{Name: m.Name.ValueString(), Region: m.Region.ValueString()}
}

// refresh copies a network to the model. Null and absent values do not change the model, because only the name of a
// network can change.
func (m *model) refresh(n paperspace.Network) {
	m.Name = tfx.OrKept(n.Name, m.Name)
	m.Region = m.Region.Shown(n.Region)
	m.Network, m.Netmask = tfx.OrKept(n.Network, m.Network), tfx.OrKept(n.Netmask, m.Netmask)
	m.CreatedAt = tfx.OrKept(n.CreatedAt, m.CreatedAt)
}
