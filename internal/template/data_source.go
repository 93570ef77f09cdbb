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

// NewDataSource returns paperspace_template: exactly one template.
func NewDataSource() datasource.DataSource {
	return &tfx.One[one, paperspace.Template]{
		Lookup: tfx.Lookup[paperspace.Template]{
			Noun: "template", Verb: "use",
			Tell:   []paperspace.Field{paperspace.FieldLabel, paperspace.FieldOS, paperspace.FieldCreated},
			Advice: "Add a property that only one of them has, or set most_recent = true to take the newest.",
		},
		Description: "Looks up one template (disk image) by any of its properties. Finding none or several is an error that lists what there is.",
		Properties:  properties,
		More: map[string]schema.Attribute{"most_recent": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether to take the newest by `dt_created` when several templates match. A machine whose template is looked up this way wants `lifecycle { ignore_changes = [template_id] }`, or the next new image replaces it.",
		}},
		Part:    templates,
		Filters: func(m one) any { return m.item },
		ChooseFor: func(m one) func([]paperspace.Template) []paperspace.Template {
			if m.MostRecent.ValueBool() {
				return mostRecent
			}
			return nil
		},
		Fill: func(_ context.Context, _ *paperspace.Client, m *one, found paperspace.Template) error {
			m.item = fromDomain(found)
			return nil
		},
	}
}

// mostRecent is the newest by date; a template without a readable one is old.
func mostRecent(all []paperspace.Template) []paperspace.Template {
	return []paperspace.Template{slices.MaxFunc(all, func(a, b paperspace.Template) int {
		ta, _ := time.Parse(time.RFC3339, a.CreatedAt)
		tb, _ := time.Parse(time.RFC3339, b.CreatedAt)
		return ta.Compare(tb)
	})}
}
