package psfake

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guarded keeps web pages away from the admin routes, which ask for no key. The
// browser of a developer can reach the loopback interface for a page of another
// site, and for a page whose name was made to resolve to 127.0.0.1 (DNS
// rebinding). The first gives itself away by its Origin, Sec-Fetch-Site, or
// Referer, and the second by its Host. A request without a remote address came
// over no connection but from this process.
func guarded(admin http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.RemoteAddr != "" && (!localHost(r.Host) || !fromNoOtherSite(r)) {
			http.Error(rw, "the admin routes are for programs on this computer, under the name localhost or a loopback address", http.StatusForbidden)
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

// fromNoOtherSite reports whether a request comes from no web page, or from one
// of this very server.
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
