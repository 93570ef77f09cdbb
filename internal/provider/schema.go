package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is the provider block.
type model struct {
	APIKey            types.String  `tfsdk:"api_key"`
	APIVersion        types.String  `tfsdk:"api_version"`
	Endpoint          types.String  `tfsdk:"endpoint"`
	Region            types.String  `tfsdk:"region"`
	TeamID            types.String  `tfsdk:"team_id"`
	RequestTimeout    types.String  `tfsdk:"request_timeout"`
	MaxRetries        tfx.Whole     `tfsdk:"max_retries"`
	RequestsPerSecond types.Float64 `tfsdk:"requests_per_second"`
	PollInterval      types.String  `tfsdk:"poll_interval"`
	PreflightChecks   types.Bool    `tfsdk:"preflight_checks"`
}

// Schema implements provider.Provider.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages Paperspace machines.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The API key, created in the Paperspace console. Defaults to the environment variable `PAPERSPACE_API_KEY`, and then to the key that the official client of the API version saved: `~/.paperspace/config.json` with the CORE API, and `~/.paperspace/credentials.toml` with API v1 (for the team in `~/.paperspace/config.toml`). Do not write the key in the configuration.",
			},
			"api_version": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfx.Choice{Values: apiVersionNames()}},
				MarkdownDescription: "The version of the Paperspace API. Valid values: `v1`, the current version, and `core`, which Paperspace retired on 15 July 2024 and which compatible servers still support. Defaults to the environment variable `PAPERSPACE_API_VERSION`, or else to `core`. See the guide [Moving from CORE to v1](guides/moving-from-core-to-v1.md).",
			},
			"endpoint": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The base URL of the API. `http` is accepted for loopback addresses only. Defaults to the environment variable `PAPERSPACE_ENDPOINT`, or else to the public host of the API version: `https://api.paperspace.io` for the CORE API, and `https://api.paperspace.com/v1` for API v1. It must match `api_version`: an address that ends in `/v1` is an error with the CORE API.",
			},
			"region": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The default region for new objects and for availability lookups. Valid values: `East Coast (NY2)`, `West Coast (CA1)`, and `Europe (AMS1)`, or their codes `ny2`, `ca1`, and `ams1`. Defaults to the environment variable `PAPERSPACE_REGION`. Not used as a filter. Changing this does not affect existing objects.",
			},
			"team_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The ID of the default team of new machines (CORE API only). Defaults to the environment variable `PAPERSPACE_TEAM_ID`. Not used as a filter. Changing this does not affect existing machines.",
			},
			"request_timeout": schema.StringAttribute{
				Optional: true, Validators: []validator.String{duration{least: time.Second}},
				MarkdownDescription: "The time limit of each attempt of a request, as a Go duration. Defaults to `30s`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{}},
				MarkdownDescription: "The maximum number of retries of a failed request. A create whose response is lost does not count: the provider first searches for the new object for two minutes, and sends the request again only if it finds none. A retry after a pause that Paperspace requests does not count. Defaults to `5`.",
			},
			"requests_per_second": schema.Float64Attribute{
				Optional: true, Validators: []validator.Float64{tfx.Bounds{}},
				MarkdownDescription: "The maximum rate of all requests of this provider block. `0` means no limit. Defaults to `0`. If Paperspace rejects requests because of their rate, the provider sends them more slowly.",
			},
			"poll_interval": schema.StringAttribute{
				Optional: true, Validators: []validator.String{duration{least: time.Millisecond}},
				MarkdownDescription: "The longest pause between two polls of the machines that the provider waits for, as a Go duration such as `5s`. One request polls all of them. Defaults to `5s`. Values below `1s` are for tests: they also shorten the search after a lost response to a create and, below `100ms`, the pause before an object is treated as deleted.",
			},
			"preflight_checks": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "If `true`, a plan that creates machines checks that the templates exist and are compatible, that the machine types are available, and that the names are not in use. Defaults to `true`.",
			},
		},
	}
}

// duration validates a Go duration of at least the given length.
type duration struct{ least time.Duration }

// Description implements validator.String.
func (d duration) Description(context.Context) string {
	return fmt.Sprintf("must be a Go duration of at least %s, such as 30s or 1m30s", d.least)
}

// MarkdownDescription implements validator.String.
func (d duration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

// ValidateString implements validator.String.
func (d duration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if v, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || v < d.least {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid duration",
			fmt.Sprintf("%q %s.", req.ConfigValue.ValueString(), d.Description(ctx)))
	}
}
