package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSourceList returns paperspace_machines, which lists all matching machines.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.Machine]{
		Noun:        kindName,
		Description: "Lists machines, managed by Terraform or not: those of the user, or all of the team if the API key belongs to a team.",
		Properties:  properties(),
		FilterBy:    filterBy,
		Order:       "in the order of Paperspace's response. Their events are in the data source `paperspace_machine`",
		Values:      shownOf,
		Part: func(c *ops.Client) tfx.Lister[paperspace.Machine] {
			return tfx.ListerFunc[paperspace.Machine](func(ctx context.Context, f paperspace.Filter) ([]paperspace.Machine, error) {
				return c.ListMachines(ctx, apiFilter(f))
			})
		},
	}
}
