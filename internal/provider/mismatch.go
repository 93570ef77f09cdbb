package provider

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
)

// v1Path is the end of every address of API v1 at Paperspace.
const v1Path = "/v1"

// v1Host is the host on which Paperspace serves API v1 only.
const v1Host = "api.paperspace.com"

// mismatch returns why an address cannot belong to an API version and what to do about it,
// or "" if it can. The wrong API would return 404 for every request, as if no object
// existed. Servers other than Paperspace's can have API v1 at any path, but no server has
// the CORE API at /v1.
func mismatch(u *url.URL, version string) string {
	switch isV1 := strings.HasSuffix(strings.ToLower(u.Path), v1Path); {
	case version == coreapi.Name && isV1:
		return fmt.Sprintf("An endpoint that ends in %s belongs to API v1, but api_version is %q. Set api_version = %q in the provider block, or set an endpoint of the CORE API.",
			v1Path, coreapi.Name, v1api.Name)
	case version == coreapi.Name && u.Hostname() == v1Host:
		return fmt.Sprintf("This is the host of API v1, but api_version is %q. Set api_version = %q in the provider block and remove endpoint, or set an endpoint of the CORE API.",
			coreapi.Name, v1api.Name)
	case version == v1api.Name && ofPaperspace(u.Hostname()) && !strings.HasSuffix(u.Path, v1Path):
		return fmt.Sprintf("With api_version = %q, an endpoint of Paperspace ends in %s. Remove endpoint, or set endpoint = %q.",
			v1api.Name, v1Path, v1api.DefaultEndpoint)
	}
	return ""
}

func ofPaperspace(host string) bool {
	host = "." + strings.TrimSuffix(strings.ToLower(host), ".")
	return strings.HasSuffix(host, ".paperspace.com") || strings.HasSuffix(host, ".paperspace.io")
}

// otherKey returns a hint about a key that the client of another API version saved, or ""
// if there is none. The hint is appended to the error about a missing key.
func otherKey(version string, s surroundings) string {
	for _, name := range apiVersionNames() {
		v := apiVersions[name]
		if name == version {
			continue
		}
		if _, err := v.savedKey(s); err != nil {
			continue
		}
		file := savedIn("~", v.savedIn)
		if name == coreapi.Name {
			return fmt.Sprintf("\n\nThe file %s has a key, but the client of the CORE API saved it there, and the provider does not use it with api_version = %q. "+
				"If the key is for API v1, too, set the environment variable %s to it.", file, version, envKey)
		}
		return fmt.Sprintf("\n\nThe file %s has a key of API %s. To use it, set api_version = %q in the provider block.", file, name, name)
	}
	return ""
}
