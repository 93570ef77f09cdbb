package snapshot

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a snapshot in data sources.
var properties = tfx.Properties{
	"id":         tfx.Text("The ID of the snapshot."),
	"name":       tfx.Text("The name of the snapshot. Names are not unique."),
	"machine_id": tfx.Text("The ID of the machine that the snapshot was taken of, `ps…`."),
	"automatic":  tfx.Flag("If `true`, the schedule of the machine took the snapshot. Paperspace automatically deletes the oldest of these."),
}

// NewDataSourceList returns paperspace_snapshots, which lists all matching snapshots.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.Snapshot]{
		Noun: "snapshot",
		Description: "Lists snapshots of the disks of machines (API v1 only), managed by Terraform or not. Paperspace shows neither the date nor the size of a snapshot, " +
			"so the order is the only sign of its age.",
		Properties: properties,
		FilterBy:   []string{"machine_id", "name", "automatic"},
		Order:      "the newest first",
		Sort:       slices.Reverse[[]paperspace.Snapshot],
		Part:       func(c *ops.Client) tfx.Lister[paperspace.Snapshot] { return tfx.PartOf(c.Snapshots) },
	}
}
