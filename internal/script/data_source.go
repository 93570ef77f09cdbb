package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is paperspace_script: exactly one startup script, with its text.
type DataSource struct{ configured *tfx.Configured }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_script"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := dataProperties.Sought("scripts")
	all["script_text"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "The text of the script. It is stored in the state, so a script is no place for a secret. Null where the API generation does not tell.",
	}
	all["machine_ids"] = schema.ListAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "The ids of the machines that the script runs on.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up one startup script by any property, and reads its text and its machines. Finding none or several is an error that lists what there is.",
		Attributes:          all,
	}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.configured.Ready("look up a script", &resp.Diagnostics)
	if !ok {
		return
	}
	var m dataOne
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfx.Offered(client.Scripts, "Scripts", "look up a script", client, &resp.Diagnostics) {
		return
	}
	lookup := tfx.Lookup[paperspace.Script]{
		Noun: "script", Verb: "see", List: client.Scripts.List,
		Tell:   []paperspace.Field{paperspace.FieldName, "description", paperspace.FieldCreated},
		Advice: "Add a property that only one of them has.",
	}
	found, ok := lookup.One(ctx, tfx.Filter(m.dataItem), client, &resp.Diagnostics)
	if !ok {
		return
	}
	m, err := dataWhole(ctx, client, found)
	if err != nil {
		resp.Diagnostics.Append(tfx.Error("Script not read", err, client))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// dataWhole reads what a list does not tell about a script.
func dataWhole(ctx context.Context, c *paperspace.Client, listed paperspace.Script) (dataOne, error) {
	s, err := c.Scripts.Show(ctx, listed.ID)
	if err != nil {
		return dataOne{}, err
	}
	m := dataOne{dataItem: dataFromDomain(s), MachineIDs: []types.String{}}
	for _, id := range s.MachineIDs {
		m.MachineIDs = append(m.MachineIDs, types.StringValue(id))
	}
	if c.ScriptTexts == nil {
		return m, nil
	}
	text, err := c.ScriptTexts.Text(ctx, s.ID)
	m.ScriptText = types.StringValue(text)
	return m, err
}
