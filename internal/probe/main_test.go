package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestOptionsThatAreRejected(t *testing.T) {
	for want, o := range map[string]options{
		"PAPERSPACE_API_KEY":           {Endpoint: realEndpoint, Write: true, Live: consent},
		"PAPERSPACE_LIVE":              {Endpoint: realEndpoint, Key: key, Write: true, Live: "yes"},
		"send the key unencrypted":     {Endpoint: "http://paperspace.test/v1", Key: key},
		"a user name or password":      {Endpoint: "https://jon:secret@paperspace.test/v1", Key: key},
		"not a URL":                    {Endpoint: "127.0.0.1:8090/v1", Key: key},
		"PAPERSPACE_ENDPOINT: the end": {Endpoint: "api.paperspace.com/v1", Key: key},
	} {
		if err := o.check(nil); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	o := options{Endpoint: realEndpoint, Key: key}
	if err := o.check([]string{"write"}); err == nil || !strings.Contains(err.Error(), `unexpected argument "write"`) {
		t.Errorf("an argument that is no flag: %v", err)
	}
}

// A report about Paperspace names Paperspace, also with a slash after the endpoint.
func TestEndpointIsNormalized(t *testing.T) {
	o := options{Endpoint: realEndpoint + "/", Key: key}
	if err := o.check(nil); err != nil || newReport(o.Endpoint, false, nil).Service != "Paperspace" {
		t.Errorf("%v, endpoint %s", err, o.Endpoint)
	}
}

// A response that is not from API v1 ends the run after the first request, because a site
// that responds to every path would fill the table with findings about itself.
func TestProbeStopsWithAnotherService(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"a page":       {200, "<html>Paperspace</html>", `has no "items"`},
		"an object":    {200, "{}", `has no "items"`},
		"nothing":      {200, "", `has no "items"`},
		"null":         {200, "null", "(200 null)"},
		"a redirect":   {302, "", "(302)"},
		"a bad route":  {404, "<html>404</html>", "(404)"},
		"an outage":    {500, `{"code":"INTERNAL_SERVER_ERROR"}`, "(500 INTERNAL_SERVER_ERROR)"},
		"a disconnect": {0, "", "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if requests.Add(1); c.status == 0 {
					panic(http.ErrAbortHandler)
				}
				if c.status == http.StatusFound {
					w.Header().Set("Location", "/v1/elsewhere")
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer server.Close()
			o := options{Endpoint: server.URL + "/v1", Key: key, Live: consent, Write: true, Client: &http.Client{CheckRedirect: stay}, Out: io.Discard}
			found, err := run(t.Context(), t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "Nothing was created") || strings.Contains(err.Error(), key) {
				t.Errorf("error %v", err)
			}
			if len(found) > 0 || requests.Load() != 1 {
				t.Errorf("%d rows, %d requests", len(found), requests.Load())
			}
		})
	}
}
