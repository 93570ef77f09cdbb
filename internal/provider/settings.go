package provider

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// settings is the provider's configuration after all defaults have been applied.
type settings struct {
	key       string
	keySource string // for messages, a phrase
	version   string
	endpoint  *url.URL
	region    string
	teamID    string

	requestTimeout    time.Duration
	maxRetries        int
	requestsPerSecond float64
	pollInterval      time.Duration
	preflight         bool

	// unknown has the names of unknown settings without which no request can be sent.
	unknown       []string
	regionUnknown bool
}

// surroundings holds all sources of settings outside of the configuration, so that resolve
// depends only on its arguments.
type surroundings struct {
	getenv   func(string) string
	home     string // "" if there is none
	readFile func(string) ([]byte, error)
	// stat is nil on Windows, where the mode of a file does not show who can read it.
	stat func(string) (fs.FileInfo, error)

	// Files of uid can be trusted. Both functions can be nil.
	uid      int
	ownerOf  func(fs.FileInfo) (uid int, known bool)
	realPath func(string) (string, error) // with all links followed
}

const (
	envKey      = "PAPERSPACE_API_KEY"
	envVersion  = "PAPERSPACE_API_VERSION"
	envEndpoint = "PAPERSPACE_ENDPOINT"
	envRegion   = "PAPERSPACE_REGION"
	envTeam     = "PAPERSPACE_TEAM_ID"
)

// resolve determines every setting: from the configuration, or else the environment, or
// else the saved credentials, or else the default. It sends no request.
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
	out.version = cmp.Or(first(c.APIVersion, s.getenv(envVersion)), defaultAPIVersion)
	v, known := apiVersions[out.version]
	if !known {
		diags.AddAttributeError(path.Root("api_version"), "Unknown API version",
			fmt.Sprintf("The environment variable %s is %q. Valid values: %s.", envVersion, out.version, wordList(apiVersionNames())))
		return out, diags
	}
	out.resolveEndpoint(c, s, v, &diags)
	out.resolveKey(c, s, v, &diags)
	return out, diags
}

func (out *settings) resolveEndpoint(c model, s surroundings, v apiVersion, diags *diag.Diagnostics) {
	raw, source := v.endpoint, "This address cannot be used"
	switch env := s.getenv(envEndpoint); {
	case !c.Endpoint.IsNull():
		raw = c.Endpoint.ValueString()
	case env != "":
		raw, source = env, "The address in the environment variable "+envEndpoint+" cannot be used"
	}
	u, err := transport.CheckEndpoint(raw)
	if err != nil {
		diags.AddAttributeError(path.Root("endpoint"), "Invalid endpoint", fmt.Sprintf("%s: %s.", source, err))
		return
	}
	if why := mismatch(u, out.version); why != "" {
		diags.AddAttributeError(path.Root("endpoint"), "Endpoint of another API version", fmt.Sprintf("%s. %s", source, why))
		return
	}
	out.endpoint = u
}

func (out *settings) resolveKey(c model, s surroundings, v apiVersion, diags *diag.Diagnostics) {
	file := savedIn("~", v.savedIn)
	key, source, why := c.APIKey.ValueString(), "the api_key argument of the provider block", ""
	fromFile := false
	if c.APIKey.IsNull() {
		key, source = s.getenv(envKey), "the environment variable "+envKey
	}
	if c.APIKey.IsNull() && strings.TrimSpace(key) == "" {
		var err error
		if key, err = v.savedKey(s); err != nil {
			why = fmt.Sprintf(" (%s)", err)
		}
		source, fromFile = "the file "+file, true
	}
	// A key that was read from a file often ends with a line break.
	key = strings.TrimSpace(key)
	switch {
	case key == "" && !c.APIKey.IsNull():
		diags.AddAttributeError(path.Root("api_key"), "Empty API key",
			fmt.Sprintf("The api_key argument is empty. To use the key from the environment variable %s or from the file %s, remove the argument.", envKey, file))
	case key == "":
		diags.AddAttributeError(path.Root("api_key"), "Missing API key",
			fmt.Sprintf("The provider needs a Paperspace API key. It checked these places in order and found none:\n"+
				"  1. the api_key argument of the provider block\n"+
				"  2. the environment variable %[1]s\n"+
				"  3. the file %[2]s, written by the official client%[3]s\n\n"+
				"Create a key in the Paperspace console, in the API section of the team settings, and set %[1]s to it. An empty variable counts as not set.", envKey, file, why)+otherKey(out.version, s))
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		diags.AddAttributeError(path.Root("api_key"), "Malformed API key",
			fmt.Sprintf("The key in %s contains a space, a line break, or another character that a key cannot contain. Check that you copied only the key.", source))
	default:
		out.key, out.keySource = key, source
		if fromFile {
			diags.Append(s.exposed(v.savedIn)...)
			diags.Append(s.replaceable(v.savedIn)...)
		}
	}
}

func first(configured types.String, otherwise string) string {
	if !configured.IsNull() {
		return configured.ValueString()
	}
	return otherwise
}

// setDuration sets d to a duration that the schema has validated, if it is set.
func setDuration(d *time.Duration, configured types.String) {
	if v, err := time.ParseDuration(configured.ValueString()); err == nil {
		*d = v
	}
}
