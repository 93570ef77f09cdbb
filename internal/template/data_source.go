// Package template has the data sources paperspace_template and
// paperspace_templates.
package template

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

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

// texts describe the fields, which are filters and results in one.
var texts = map[string]string{
	"id":         "The id of the template, `t…`.",
	"name":       "The name that Paperspace gives it, `paperspace/t…` for a public one.",
	"label":      "The name that people read, such as `Ubuntu 20.04`. Labels are not unique.",
	"os":         "The operating system, as the service words it.",
	"dt_created": "When the template was created, in RFC 3339.",
	"team_id":    "The id of the team that owns it; public templates have none.",
	"user_id":    "The id of the user who owns it; public templates have none.",
	"region":     "The region that it can be used in, by name or code; public templates have none.",
}

func attributes(text func(name string) schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for name := range texts {
		all[name] = text(name)
	}
	return all
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := attributes(func(name string) schema.Attribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: texts[name] + " Set it to look for it; the text `null` looks for templates without a value.",
		}
	})
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
	if resp.Diagnostics.HasError() {
		return
	}
	filter := m.filter()
	found, err := client.Templates.List(ctx, filter)
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Templates not read", err, client))
		return
	}
	if len(found) > 1 && m.MostRecent.ValueBool() {
		found = []paperspace.Template{mostRecent(found)}
	}
	switch len(found) {
	case 1:
		m.item = fromDomain(found[0])
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
	case 0:
		text := "No template matches " + words(filter) + "."
		if all, err := client.Templates.List(ctx, nil); err == nil {
			text += fmt.Sprintf(" The key may use %d templates:\n%s", len(all), lines(all))
		}
		resp.Diagnostics.AddError("No such template", text)
	default:
		resp.Diagnostics.AddError("Several templates match",
			fmt.Sprintf("%d templates match %s:\n%s\n\nAdd a property that only one of them has, or set most_recent = true to take the newest.",
				len(found), words(filter), lines(found)))
	}
}

// mostRecent is the newest by date; a template without a readable one is old.
func mostRecent(all []paperspace.Template) paperspace.Template {
	return slices.MaxFunc(all, func(a, b paperspace.Template) int {
		ta, _ := time.Parse(time.RFC3339, a.CreatedAt)
		tb, _ := time.Parse(time.RFC3339, b.CreatedAt)
		return ta.Compare(tb)
	})
}

func words(f paperspace.Filter) string {
	if len(f) == 0 {
		return "(no property was given)"
	}
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		parts = append(parts, fmt.Sprintf("%s = %q", field, f[field]))
	}
	return strings.Join(parts, " and ")
}

// lines lists templates for a message, not more than a screen.
func lines(all []paperspace.Template) string {
	const most = 25
	var b strings.Builder
	for i, t := range all {
		if i == most {
			fmt.Fprintf(&b, "  … and %d more", len(all)-most)
			break
		}
		fmt.Fprintf(&b, "  %s  label %q, os %q, created %s\n", t.ID, t.Label, t.OS, t.CreatedAt)
	}
	return strings.TrimRight(b.String(), "\n")
}
