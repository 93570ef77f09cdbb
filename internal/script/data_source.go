package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewDataSource returns paperspace_script: exactly one startup script, with its
// text.
func NewDataSource() datasource.DataSource {
	return &tfx.One[dataOne, paperspace.Script]{
		Lookup: tfx.Lookup[paperspace.Script]{
			Noun: "script", Verb: "see",
			Tell:   []paperspace.Field{paperspace.FieldName, fieldDescription, paperspace.FieldCreated},
			Advice: "Add a property that only one of them has.",
		},
		Description: "Looks up one startup script by any property, and reads its text and its machines. Finding none or several is an error that lists what there is.",
		Properties:  dataProperties,
		More: map[string]schema.Attribute{
			"script_text": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The text of the script. It is stored in the state, so a script is no place for a secret. Null where the API generation does not tell.",
			},
			"machine_ids": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The ids of the machines that the script runs on.",
			},
		},
		Part:    scripts,
		Filters: func(m dataOne) any { return m.dataItem },
		Fill: func(ctx context.Context, c *paperspace.Client, m *dataOne, found paperspace.Script) (err error) {
			*m, err = dataWhole(ctx, c, found)
			return err
		},
	}
}

// dataWhole reads what a list does not tell about a script.
func dataWhole(ctx context.Context, c *paperspace.Client, listed paperspace.Script) (dataOne, error) {
	s, err := c.Scripts.Show(ctx, listed.ID)
	if err != nil {
		return dataOne{}, err
	}
	m := dataOne{dataItem: dataFromDomain(s), MachineIDs: tfx.Each(s.MachineIDs, types.StringValue)}
	if c.ScriptTexts == nil {
		return m, nil
	}
	text, err := c.ScriptTexts.Text(ctx, s.ID)
	m.ScriptText = types.StringValue(text)
	return m, err
}
