package shareddrive

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_shared_drive for terraform query.
func NewListResource() list.ListResource {
	return newManaged().ListResource(tfx.Listing[paperspace.SharedDrive]{
		Filters: properties.Only(filters...),
		Text:    "the shared drives of the team (API v1 only).",
	})
}
