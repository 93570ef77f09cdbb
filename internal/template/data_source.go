// Package template has the data sources paperspace_template and
// paperspace_templates.
package template

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is paperspace_template: exactly one template.
type DataSource struct{ configured *tfx.Configured }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_template"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := properties.Sought("templates")
	all["most_recent"] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether to take the newest by `dt_created` when several templates match. A machine whose template is looked up this way wants `lifecycle { ignore_changes = [template_id] }`, or the next new image replaces it.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up one template (disk image) by any of its properties. Finding none or several is an error that lists what there is.",
		Attributes:          all,
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("look up a template", &resp.Diagnostics)
	if !ok {
		return
	}
	var m one
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Templates, "Templates", "look up a template", client, &resp.Diagnostics) {
		return
	}
	lookup := tfx.Lookup[paperspace.Template]{
		Noun: "template", Verb: "use", List: client.Templates.List,
		Tell:   []paperspace.Field{paperspace.FieldLabel, paperspace.FieldOS, paperspace.FieldCreated},
		Advice: "Add a property that only one of them has, or set most_recent = true to take the newest.",
	}
	if m.MostRecent.ValueBool() {
		lookup.Choose = mostRecent
	}
	found, ok := lookup.One(ctx, tfx.Filter(m.item), client, &resp.Diagnostics)
	if !ok {
		return
	}
	m.item = fromDomain(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// mostRecent is the newest by date; a template without a readable one is old.
func mostRecent(all []paperspace.Template) []paperspace.Template {
	return []paperspace.Template{slices.MaxFunc(all, func(a, b paperspace.Template) int {
		ta, _ := time.Parse(time.RFC3339, a.CreatedAt)
		tb, _ := time.Parse(time.RFC3339, b.CreatedAt)
		return ta.Compare(tb)
	})}
}
