package transport

import (
	"errors"
	"net/url"
	"strings"
)

// CheckEndpoint parses the address of a server: an absolute http or https URL without user
// info, query, or fragment. Plain http is accepted only for loopback hosts, because it sends the
// key unencrypted. The host of the result is normalized (see normalizeHost), and the checks are
// about the normalized form. Trailing slashes are trimmed. Errors do not quote raw, which might
// contain a password.
func CheckEndpoint(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// The error of url.Parse quotes the text.
		return nil, errors.New("the endpoint is not a URL; write it as https://host or https://host/path")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the endpoint must start with https://")
	case u.User != nil:
		return nil, errors.New("the endpoint must not contain a user name or password; the key alone authenticates")
	case u.Opaque != "" || u.Hostname() == "" || Line(u.Host) != u.Host:
		return nil, errors.New("the endpoint names no host; write it as https://host or https://host/path")
	case normalizeHost(u) != nil:
		return nil, errors.New("the host or the port of the endpoint is not valid; write it as https://host or https://host:port")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(raw, "#"):
		return nil, errors.New("the endpoint must not contain a query (?) or fragment (#); end it after the path")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, errors.New("the endpoint would send the key unencrypted; use https:// (http:// is only for localhost, 127.0.0.1 and [::1])")
	}
	if path := strings.TrimRight(u.EscapedPath(), "/"); path != "" {
		if err := checkPath(path); err != nil {
			return nil, errors.New("the path of the endpoint must not contain empty or dotted elements (//, /./, /../)")
		}
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}
