package transport

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// If a server quotes a secret of the request, errors and observations do not show it.
func TestSecretOfARequestIsHidden(t *testing.T) {
	var seen strings.Builder
	base, _ := url.Parse("http://127.0.0.1:1")
	c := New(Options{
		BaseURL: base, Secrets: []string{"the-key-itself"},
		RoundTripper: roundTrip(func(*http.Request) (*http.Response, error) {
			body := `{"message":"the password hunter2 of the-key-itself is too weak"}`
			return &http.Response{StatusCode: 400, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
		}),
		Decode: func(status int, _ http.Header, body []byte) Problem {
			return Problem{Status: status, Message: string(body), Recognized: true}
		},
		Observe: func(_ context.Context, a Attempt) { seen.WriteString(a.Err.Error()) },
	})
	err := c.Do(t.Context(), Request{Op: "create", Method: http.MethodPost, Path: "/x", Body: 1, Secrets: []string{"hunter2", "pw"}}, nil)
	for _, text := range []string{err.Error(), seen.String()} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, "the-key-itself") || !strings.Contains(text, "the password") {
			t.Errorf("%q", text)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
