package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
				MarkdownDescription: "The API key, created in the Paperspace console. Better left out of the configuration: it is also taken from the environment variable `PAPERSPACE_API_KEY`, and then from where the official client of the generation saved it: `~/.paperspace/config.json` for `core`, `~/.paperspace/credentials.toml` for `v1` (the team in use being named in `~/.paperspace/config.toml`).",
			},
			"api_version": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(generationNames()...)},
				MarkdownDescription: "The generation of the Paperspace API to use: `core`, which Paperspace retired on 15 July 2024 and compatible servers still speak, or `v1`, which answers today. Also `PAPERSPACE_API_VERSION`. Default `core`. See the guide [Moving from CORE to v1](guides/moving-from-core-to-v1.md).",
			},
			"endpoint": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The base URL of the API. Plain `http` is accepted for loopback addresses only. Also `PAPERSPACE_ENDPOINT`. Default: the public host of the generation, `https://api.paperspace.io` for `core`, `https://api.paperspace.com/v1` for `v1`. It must belong to `api_version`: an address that ends in `/v1` is an error with `core`.",
			},
			"region": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The region of new machines, and of availability lookups, that name none: `East Coast (NY2)`, `West Coast (CA1)`, `Europe (AMS1)`, or `ny2`, `ca1`, `ams1`. Never used as a filter; changing it moves no existing machine. Also `PAPERSPACE_REGION`.",
			},
			"team_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The team that new machines are for where they name none (`core` only: a key of `v1` belongs to one team). Never used as a filter; changing it moves no existing machine. Also `PAPERSPACE_TEAM_ID`.",
			},
			"request_timeout": schema.StringAttribute{
				Optional: true, Validators: []validator.String{duration{least: time.Second}},
				MarkdownDescription: "How long one attempt of one request may take, as a Go duration. Default `30s`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{}},
				MarkdownDescription: "How often a request that failed is sent again, where that is safe; never one that might have created a machine. Pauses that the service asks for do not count. Default `5`.",
			},
			"requests_per_second": schema.Float64Attribute{
				Optional: true, Validators: []validator.Float64{tfx.Bounds{}},
				MarkdownDescription: "A limit for all requests of this provider together; `0`, the default, is none. When the service itself asks for fewer requests, that is always obeyed, by all requests together.",
			},
			"poll_interval": schema.StringAttribute{
				Optional: true, Validators: []validator.String{duration{least: time.Millisecond}},
				MarkdownDescription: "The longest pause between two polls of machines that are waited for, as a Go duration. One request serves all of them. Below `1s`, which is for tests, the search for a create whose response was lost gets shorter in proportion, and below `100ms` the pause before an object counts as gone. Defaults to `5s`.",
			},
			"preflight_checks": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether a plan that creates machines asks the service beforehand whether the templates exist and suit, whether the types can be had, and whether the names are taken. Default `true`.",
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
