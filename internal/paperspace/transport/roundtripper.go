package transport

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"time"
)

// environmentProxy returns the proxy from the environment variables, except for loopback hosts.
// Go makes the same exception, but recognizes only some spellings of them. A proxy for plain
// http would receive the key.
func environmentProxy(r *http.Request) (*url.URL, error) {
	if loopback(r.URL.Hostname()) {
		return nil, nil //nolint:nilnil // no proxy, as http.Transport defines it
	}
	return http.ProxyFromEnvironment(r)
}

// DefaultRoundTripper returns Go's default transport (proxy from the environment, HTTP/2 if the
// server offers it) with at least TLS 1.2, enough idle connections for a parallel apply, and a
// health check for HTTP/2 connections. Without the check, all requests on a connection that a
// firewall has dropped fail for minutes.
func DefaultRoundTripper() http.RoundTripper {
	t := &http.Transport{ForceAttemptHTTP2: true}
	if std, ok := http.DefaultTransport.(*http.Transport); ok {
		t = std.Clone()
	}
	t.Proxy = environmentProxy
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	t.TLSClientConfig.MinVersion = max(t.TLSClientConfig.MinVersion, tls.VersionTLS12)
	t.ForceAttemptHTTP2 = true
	t.MaxIdleConns = 128
	t.MaxIdleConnsPerHost = 64
	t.MaxResponseHeaderBytes = 256 << 10
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second}
	return t
}
