package provider

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// apiVersion holds the differences between API versions that matter before the first
// request.
type apiVersion struct {
	endpoint string // the public host
	savedIn  string // the file that holds the key, below ~/.paperspace
	savedKey func(surroundings) (string, error)
	api      func(c transport.Connection) paperspace.API
}

const defaultAPIVersion = coreapi.Name

// apiVersions is the only place in this package that lists the API versions.
var apiVersions = map[string]apiVersion{
	coreapi.Name: {
		endpoint: coreapi.DefaultEndpoint,
		savedIn:  coreKeyFile, savedKey: savedCoreKey,
		api: coreapi.New,
	},
	v1api.Name: {
		endpoint: v1api.DefaultEndpoint,
		savedIn:  v1KeyFile, savedKey: savedV1Key,
		api: v1api.New,
	},
}

func apiVersionNames() []string { return slices.Sorted(maps.Keys(apiVersions)) }

func wordList(words []string) string { return `"` + strings.Join(words, `", "`) + `"` }

// Configure implements provider.Provider. It sends no request: the first request of a
// resource checks the key, and Terraform also configures providers that it then does not
// use.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var c model
	resp.Diagnostics.Append(req.Config.Get(ctx, &c)...)
	if resp.Diagnostics.HasError() {
		return
	}
	home, _ := os.UserHomeDir()
	here := surroundings{getenv: os.Getenv, home: home, readFile: readKeyFile}
	if runtime.GOOS != "windows" {
		here.stat, here.uid, here.ownerOf, here.realPath = os.Stat, os.Geteuid(), ownerOf, filepath.EvalSymlinks
	}
	s, diags := resolve(c, here)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	configured := &tfx.Configured{Unknown: s.unknown, RegionUnknown: s.regionUnknown}
	if len(s.unknown) == 0 {
		userAgent := fmt.Sprintf("terraform-provider-paperspace/%s Terraform/%s", p.version, req.TerraformVersion)
		api := apiVersions[s.version].api(transport.Connection{
			Endpoint: s.endpoint, Key: s.key, UserAgent: userAgent,
			Timeout: s.requestTimeout, MaxRetries: s.maxRetries, RequestsPerSecond: s.requestsPerSecond,
			Observe: logAttempt,
		})
		configured.Client = ops.NewClient(api, ops.Options{
			PollInterval:   s.pollInterval,
			RequestTimeout: s.requestTimeout,
			Region:         s.region,
			TeamID:         s.teamID,
			KeySource:      s.keySource,
			Preflight:      s.preflight,
			Progress:       logProgress,
		})
		checkRegion(c, s.region, configured.Client, &resp.Diagnostics)
	}
	resp.DataSourceData, resp.ResourceData = configured, configured
	resp.ActionData, resp.ListResourceData, resp.EphemeralResourceData = configured, configured, configured
}

// checkRegion rejects a default region that does not exist. The error points at the place
// where the region is set.
func checkRegion(c model, region string, client *ops.Client, diags *diag.Diagnostics) {
	if region == "" {
		return
	}
	var found diag.Diagnostics
	tfx.CheckNewRegion(region, client, &found)
	const why = " Terraform needs a valid provider block for every command, also to destroy."
	for _, d := range found {
		if c.Region.IsNull() {
			diags.AddError(d.Summary(), "The environment variable "+envRegion+" is not a region. "+d.Detail()+"\n\nCorrect "+envRegion+", or unset it."+why)
			continue
		}
		diags.AddAttributeError(path.Root("region"), d.Summary(), d.Detail()+"\n\nCorrect region in the provider block, or remove it."+why)
	}
}

// logAttempt logs an attempt with a fixed list of fields: no query, which might contain an
// email address, no headers, and no body.
func logAttempt(ctx context.Context, a transport.Attempt) {
	fields := map[string]any{
		"method": a.Method, "path": a.Path, "status": a.Status, "attempt": a.Number, "took_ms": a.Took.Milliseconds(),
	}
	if a.RequestID != "" {
		fields["request_id"] = a.RequestID
	}
	if a.Err != nil {
		fields["error"] = a.Err.Error()
	}
	if a.Again {
		fields["retry_in_ms"] = a.RetryIn.Milliseconds()
		tflog.Warn(ctx, "Request to Paperspace failed, trying again", fields)
		return
	}
	tflog.Debug(ctx, "Request to Paperspace", fields)
}

// logProgress logs the progress of a wait.
func logProgress(ctx context.Context, p wait.Progress) {
	tflog.Info(ctx, "Waiting for Paperspace", map[string]any{
		"machine": transport.Line(transport.Hide(ctx, p.Machine)), "target": p.Target, "state": p.State, "waited_s": int(p.Waited.Seconds()),
	})
}
