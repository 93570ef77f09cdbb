package psfake

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guarded protects the admin routes, which require no key, from web pages. A developer's browser can send requests to
// the loopback interface for a page of another site, and for a page whose host name an attacker resolves to 127.0.0.1
// (DNS rebinding). The Origin, Sec-Fetch-Site, or Referer header identifies the first, and the Host header identifies
// the second. A request without a remote address was made in this process, not over a connection.
func guarded(admin http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.RemoteAddr != "" && (!localHost(r.Host) || !fromNoOtherSite(r)) {
			http.Error(rw, "The admin routes accept only requests from programs on this computer. Use the host localhost or a loopback address.", http.StatusForbidden)
			return
		}
		admin.ServeHTTP(rw, r)
	})
}

// localHost reports whether a Host header names this computer.
func localHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// fromNoOtherSite reports whether a request comes from a page of this server, or from no page at all.
func fromNoOtherSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		return false
	}
	for _, name := range []string{"Origin", "Referer"} {
		if from := r.Header.Get(name); from != "" {
			u, err := url.Parse(from)
			if err != nil || u.Scheme != "http" || !strings.EqualFold(u.Host, r.Host) {
				return false
			}
		}
	}
	return true
}
