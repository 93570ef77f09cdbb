// Package template implements the data sources paperspace_template and paperspace_templates.
package template

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a template in data sources.
var properties = tfx.Properties{
	"id":         tfx.Text("The ID of the template, `t…`."),
	"name":       tfx.Text("The name that Paperspace gives it. With the CORE API, `paperspace/t…` for a public template; with API v1, the same as `label`."),
	"label":      tfx.Text("The name that people read, such as `Ubuntu 20.04`. Labels are not unique."),
	"os":         tfx.Text("The operating system, in Paperspace's words."),
	"dt_created": tfx.Text("When the template was created, in RFC 3339."),
	"team_id":    tfx.Text("The ID of the team that owns it (CORE API only). Public templates have none."),
	"user_id":    tfx.Text("The ID of the user who owns it (CORE API only). Public templates have none."),
	"region":     tfx.Text("The region that it can be used in, by name or code; public templates have none."),

	"agent_type":        tfx.Text("The kind of machine that it makes: `LinuxHeadless`, `LinuxDesktop`, or `WindowsDesktop` (API v1 only). Not case-sensitive."),
	"custom":            tfx.Flag("If `true`, a custom template of the team. If `false`, a public template (API v1 only)."),
	"default_size_gb":   tfx.Number("The size in GB of the disk that a custom template was made from (API v1 only). Public templates have none."),
	"parent_machine_id": tfx.Text("The ID of the machine that a custom template was made from, `ps…` (API v1 only). The machine might be gone. Public templates have none."),
	"machine_types":     tfx.TextList("The machine types that Paperspace lists as available for the template (API v1 only)."),
}

// NewDataSource returns paperspace_template, which looks up one template.
func NewDataSource() datasource.DataSource {
	return &tfx.One[paperspace.Template]{
		Lookup: tfx.Lookup[paperspace.Template]{
			Noun: "template", Verb: "use",
			Describe: []paperspace.Field{paperspace.FieldLabel, paperspace.FieldOS, paperspace.FieldCreated},
			Advice:   "Add a property that only one of them has, or set most_recent = true to take the newest.",
		},
		Description: "Looks up one template (disk image) by any of its properties. If none or several match, the error lists them.",
		Properties:  properties,
		MostRecent: "If `true`, return the newest by `dt_created` if several templates match. A machine with this template needs " +
			"`lifecycle { ignore_changes = [template_id] }`. Otherwise, the next new image replaces it.",
		Part: templates,
	}
}

// NewDataSourceList returns paperspace_templates, which lists all matching templates.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.Template]{
		Noun:        "template",
		Description: "Lists the templates (disk images) that the API key can use: the public ones and those of the team.",
		Properties:  properties,
		Part:        templates,
	}
}

func templates(c *ops.Client) tfx.Lister[paperspace.Template] { return c.Templates }
