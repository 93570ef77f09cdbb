package transport

import (
	"crypto/tls"
	"net/http"
	"time"
)

// DefaultRoundTripper is Go's default transport (proxy from the environment,
// HTTP/2 where offered) with TLS 1.2 at least, enough idle connections for a
// parallel apply, and a check that an HTTP/2 connection is still alive: without
// it a connection that a firewall dropped fails every request for minutes.
func DefaultRoundTripper() http.RoundTripper {
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	if std, ok := http.DefaultTransport.(*http.Transport); ok {
		t = std.Clone()
	}
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
