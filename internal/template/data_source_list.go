package template

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSourceList)(nil)

// DataSourceList is paperspace_templates: all templates that match.
type DataSourceList struct{ configured *tfx.Configured }

// NewDataSourceList returns an unconfigured data source.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// Metadata implements datasource.DataSource.
func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_templates"
}

// Schema implements datasource.DataSource.
func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := properties.Filters("templates")
	all["templates"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The templates that match, in the service's order.",
		NestedObject:        schema.NestedAttributeObject{Attributes: properties.Shown()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the templates (disk images) that the key may use: the public ones and the team's own.",
		Attributes:          all,
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSourceList) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("list templates", &resp.Diagnostics)
	if !ok {
		return
	}
	var m list
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Templates, "Templates", "list templates", client, &resp.Diagnostics) {
		return
	}
	found, err := client.Templates.List(ctx, tfx.Filter(m.item))
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Templates not read", err, client))
		return
	}
	m.Templates = make([]item, 0, len(found))
	for _, t := range found {
		m.Templates = append(m.Templates, fromDomain(t))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
