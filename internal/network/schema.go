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
			"A machine is put into it with `network_id`, when it is created or, with API v1, later, and never gets back into the team's default network. " +
			"Paperspace destroys a network only if no machine is left in it. The provider waits for machines that are being destroyed, and otherwise fails with the names of the machines. A private network is billed; see the guide [Costs](../guides/costs.md).\n\n" +
			"**With the CORE API**, the calls that create and destroy a network are not documented; they are known from another client. A network cannot be renamed, so a new `name` replaces it. " +
			"If a server does not carry out the destroy, Terraform removes the network from the state only, with a warning.",
		Attributes: map[string]schema.Attribute{
			"id": tfx.Shown("The ID of the network, `n…`."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique. Updated in place with API v1. Changing this forces a new network with the CORE API.",
			},
			"region": tfx.RegionAttribute("Where the network is, by name or code: `East Coast (NY2)` or `ny2`. Its machines have to be in the same region. " +
				"Defaults to the provider's `region` when a network is created. Changing this forces a new network."),
			"network":    tfx.Shown("The address of the network, such as `10.64.21.0`; Paperspace chooses it."),
			"netmask":    tfx.Shown("The mask of the network, such as `255.255.255.0`."),
			"dt_created": tfx.Shown("When the network was created, in RFC 3339."),
		},
	}
}
