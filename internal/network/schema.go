package network

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	keep := stringplanmodifier.UseStateForUnknown()
	shown := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{keep}, MarkdownDescription: description}
	}
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "A private network of the team (API v1 only). Machines in it reach each other by their private addresses. " +
			"A machine is put into it with `network_id`, when it is created or later, and never gets back into the team's default network. " +
			"The service destroys a network only when no machine is left in it: the provider waits for machines that are being destroyed, and otherwise fails with the names of the machines. A private network is billed; see the guide [Costs](../guides/costs.md).",
		Attributes: map[string]schema.Attribute{
			"id": shown("The id of the network, `n…`."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique at Paperspace. Changed in place.",
			},
			"region": schema.StringAttribute{
				Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Regions]{}, Validators: tfx.NotEmpty(),
				PlanModifiers: []planmodifier.String{keep, tfx.KeepSpelling[tfx.Regions]()},
				MarkdownDescription: "Where the network is, by name or code: `East Coast (NY2)` or `ny2`. Its machines have to be in the same region. " +
					"Defaults to the provider's `region` when a network is created. Changing it replaces the network.",
			},
			"network":    shown("The address of the network, such as `10.64.21.0`; the service picks it."),
			"netmask":    shown("The mask of the network, such as `255.255.255.0`."),
			"dt_created": shown("When the network was created, in RFC 3339."),
		},
	}
}
