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
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
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
	if len(found) == 1 {
		m.item = fromDomain(found[0])
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
		return
	}
	all := found
	if len(found) == 0 && len(filter) > 0 {
		all, _ = client.Templates.List(ctx, nil) // what there is belongs to the message, no more
	}
	resp.Diagnostics.AddError(problem(filter, found, all))
}

// problem words that there is not exactly one template.
func problem(filter paperspace.Filter, found, all []paperspace.Template) (title, text string) {
	const add = "\n\nAdd a property that only one of them has, or set most_recent = true to take the newest."
	switch {
	case len(found) > 0 && len(filter) == 0:
		return "Several templates match", fmt.Sprintf("No property was given, and the key may use %s:\n%s%s", count(found), lines(found), add)
	case len(found) > 0:
		return "Several templates match", fmt.Sprintf("%s match %s:\n%s%s", count(found), words(filter), lines(found), add)
	case len(filter) == 0:
		return "No such template", "The key may not use any template."
	case len(all) == 0:
		return "No such template", "No template matches " + words(filter) + "."
	}
	return "No such template", fmt.Sprintf("No template matches %s. The key may use %s:\n%s", words(filter), count(all), lines(all))
}

func count(all []paperspace.Template) string {
	if len(all) == 1 {
		return "1 template"
	}
	return fmt.Sprintf("%d templates", len(all))
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
		fmt.Fprintf(&b, "  %s", t.ID)
		separator := "  "
		for _, p := range []struct{ name, value string }{{"label", t.Label}, {"os", t.OS}, {"created", t.CreatedAt}} {
			if p.value != "" {
				fmt.Fprintf(&b, "%s%s %q", separator, p.name, p.value)
				separator = ", "
			}
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}
