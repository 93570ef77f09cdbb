package publicip

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_public_ip for terraform query.
func NewListResource() list.ListResource {
	return newManaged().ListResource(tfx.Listing[paperspace.PublicIP]{
		Filters: properties.Only(filters...),
		Text: "the static public IP addresses of the team (API v1 only), also those that machines have because of `assign_public_ip`. " +
			"To list only addresses that no machine has, set `assigned = false`.",
	})
}
