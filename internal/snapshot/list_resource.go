package snapshot

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_snapshot for terraform query.
func NewListResource() list.ListResource {
	return newManaged().ListResource(tfx.Listing[paperspace.Snapshot]{
		Filters: properties.Only("machine_id", "name"),
		Text:    "the snapshots of machines (API v1 only), without those that the schedules of machines took, because these cannot be managed.",
	})
}
