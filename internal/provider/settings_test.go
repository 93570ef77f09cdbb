package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// around returns surroundings with environment variables, a home directory, and files by
// their path.
func around(env map[string]string, files map[string]string) surroundings {
	return surroundings{
		getenv:   func(name string) string { return env[name] },
		home:     "/home/jon",
		readFile: reader(files),
	}
}

// decided is a comparable form of settings.
type decided struct {
	Version, Endpoint, Region, TeamID string
	Timeout, Poll                     time.Duration
	Retries                           int
	PerSecond                         float64
	Preflight                         bool
}

func (s settings) decided() decided {
	d := decided{
		Version: s.version, Region: s.region, TeamID: s.teamID, Timeout: s.requestTimeout, Poll: s.pollInterval,
		Retries: s.maxRetries, PerSecond: s.requestsPerSecond, Preflight: s.preflight,
	}
	if s.endpoint != nil {
		d.Endpoint = s.endpoint.String()
	}
	return d
}

func defaults(change func(d *decided)) decided {
	d := decided{
		Version: "core", Endpoint: "https://api.paperspace.io",
		Timeout: 30 * time.Second, Poll: 5 * time.Second, Retries: 5, Preflight: true,
	}
	change(&d)
	return d
}

func TestPrecedence(t *testing.T) {
	text := types.StringValue
	for name, c := range map[string]struct {
		config model
		env    map[string]string
		want   decided
	}{
		"nothing but a key": {want: defaults(func(*decided) {})},
		"variables alone": {
			env: map[string]string{envVersion: "core", envEndpoint: "https://env.example.com/paperspace/", envRegion: "ca1", envTeam: "te1"},
			want: defaults(func(d *decided) {
				d.Endpoint, d.Region, d.TeamID = "https://env.example.com/paperspace", "ca1", "te1"
			}),
		},
		"configuration before variables": {
			config: model{APIVersion: text("core"), Endpoint: text("https://conf.example.com"), Region: text("ny2"), TeamID: text("te2")},
			env:    map[string]string{envVersion: "v9", envEndpoint: "ftp://env.example.com", envRegion: "ca1", envTeam: "te1"},
			want: defaults(func(d *decided) {
				d.Endpoint, d.Region, d.TeamID = "https://conf.example.com", "ny2", "te2"
			}),
		},
		"empty variables are none": {
			env:  map[string]string{envVersion: "", envEndpoint: "", envRegion: "", envTeam: ""},
			want: defaults(func(*decided) {}),
		},
		"what has no variable": {
			config: model{
				RequestTimeout: text("1m30s"), PollInterval: text("250ms"), MaxRetries: tfx.NewWhole(0),
				RequestsPerSecond: types.Float64Value(2.5), PreflightChecks: types.BoolValue(false),
			},
			want: defaults(func(d *decided) {
				d.Timeout, d.Poll, d.Retries, d.PerSecond, d.Preflight = 90*time.Second, 250*time.Millisecond, 0, 2.5, false
			}),
		},
		"checks turned on": {
			config: model{PreflightChecks: types.BoolValue(true)},
			want:   defaults(func(*decided) {}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.APIKey = text("k")
			got, diags := resolve(c.config, around(c.env, nil))
			if diags.HasError() || len(got.unknown) > 0 || got.regionUnknown {
				t.Fatalf("unknown %v, diagnostics %v", got.unknown, diags)
			}
			if diff := cmp.Diff(c.want, got.decided()); diff != "" {
				t.Errorf("not the expected settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEndpoints(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.example.com":        "https://api.example.com",
		"https://api.example.com/core/":  "https://api.example.com/core",
		"HTTPS://api.example.com":        "https://api.example.com",
		"http://localhost:8080":          "http://localhost:8080",
		"http://127.0.0.1:8080":          "http://127.0.0.1:8080",
		"http://[::1]:8080":              "http://[::1]:8080",
		"http://api.example.com":         "would send the key unencrypted",
		"http://127.0.0.1.example.com":   "would send the key unencrypted",
		"api.example.com":                "must start with https://",
		"ftp://api.example.com":          "must start with https://",
		"https://":                       "names no host",
		"https://jon:pw-9@example.com":   "must not contain a user name or password",
		"https://api.example.com?a=pw-9": "must not contain a query",
		"https://api.example.com#a":      "must not contain a query (?) or fragment",
		"https://exa mple.com":           "is not a URL",
	} {
		for from, c := range map[string]struct {
			config model
			env    map[string]string
			prefix string
		}{
			"configuration": {model{Endpoint: types.StringValue(raw)}, nil, "This address cannot be used: the endpoint "},
			"variable":      {model{}, map[string]string{envEndpoint: raw}, "The address in the environment variable PAPERSPACE_ENDPOINT cannot be used: the endpoint "},
		} {
			t.Run(from+" "+raw, func(t *testing.T) {
				c.config.APIKey = types.StringValue("k")
				got, diags := resolve(c.config, around(c.env, nil))
				if strings.Contains(want, "//") && !strings.Contains(want, " ") {
					if diags.HasError() || got.endpoint.String() != want {
						t.Errorf("got %v, diagnostics %v", got.endpoint, diags)
					}
					return
				}
				only := onlyError(t, diags, "endpoint")
				if !strings.HasPrefix(only, "Invalid endpoint\n"+c.prefix) || !strings.Contains(only, want) || !strings.HasSuffix(only, ".") {
					t.Errorf("%q does not say that it %s", only, want)
				}
				if strings.Contains(only, "pw-9") {
					t.Errorf("%q quotes what may be a secret", only)
				}
			})
		}
	}
}

func TestUnknownAPIVersionInTheEnvironment(t *testing.T) {
	_, diags := resolve(model{APIKey: types.StringValue("k")}, around(map[string]string{envVersion: "v9"}, nil))
	got := onlyError(t, diags, "api_version")
	want := "Unknown API version\nThe environment variable PAPERSPACE_API_VERSION is \"v9\". Valid values: "
	if !strings.HasPrefix(got, want) || !strings.Contains(got, `"core"`) {
		t.Errorf("%q", got)
	}
}

// All problems are reported in one run.
func TestSeveralProblems(t *testing.T) {
	_, diags := resolve(model{Endpoint: types.StringValue("ftp://a")}, around(nil, nil))
	if len(diags) != 2 {
		t.Errorf("want one problem with the endpoint and one with the key: %v", diags)
	}
}

func TestUnknownSettings(t *testing.T) {
	unknown := types.StringUnknown()
	for name, c := range map[string]struct {
		config model
		want   []string // the unknown settings without which no request can be sent
	}{
		"api_key":             {model{APIKey: unknown}, []string{"api_key"}},
		"api_version":         {model{APIVersion: unknown}, []string{"api_version"}},
		"endpoint":            {model{Endpoint: unknown}, []string{"endpoint"}},
		"request_timeout":     {model{RequestTimeout: unknown}, []string{"request_timeout"}},
		"max_retries":         {model{MaxRetries: tfx.UnknownWhole()}, []string{"max_retries"}},
		"requests_per_second": {model{RequestsPerSecond: types.Float64Unknown()}, []string{"requests_per_second"}},
		"poll_interval":       {model{PollInterval: unknown}, []string{"poll_interval"}},
		"preflight_checks":    {model{PreflightChecks: types.BoolUnknown()}, []string{"preflight_checks"}},
		"two of them":         {model{APIKey: unknown, Endpoint: unknown}, []string{"api_key", "endpoint"}},
		"region":              {config: model{Region: unknown}},
		"team_id":             {config: model{TeamID: unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.config.APIKey.IsNull() {
				c.config.APIKey = types.StringValue("k")
			}
			// A variable is not used in place of a value that is not known yet.
			env := map[string]string{envKey: "other", envVersion: "v9", envEndpoint: "ftp://other", envRegion: "ca1", envTeam: "te1"}
			if c.want == nil {
				delete(env, envVersion)
				delete(env, envEndpoint)
			}
			got, diags := resolve(c.config, around(env, nil))
			if len(diags) > 0 {
				t.Errorf("unknown is no mistake: %v", diags)
			}
			if diff := cmp.Diff(c.want, got.unknown); diff != "" {
				t.Errorf("not the unknown settings (-want +got):\n%s", diff)
			}
			if got.regionUnknown != (name == "region") {
				t.Errorf("region unknown %t", got.regionUnknown)
			}
			if got.regionUnknown && got.region != "" || name == "team_id" && got.teamID != "" {
				t.Errorf("region %q and team %q must not come from the environment", got.region, got.teamID)
			}
		})
	}
}

// onlyError returns the title and text of the only diagnostic, which must point at the
// argument.
func onlyError(t *testing.T, diags diag.Diagnostics, argument string) string {
	t.Helper()
	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError {
		t.Fatalf("want one error, got %v", diags)
	}
	d, ok := diags[0].(diag.DiagnosticWithPath)
	if !ok || !d.Path().Equal(path.Root(argument)) {
		t.Errorf("not at %s: %v", argument, diags[0])
	}
	return diags[0].Summary() + "\n" + diags[0].Detail()
}

// The wrong API would return 404 for every request, as if nothing existed.
func TestEndpointOfTheOtherAPIVersionIsRejected(t *testing.T) {
	const toV1, toDefault = `Set api_version = "v1" in the provider block`, `Remove endpoint, or set endpoint = "https://api.paperspace.com/v1"`
	for name, c := range map[string]struct{ version, endpoint, want string }{
		"core, v1's host":               {"core", "https://api.paperspace.com", toV1},
		"core, v1's address":            {"core", "https://api.paperspace.com/v1", toV1},
		"core, with a slash":            {"core", "https://api.paperspace.com/v1/", toV1},
		"core, in capitals":             {"core", "https://api.paperspace.com/V1", toV1},
		"core, a loopback server's":     {"core", "http://127.0.0.1:8080/v1", toV1},
		"core, another server's":        {"core", "https://paperspace.example.com/api/v1", toV1},
		"no version, v1's address":      {"", "https://api.paperspace.com/v1", toV1},
		"v1, core's address":            {"v1", "https://api.paperspace.io", toDefault},
		"v1, without a path":            {"v1", "https://api.paperspace.com", toDefault},
		"v1, in capitals":               {"v1", "https://API.Paperspace.com/V1", toDefault},
		"v1, more than a path":          {"v1", "https://api.paperspace.com/v1/machines", toDefault},
		"v1, a loopback server's":       {"v1", "http://127.0.0.1:8080", ""},
		"v1, another server's":          {"v1", "https://paperspace.example.com/api", ""},
		"v1, a host that only looks it": {"v1", "https://api.notpaperspace.com", ""},
		"v1, its own":                   {"v1", "https://api.paperspace.com/v1/", ""},
		"core, its own":                 {"core", "https://api.paperspace.io/", ""},
		"core, another server's own":    {"core", "https://paperspace.example.com/v1x", ""},
	} {
		for from, s := range map[string]surroundings{
			"configuration": around(nil, nil),
			"variables":     around(map[string]string{envEndpoint: c.endpoint, envVersion: c.version}, nil),
		} {
			t.Run(name+", "+from, func(t *testing.T) {
				config := model{APIKey: types.StringValue("k")}
				if from == "configuration" {
					config.Endpoint = types.StringValue(c.endpoint)
					if c.version != "" {
						config.APIVersion = types.StringValue(c.version)
					}
				}
				_, diags := resolve(config, s)
				if c.want == "" {
					if len(diags) > 0 {
						t.Errorf("%v", diags)
					}
					return
				}
				if got := onlyError(t, diags, "endpoint"); !strings.HasPrefix(got, "Endpoint of another API version\n") || !strings.Contains(got, c.want) ||
					strings.Contains(got, envEndpoint) != (from == "variables") {
					t.Errorf("%q does not say %q", got, c.want)
				}
			})
		}
	}
}
