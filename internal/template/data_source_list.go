package template

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSourceList returns paperspace_templates: all templates that match.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[list, paperspace.Template]{
		Noun:        "template",
		Description: "Lists the templates (disk images) that the key may use: the public ones and the team's own.",
		Properties:  properties,
		Part:        templates,
		Filters:     func(m list) any { return m.item },
		Fill:        func(m *list, found []paperspace.Template) { m.Templates = tfx.Each(found, fromDomain) },
	}
}

func templates(c *paperspace.Client) tfx.Lister[paperspace.Template] { return c.Templates }
