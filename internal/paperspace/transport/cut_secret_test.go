package transport

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// If a response broke off, was cut by a proxy, or was shortened by Paperspace, the beginning of a
// secret at its end is hidden.
func TestCutOffSecretIsHidden(t *testing.T) {
	t.Parallel()
	const key = "k3y/7c31 e9aa<d20f8>bb&4c"
	forms := map[string]string{
		"plain": key, "query": url.QueryEscape(key), "JSON": quoted(key, true), "base64": base64.StdEncoding.EncodeToString([]byte(key)),
	}
	shapes := map[string]struct {
		body   string // CUT is the beginning of the key
		status int
		kind   string
	}{
		"half a JSON text":           {`{"message":"invalid key CUT`, 400, "application/json"},
		"a text":                     {`invalid key CUT`, 500, "text/plain"},
		"a shortened text":           {`invalid key CUT...`, 500, "text/plain"},
		"a text shortened by a mark": {"invalid key CUT…\n", 500, "text/plain"},
		"half a page":                {`<html><body><p>invalid key CUT`, 502, "text/html"},
		"a page, cut and closed":     {`<html><body><p>invalid key CUT</p></body></html>`, 502, "text/html"},
		"a title":                    {`<html><title>invalid key CUT</title>`, 502, "text/html"},
		"a page of a parked host":    {`<html><body><p>invalid key CUT`, 200, "text/html"},
		"a text where JSON belongs":  {`invalid key CUT`, 200, "text/plain"},
		"a long body":                {strings.Repeat(" ", maxErrorBody-len("invalid key CUT")+1) + "invalid key CUT", 500, "text/plain"},
	}
	for form, spelled := range forms {
		for shape, c := range shapes {
			for _, length := range []int{6, len(spelled) / 2, len(spelled) - 1} {
				body := strings.ReplaceAll(c.body, "CUT", spelled[:length])
				var seen strings.Builder
				client := newTestClient(t, &script{steps: []step{respond(c.status, body, "Content-Type", c.kind)}}, func(o *Options) {
					o.Secrets, o.MaxRetries = []string{key}, 0
				})
				err := client.Do(t.Context(), show(), new(struct{}))
				fmt.Fprintf(&seen, "%v %+v", err, err)
				if err == nil || strings.Contains(seen.String(), spelled[:4]) || !strings.Contains(seen.String(), "invalid key") {
					t.Errorf("%s in %s, %d of %d bytes: %s", form, shape, length, len(spelled), seen.String())
				}
			}
		}
	}
}

// The same applies to a decoded message that the server has shortened, or whose connection broke.
func TestCutOffSecretIsHiddenInAMessage(t *testing.T) {
	t.Parallel()
	base, _ := url.Parse("http://127.0.0.1:1")
	for _, message := range []string{"invalid key abcdefgh-ij", "invalid key abcdefgh-ij...", "invalid key (abcdefgh-ij…)"} {
		c := New(Options{
			BaseURL: base, Secrets: []string{"abcdefgh-ijklmnop"},
			RoundTripper: roundTrip(func(*http.Request) (*http.Response, error) {
				body := io.MultiReader(bytes.NewReader([]byte(message)), broken{})
				return &http.Response{StatusCode: 400, Header: http.Header{"X-Request-Id": {"req-abcdefgh-i"}}, Body: io.NopCloser(body)}, nil
			}),
			Decode: func(status int, _ http.Header, body []byte) Problem {
				return Problem{Status: status, Message: string(body), Code: "KEY_abcdefgh", Recognized: true}
			},
		})
		err := c.Do(t.Context(), Request{Op: "create", Method: http.MethodPost, Path: "/x", Body: 1}, nil)
		if text := fmt.Sprintf("%+v", err); strings.Contains(text, "abcd") || !strings.Contains(text, "invalid key") {
			t.Errorf("%s: %s", message, text)
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
