package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSourceList)(nil)

// DataSourceList is paperspace_scripts: all scripts that match.
type DataSourceList struct{ configured *tfx.Configured }

// NewDataSourceList returns an unconfigured data source.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// Metadata implements datasource.DataSource.
func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scripts"
}

// Schema implements datasource.DataSource.
func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := dataProperties.Filters("scripts")
	all["scripts"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The scripts that match, in the service's order.",
		NestedObject:        schema.NestedAttributeObject{Attributes: dataProperties.Shown()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the startup scripts that the key may see: the caller's own and the team's. The data source `paperspace_script` has the text of one.",
		Attributes:          all,
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSourceList) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("list scripts", &resp.Diagnostics)
	if !ok {
		return
	}
	var m dataList
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Scripts, "Scripts", "list scripts", client, &resp.Diagnostics) {
		return
	}
	found, err := client.Scripts.List(ctx, tfx.Filter(m.dataItem))
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Scripts not read", err, client))
		return
	}
	m.Scripts = make([]dataItem, 0, len(found))
	for _, s := range found {
		m.Scripts = append(m.Scripts, dataFromDomain(s))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
