package transport

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Connection is what an API version needs from the provider's
// settings.
type Connection struct {
	Endpoint          *url.URL // see CheckEndpoint
	Key               string
	UserAgent         string
	Timeout           time.Duration // one HTTP attempt
	MaxRetries        int
	RequestsPerSecond float64           // 0 = no limit of our own
	RoundTripper      http.RoundTripper // nil for the network
	Observe           func(ctx context.Context, a Attempt)
}

// Client returns a client for the connection: authorize puts the key where the
// API version requires it, and decode reads its errors; see [Options].
func (c Connection) Client(authorize func(*http.Request), decode func(status int, header http.Header, body []byte) Problem) *Client {
	return New(Options{
		BaseURL:           c.Endpoint,
		Authorize:         authorize,
		Secrets:           []string{c.Key},
		UserAgent:         c.UserAgent,
		Timeout:           c.Timeout,
		MaxRetries:        c.MaxRetries,
		RequestsPerSecond: c.RequestsPerSecond,
		RoundTripper:      c.RoundTripper,
		Decode:            decode,
		Observe:           c.Observe,
	})
}
