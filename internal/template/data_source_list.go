package template

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	all := attributes(func(name string) schema.Attribute {
		return schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "Only templates with this value. " + texts[name] + " The text `null` looks for templates without a value.",
		}
	})
	all["templates"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The templates that match, in the service's order.",
		NestedObject: schema.NestedAttributeObject{Attributes: attributes(func(name string) schema.Attribute {
			return schema.StringAttribute{Computed: true, MarkdownDescription: texts[name]}
		})},
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
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := client.Templates.List(ctx, m.filter())
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Templates not read", err, client))
		return
	}
	items := make([]item, 0, len(found))
	for _, t := range found {
		items = append(items, fromDomain(t))
	}
	templates, diags := types.ListValueFrom(ctx, types.ObjectType{AttrTypes: itemTypes}, items)
	resp.Diagnostics.Append(diags...)
	m.Templates = templates
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
