package network

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// resourceModel is a private network that Terraform manages.
type resourceModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Region    tfx.Region   `tfsdk:"region"`
	Network   types.String `tfsdk:"network"`
	Netmask   types.String `tfsdk:"netmask"`
	CreatedAt types.String `tfsdk:"dt_created"`
}

// create is the model's way out: what a new network shall be.
func (m *resourceModel) create() paperspace.NetworkCreate {
	return paperspace.NetworkCreate{Name: m.Name.ValueString(), Region: m.Region.ValueString()}
}

// refresh makes the model what the service shows. Null or absent erases
// nothing: a network does not change but for its name.
func (m *resourceModel) refresh(n paperspace.Network) {
	m.ID = types.StringValue(n.ID)
	if n.Name != "" {
		m.Name = types.StringValue(n.Name)
	}
	if region := tfx.NewSpelled[tfx.Regions](n.Region); !region.IsNull() && !region.Means(m.Region) {
		m.Region = region
	}
	m.Network, m.Netmask = shown(n.Network, m.Network), shown(n.Netmask, m.Netmask)
	m.CreatedAt = shown(n.CreatedAt, m.CreatedAt)
}

func shown(text string, before types.String) types.String {
	if text == "" && tfx.Known(before) {
		return before
	}
	return tfx.StringOrNull(text)
}
