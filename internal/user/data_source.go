// Package user has the data sources paperspace_user and paperspace_users.
package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is paperspace_user: exactly one user.
type DataSource struct{ configured *tfx.Configured }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up one user of the team by any property, for instance to give a machine its owner by e-mail address. Finding none or several is an error that lists what there is.",
		Attributes:          properties.Sought("users"),
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("look up a user", &resp.Diagnostics)
	if !ok {
		return
	}
	var m item
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Users, "Users", "look up a user", client, &resp.Diagnostics) {
		return
	}
	lookup := tfx.Lookup[paperspace.User]{
		Noun: "user", Verb: "see", List: client.Users.List,
		Tell:   []paperspace.Field{paperspace.FieldEmail, "first_name", "last_name"},
		Advice: "Add a property that only one of them has.",
	}
	found, ok := lookup.One(ctx, tfx.Filter(m), client, &resp.Diagnostics)
	if !ok {
		return
	}
	m = fromDomain(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
