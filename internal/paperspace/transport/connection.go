package transport

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Connection holds the settings of the provider that the API versions need.
type Connection struct {
	Endpoint          *url.URL // see CheckEndpoint
	Key               string
	UserAgent         string
	Timeout           time.Duration // of one attempt
	MaxRetries        int
	RequestsPerSecond float64           // the user's limit; 0 = none
	RoundTripper      http.RoundTripper // nil for DefaultRoundTripper
	Observe           func(ctx context.Context, a Attempt)
}

// Client returns a client for the connection. The function authorize adds the key to a request,
// and decode reads the errors of the API version; see [Options].
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
