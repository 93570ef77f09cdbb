package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSourceList)(nil)

// DataSourceList implements the data source paperspace_machines: all machines that match.
type DataSourceList struct{ tfx.DataSourceEdge }

// NewDataSourceList returns an unconfigured data source.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// Metadata implements datasource.DataSource.
func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machines"
}

// Schema implements datasource.DataSource.
func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := filters().Filters("machines")
	all["machines"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The machines that match, in the order of Paperspace's response. Their events are in the data source `paperspace_machine`.",
		NestedObject:        schema.NestedAttributeObject{Attributes: properties().Shown()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists machines, managed by Terraform or not: those of the user, or all of the team if the API key belongs to a team.",
		Attributes:          all,
	}
}

// Read implements datasource.DataSource.
func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	client, ok := d.Configured.Ready("list machines", &resp.Diagnostics)
	if !ok {
		return
	}
	tfx.RejectLacking(req.Config, client.Traits.NotShown[kindName], client.Name, &resp.Diagnostics)
	tfx.CheckRegion(filterOf(req.Config), client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := tfx.ForRead(ctx)
	defer cancel()
	found, err := client.ListMachines(ctx, filterOf(req.Config))
	if err != nil {
		tfx.NotFetched("Failed to read machines", err, client, &resp.Diagnostics)
		return
	}
	if len(found) == 0 {
		tfx.FoundNothing(filterOf(req.Config), &resp.Diagnostics)
	}
	tfx.SetResults(ctx, req, resp, map[string]attr.Value{"machines": tfx.ListValue(properties(), found, shownOf)})
}
