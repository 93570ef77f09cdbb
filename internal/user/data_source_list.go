package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSourceList)(nil)

// DataSourceList is paperspace_users: all users that match.
type DataSourceList struct{ configured *tfx.Configured }

// NewDataSourceList returns an unconfigured data source.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// Metadata implements datasource.DataSource.
func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_users"
}

// Schema implements datasource.DataSource.
func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := properties.Filters("users")
	all["users"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The users that match, in the service's order.",
		NestedObject:        schema.NestedAttributeObject{Attributes: properties.Shown()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the users of the team that the key belongs to, the owners that machines can have.",
		Attributes:          all,
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSourceList) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("list users", &resp.Diagnostics)
	if !ok {
		return
	}
	var m list
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Users, "Users", "list users", client, &resp.Diagnostics) {
		return
	}
	found, err := client.Users.List(ctx, tfx.Filter(m.item))
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Users not read", err, client))
		return
	}
	m.Users = make([]item, 0, len(found))
	for _, u := range found {
		m.Users = append(m.Users, fromDomain(u))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
