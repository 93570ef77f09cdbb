package transport

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// normalizeHost rewrites the host and the port of u to the form in which they are checked,
// compared, and used: lower case, ASCII, no trailing dot, addresses as netip prints them, and no
// default port. Whether a host receives the key must not depend on how it is spelled.
func normalizeHost(u *url.URL) error {
	host, err := canonicalHost(u.Hostname())
	if err != nil {
		return err
	}
	port, err := canonicalPort(u.Scheme, u.Port())
	if err != nil {
		return err
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	u.Host = host
	return nil
}

// canonicalHost returns the normalized form of a host name or an address without brackets.
func canonicalHost(host string) (string, error) {
	if !isASCII(host) {
		// net/http applies the same mapping, but only when it sends the request.
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", errors.New("the host name is not valid")
		}
		host = ascii
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip = ip.Unmap(); ip.IsLoopback() {
			ip = ip.WithZone("")
		}
		return ip.String(), nil
	}
	if host == "" || strings.Contains("."+host+".", "..") {
		return "", errors.New("the host name is not valid")
	}
	return host, nil
}

// canonicalPort returns the normalized form of a port, or "" for the default port of the scheme.
func canonicalPort(scheme, port string) (string, error) {
	if port == "" {
		return "", nil
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return "", errors.New("the port is not valid")
	}
	if scheme == "http" && n == 80 || scheme == "https" && n == 443 {
		return "", nil
	}
	return strconv.Itoa(n), nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}

// loopback reports whether a host, in any spelling, is a loopback address or localhost.
func loopback(host string) bool {
	host, err := canonicalHost(host)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// sameOrigin reports whether two URLs have the same scheme, host, and port. The key must not be
// sent to another origin.
func sameOrigin(a, b *url.URL) bool {
	x, y := *a, *b
	return a.Scheme == b.Scheme && normalizeHost(&x) == nil && normalizeHost(&y) == nil && x.Host == y.Host
}
