package provider

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// settings is the provider's configuration once everything is decided.
type settings struct {
	key       string
	keySource string // for messages, a noun phrase
	version   string
	endpoint  *url.URL
	region    string
	teamID    string

	requestTimeout    time.Duration
	maxRetries        int
	requestsPerSecond float64
	pollInterval      time.Duration
	preflight         bool

	// unknown names the settings without which no request can be sent.
	unknown                    []string
	regionUnknown, teamUnknown bool
}

// surroundings is everything outside of the configuration that settings come
// from, so that resolve is a pure function of its arguments.
type surroundings struct {
	getenv   func(string) string
	home     string // "" when there is none
	readFile func(string) ([]byte, error)
}

const (
	envKey      = "PAPERSPACE_API_KEY"
	envVersion  = "PAPERSPACE_API_VERSION"
	envEndpoint = "PAPERSPACE_ENDPOINT"
	envRegion   = "PAPERSPACE_REGION"
	envTeam     = "PAPERSPACE_TEAM_ID"
)

// resolve decides every setting: explicit configuration before environment
// before saved credentials before the default. It sends nothing.
func resolve(c model, s surroundings) (settings, diag.Diagnostics) {
	var diags diag.Diagnostics
	out := settings{
		region:            first(c.Region, s.getenv(envRegion)),
		teamID:            first(c.TeamID, s.getenv(envTeam)),
		requestTimeout:    30 * time.Second,
		maxRetries:        5,
		requestsPerSecond: c.RequestsPerSecond.ValueFloat64(),
		pollInterval:      5 * time.Second,
		preflight:         c.PreflightChecks.IsNull() || c.PreflightChecks.ValueBool(),
		regionUnknown:     c.Region.IsUnknown(),
		teamUnknown:       c.TeamID.IsUnknown(),
	}
	for _, v := range []struct {
		name    string
		unknown bool
	}{
		{"api_key", c.APIKey.IsUnknown()}, {"api_version", c.APIVersion.IsUnknown()}, {"endpoint", c.Endpoint.IsUnknown()},
		{"request_timeout", c.RequestTimeout.IsUnknown()}, {"max_retries", c.MaxRetries.IsUnknown()},
		{"requests_per_second", c.RequestsPerSecond.IsUnknown()}, {"poll_interval", c.PollInterval.IsUnknown()},
		{"preflight_checks", c.PreflightChecks.IsUnknown()},
	} {
		if v.unknown {
			out.unknown = append(out.unknown, v.name)
		}
	}
	if len(out.unknown) > 0 {
		return out, diags
	}
	if !c.MaxRetries.IsNull() {
		out.maxRetries = int(c.MaxRetries.ValueInt64())
	}
	setDuration(&out.requestTimeout, c.RequestTimeout)
	setDuration(&out.pollInterval, c.PollInterval)
	out.version = first(c.APIVersion, s.getenv(envVersion))
	g, known := generations[orDefault(out.version, defaultGeneration)]
	if !known {
		diags.AddAttributeError(path.Root("api_version"), "Unknown API generation",
			fmt.Sprintf("The environment variable %s is %q; this provider speaks %s.", envVersion, out.version, wordList(generationNames())))
		return out, diags
	}
	out.version = orDefault(out.version, defaultGeneration)
	out.resolveEndpoint(c, s, g, &diags)
	out.resolveKey(c, s, g, &diags)
	return out, diags
}

func (out *settings) resolveEndpoint(c model, s surroundings, g generation, diags *diag.Diagnostics) {
	raw, source := g.endpoint, ""
	switch env := s.getenv(envEndpoint); {
	case !c.Endpoint.IsNull():
		raw, source = c.Endpoint.ValueString(), "The endpoint argument: "
	case env != "":
		raw, source = env, "The environment variable "+envEndpoint+": "
	}
	u, err := transport.CheckEndpoint(raw)
	if err != nil {
		diags.AddAttributeError(path.Root("endpoint"), "Invalid endpoint", source+err.Error())
		return
	}
	out.endpoint = u
}

func (out *settings) resolveKey(c model, s surroundings, g generation, diags *diag.Diagnostics) {
	switch env := s.getenv(envKey); {
	case !c.APIKey.IsNull():
		out.key, out.keySource = c.APIKey.ValueString(), "the api_key argument of the provider block"
		return
	case env != "":
		out.key, out.keySource = env, "the environment variable "+envKey
		return
	}
	file := filepath.Join("~", ".paperspace", "config.json")
	key, err := g.savedKey(s)
	if key != "" {
		out.key, out.keySource = key, "the file "+file
		return
	}
	why := ""
	if err != nil {
		why = fmt.Sprintf(" (%s)", err)
	}
	diags.AddAttributeError(path.Root("api_key"), "Missing API key",
		fmt.Sprintf("No Paperspace API key was found. It is looked for in this order:\n"+
			"  1. the api_key argument of the provider block\n"+
			"  2. the environment variable %s\n"+
			"  3. the file %s, where the official client saves it%s\n\n"+
			"Create a key in the Paperspace console, in the API section of the team settings.", envKey, file, why))
}

// savedCoreKey reads where the official CORE client saves the key at login.
func savedCoreKey(s surroundings) (string, error) {
	if s.home == "" {
		return "", nil
	}
	raw, err := s.readFile(filepath.Join(s.home, ".paperspace", "config.json"))
	if err != nil {
		return "", nil //nolint:nilerr // no such file is the usual case and no error
	}
	var saved struct {
		APIKey string `json:"apiKey"`
	}
	if err := json.Unmarshal(raw, &saved); err != nil {
		return "", fmt.Errorf("it is no valid JSON") //nolint:errorlint // the cause may quote the key
	}
	return saved.APIKey, nil
}

func first(configured types.String, otherwise string) string {
	if !configured.IsNull() {
		return configured.ValueString()
	}
	return otherwise
}

func orDefault(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// setDuration takes a duration that the schema has validated.
func setDuration(d *time.Duration, configured types.String) {
	if v, err := time.ParseDuration(configured.ValueString()); err == nil {
		*d = v
	}
}
