// Package availability implements the data source paperspace_machine_availability.
package availability

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is paperspace_machine_availability.
type DataSource struct{ tfx.DataSourceEdge }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type model struct {
	Region      types.String `tfsdk:"region"`
	MachineType types.String `tfsdk:"machine_type"`
	Available   types.Bool   `tfsdk:"available"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_availability"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reports whether machines of a type are available in a region at the moment. " +
			"A create can still fail for lack of capacity. Paperspace documents this for the dedicated GPU types. For other types, the value is not reliable.",
		Attributes: map[string]schema.Attribute{
			"machine_type": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(),
				MarkdownDescription: "The machine type, such as `A4000`. The guide [GPU machines](../guides/gpu-machines.md) lists the types by region.",
			},
			"region": schema.StringAttribute{
				Optional: true, Computed: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The region: `East Coast (NY2)`, `West Coast (CA1)`, `Europe (AMS1)`, or `ny2`, `ca1`, `ams1`. Defaults to the provider's `region`.",
			},
			"available": schema.BoolAttribute{
				Computed: true, MarkdownDescription: "If `true`, Paperspace has capacity for such a machine at the moment.",
			},
		},
	}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	client, ok := d.Configured.Ready("read the availability of machines", &resp.Diagnostics)
	if !ok {
		return
	}
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !tfx.Offered(client.Availability, "read the availability of machines", client, &resp.Diagnostics) {
		return
	}
	if m.Region.IsNull() && d.Configured.RegionUnknown {
		resp.Diagnostics.AddAttributeError(path.Root("region"), "Region not known yet",
			"No region is set here, and the region of the provider block depends on a value that is not known until apply. Set region here.")
		return
	}
	if m.Region.IsNull() {
		m.Region = tfx.StringOrNull(client.Region)
	}
	if m.Region.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("region"), "Missing region",
			"Set region here, or in the provider block, or in the environment variable PAPERSPACE_REGION.")
		return
	}
	name, _ := paperspace.RegionName(m.Region.ValueString())
	if tfx.CheckNewRegion(name, client, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := tfx.ForRead(ctx)
	defer cancel()
	available, err := client.Availability.Available(ctx, name, m.MachineType.ValueString())
	if err != nil {
		tfx.NotFetched("Failed to read availability", err, client, &resp.Diagnostics)
		return
	}
	m.Available = types.BoolValue(available)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
