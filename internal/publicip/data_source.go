package publicip

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of an address in data sources.
var properties = tfx.Properties{
	"address":    tfx.Text("The address, such as `198.51.100.7`."),
	"region":     tfx.Text("The region of the address, by name or code."),
	"machine_id": tfx.Text("The ID of the machine that has the address, `ps…`."),
	"assigned":   tfx.Flag("If `true`, a machine has the address."),
	"dt_created": tfx.Text("When the address was claimed, in RFC 3339."),
}

// filters are the properties that can be filters.
var filters = []string{"region", "machine_id", "assigned"}

// NewDataSourceList returns paperspace_public_ips, which lists all matching addresses.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.PublicIP]{
		Noun: "public_ip",
		Description: "Lists the static public IP addresses of the team (API v1 only), managed by Terraform or not. Each of them is billed, also those that no machine has: " +
			"`assigned = false` finds these.",
		Properties: properties,
		FilterBy:   filters,
		Part:       func(c *ops.Client) tfx.Lister[paperspace.PublicIP] { return tfx.PartOf(c.PublicIPs) },
	}
}
