package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a script in data sources.
var properties = tfx.Properties{
	"id":          tfx.Text("The ID of the script, `sc…`."),
	"owner_type":  tfx.OneOf(paperspace.OwnerTypes, "The kind of owner: `user` or `team` (CORE API only)."),
	"owner_id":    tfx.Text("The ID of the user or team that owns the script (CORE API only)."),
	"name":        tfx.Text("The name of the script."),
	"description": tfx.Text("The description of the script."),
	"dt_created":  tfx.Text("When the script was created, in RFC 3339."),
	"is_enabled":  tfx.Flag("If `true`, the script runs."),
	"run_once":    tfx.Flag("If `true`, the script runs at the first boot only."),
}

// NewDataSource returns paperspace_script, which looks up one startup script and its text.
func NewDataSource() datasource.DataSource {
	return &tfx.One[paperspace.Script]{
		Lookup: tfx.Lookup[paperspace.Script]{
			Noun: "script", Verb: "see",
			Describe: []paperspace.Field{paperspace.FieldName, fieldDescription, paperspace.FieldCreated},
			Advice:   "Add a property that only one of them has.",
		},
		Description: "Looks up one startup script by any property, and reads its text and its machines. If none or several match, the error lists them.",
		Properties:  properties,
		More: map[string]schema.Attribute{
			"script_text": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The text of the script. It is stored in the state, so do not put a secret in a script. Null with API v1, which does not return it.",
			},
			"machine_ids": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The IDs of the machines that the script runs on.",
			},
		},
		Part:     scripts,
		Complete: complete,
	}
}

// complete reads the attributes of a script that a list does not contain.
func complete(ctx context.Context, c *ops.Client, listed paperspace.Script) (paperspace.Script, map[string]attr.Value, error) {
	s, err := c.API.Scripts.Show(ctx, listed.ID)
	if err != nil {
		return s, nil, err
	}
	machines := tfx.Each(s.MachineIDs, func(id string) attr.Value { return types.StringValue(id) })
	more := map[string]attr.Value{"script_text": types.StringNull(), "machine_ids": types.ListValueMust(types.StringType, machines)}
	if c.ScriptTexts == nil {
		return s, more, nil
	}
	text, err := c.ScriptTexts.Text(ctx, s.ID)
	more["script_text"] = types.StringValue(text)
	return s, more, err
}

// NewDataSourceList returns paperspace_scripts, which lists all matching scripts.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.Script]{
		Noun:        "script",
		Description: "Lists the startup scripts that the API key can read: those of the user and of the team. To read the text of a script, use the data source `paperspace_script`.",
		Properties:  properties,
		Part:        scripts,
	}
}

func scripts(c *ops.Client) tfx.Lister[paperspace.Script] { return tfx.PartOf(c.Scripts) }
