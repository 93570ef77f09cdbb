package network

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are filters and results in one.
var properties = tfx.Properties{
	"id":         tfx.Text("The id of the network, `n…`."),
	"name":       tfx.Text("The name of the network. Names are not unique."),
	"region":     tfx.Text("The region of the network, by name or code."),
	"dt_created": tfx.Text("When the network was created, in RFC 3339."),
	"network":    tfx.Text("The address of the network, such as `10.64.21.0`."),
	"netmask":    tfx.Text("The mask of the network, such as `255.255.255.0`."),
	"team_id":    tfx.Text("The id of the team that the network belongs to. `core` only."),
}

// item is a network as Terraform holds it; as filters, the same fields.
type item struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Region    types.String `tfsdk:"region"`
	CreatedAt types.String `tfsdk:"dt_created"`
	Network   types.String `tfsdk:"network"`
	Netmask   types.String `tfsdk:"netmask"`
	TeamID    types.String `tfsdk:"team_id"`
}

// list is the model of the data source of many.
type list struct {
	item
	Networks []item `tfsdk:"networks"`
}

func fromDomain(n paperspace.Network) item {
	return item{
		ID: tfx.StringOrNull(n.ID), Name: tfx.StringOrNull(n.Name), Region: tfx.StringOrNull(n.Region), CreatedAt: tfx.StringOrNull(n.CreatedAt),
		Network: tfx.StringOrNull(n.Network), Netmask: tfx.StringOrNull(n.Netmask), TeamID: tfx.StringOrNull(n.TeamID),
	}
}
