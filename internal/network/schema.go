package network

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "A private network of the team. Machines in it reach each other by their private addresses. " +
			"To attach a machine to it, set `network_id` of the machine, with API v1 at any time and with the CORE API when the machine is created. A machine cannot return to the team's default network. " +
			"Paperspace destroys a network only if no machine is left in it. The provider waits for machines that are being destroyed, and otherwise fails with the names of the machines. A private network is billed; see the guide [Costs](../guides/costs.md).\n\n" +
			"**With the CORE API**, the calls that create and destroy a network are not documented, and the provider follows another client. A network cannot be renamed, so a new `name` replaces it. " +
			"If the API does not support the destroy call, Terraform removes the network only from the state, with a warning.",
		Attributes: map[string]schema.Attribute{
			"id": tfx.Shown("The ID of the network, `n…`."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique. Updated in place with API v1. Changing this forces a new network with the CORE API.",
			},
			"region": tfx.RegionAttribute("The region of the network, by name or code: `East Coast (NY2)` or `ny2`. Its machines must be in the same region. " +
				"Defaults to the provider's `region` when a network is created. Changing this forces a new network."),
			"network":    tfx.Shown("The address of the network, such as `10.64.21.0`. Paperspace sets it."),
			"netmask":    tfx.Shown("The mask of the network, such as `255.255.255.0`."),
			"dt_created": tfx.Shown("When the network was created, in RFC 3339."),
		},
	}
}
