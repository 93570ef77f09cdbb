package transport

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// normalizeHost rewrites the host and the port of u in the one form in which
// they are checked, compared, and used: lower case, ASCII, without a trailing
// dot, addresses as netip prints them, and no default port. Two spellings of
// one host must not get two responses to the question of who receives the key.
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

// canonicalHost returns a host name or an address, without brackets.
func canonicalHost(host string) (string, error) {
	if !isASCII(host) {
		// The same mapping as that of net/http, which applies it after the check.
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

// canonicalPort returns "" for the default port of the scheme.
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

// loopback reports whether a host in any spelling is this computer.
func loopback(host string) bool {
	host, err := canonicalHost(host)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// sameOrigin reports whether two URLs are one scheme, host and port, the only
// place the key can go to.
func sameOrigin(a, b *url.URL) bool {
	x, y := *a, *b
	return a.Scheme == b.Scheme && normalizeHost(&x) == nil && normalizeHost(&y) == nil && x.Host == y.Host
}
