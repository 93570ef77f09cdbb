// Package utilization implements the data source paperspace_machine_utilization.
package utilization

import (
	"context"
	"fmt"
	"math/big"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is paperspace_machine_utilization.
type DataSource struct{ tfx.DataSourceEdge }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type model struct {
	MachineID          types.String `tfsdk:"machine_id"`
	BillingMonth       types.String `tfsdk:"billing_month"`
	SecondsUsed        types.Number `tfsdk:"seconds_used"`
	HourlyRate         types.Number `tfsdk:"hourly_rate"`
	StorageSecondsUsed types.Number `tfsdk:"storage_seconds_used"`
	StorageMonthlyRate types.Number `tfsdk:"storage_monthly_rate"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_utilization"
}

var month = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])$`)

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	number := func(description string) schema.Attribute {
		return schema.NumberAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Returns how long a machine and its storage were used in one month, and at what rates (CORE API only). Upgrades of the machine within the month are not represented. " +
			"With API v1, see the invoices in the DigitalOcean control panel; the guide [Costs](../guides/costs.md) has the address.",
		Attributes: map[string]schema.Attribute{
			"machine_id": schema.StringAttribute{
				Required: true, Validators: append(tfx.Filled(), tfx.ID()),
				MarkdownDescription: "The ID of the machine, `ps…`.",
			},
			"billing_month": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{tfx.Form{Match: month, What: "a month such as 2024-07"}},
				MarkdownDescription: "The month, as `YYYY-MM`.",
			},
			"seconds_used":         number("The number of seconds that the machine ran in that month. Null if Paperspace does not return it."),
			"hourly_rate":          number("The hourly rate of the machine in US dollars. Null if Paperspace does not return it."),
			"storage_seconds_used": number("The number of seconds that the machine had its storage in that month. Null if Paperspace does not return it."),
			"storage_monthly_rate": number("The monthly rate of the storage in US dollars. Null if Paperspace does not return it."),
		},
	}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	client, ok := d.Configured.Ready("read the utilization of a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if client.Utilizations == nil {
		// Do not advise another API version, because Paperspace has retired the only one with this
		// request.
		resp.Diagnostics.AddError("Not supported by this API version",
			fmt.Sprintf("API %s has no request for the utilization of a machine, and Paperspace has retired the CORE API, which has one.\n\n"+
				"Remove the data source. The price per hour is in usage_rate of the data source paperspace_machine.", client.Name))
		return
	}
	ctx, cancel := tfx.ForRead(ctx)
	defer cancel()
	u, err := client.Utilizations.Utilization(ctx, m.MachineID.ValueString(), m.BillingMonth.ValueString())
	if err != nil {
		var failed diag.Diagnostics
		tfx.NotFetched("Failed to read utilization", err, client, &failed)
		for _, d := range failed {
			resp.Diagnostics.Append(tfx.OnlyAt("machine_id", err, d))
		}
		return
	}
	m.SecondsUsed, m.HourlyRate = half(u.Machine)
	m.StorageSecondsUsed, m.StorageMonthlyRate = half(u.Storage)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func half(u *paperspace.Usage) (seconds, rate types.Number) {
	if u == nil {
		return types.NumberNull(), types.NumberNull()
	}
	return decimal(u.SecondsUsed), decimal(u.Rate)
}

// decimal returns the number that Paperspace wrote. Terraform calculates in decimals, so it would
// turn the float of 0.4 into 0.40000000000000002, and users calculate costs with it.
func decimal(f float64) types.Number {
	const precision = 512 // Terraform's own
	n, _, err := big.ParseFloat(strconv.FormatFloat(f, 'f', -1, 64), 10, precision, big.ToNearestEven)
	if err != nil { // infinite or not a number, which JSON cannot contain
		return types.NumberNull()
	}
	return types.NumberValue(n)
}
