package transport

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// CheckEndpoint reads the address of a service: an absolute http or https URL
// without user info, query or fragment. A key may travel unencrypted only
// within the machine, so plain http is for loopback hosts. A trailing slash is
// trimmed. Errors say what to do and never repeat the text, which may hold a
// password.
func CheckEndpoint(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// url.Parse repeats the text in its error.
		return nil, errors.New("the endpoint is not a URL; write it as https://host or https://host/path")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the endpoint must start with https://")
	case u.User != nil:
		return nil, errors.New("the endpoint must not contain a user name or password; the key alone authenticates")
	case u.Opaque != "" || u.Hostname() == "" || Line(u.Host) != u.Host:
		return nil, errors.New("the endpoint names no host; write it as https://host or https://host/path")
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

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// sameOrigin says whether two URLs are one scheme, host and port, the only
// place the key may go to.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(hostPort(a), hostPort(b))
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}
