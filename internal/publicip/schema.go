package publicip

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A static public IP address of the team (API v1 only). An address is billed from its claim until its release, whether or not a machine has it; " +
			"see the guide [Costs](../guides/costs.md). Destroying the resource releases the address, even while a machine has it.\n\n" +
			"A machine that has an address from this resource must not set `assign_public_ip = true`: it would claim its own address, and a machine has only one.",
		Attributes: map[string]schema.Attribute{
			"id":      tfx.Shown("The address. It is its own ID."),
			"address": tfx.Shown("The address, such as `198.51.100.7`. Use it in outputs and connections: `public_ip_address` of the machine shows it only after the next refresh."),
			"region": tfx.RegionAttribute("Where the address can be used, by name or code: `East Coast (NY2)` or `ny2`. The machine has to be in the same region. " +
				"Defaults to the provider's `region` when an address is claimed. Changing it releases the address and claims another one."),
			"machine_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The ID of the machine that has the address. If omitted, no machine has the address. " +
					"Changing it moves the address, and removing it takes the address from the machine. Both are done in place.",
			},
			"dt_created": tfx.Shown("When the address was claimed, in RFC 3339."),
		},
	}
}
