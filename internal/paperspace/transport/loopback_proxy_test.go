package transport

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// loopbackSpellings are spellings of loopback hosts. Go's proxy exception for loopback hosts
// recognizes only some of them.
var loopbackSpellings = []string{
	"localhost", "LOCALHOST", "LocalHost", "localhost.", "LOCALHOST.", "127.0.0.1", "127.0.0.1.",
	"[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::FFFF:7f00:1]", "[::1%25lo]",
	"ｌｏｃａｌｈｏｓｔ", "LOCALHO\u017FT", "127。0。0。1",
}

// A loopback endpoint is accepted without TLS, so no spelling of it must send the key to a proxy.
func TestProxyNeverGetsTheKeyOfALoopbackEndpoint(t *testing.T) {
	t.Parallel()
	for _, host := range loopbackSpellings {
		for _, scheme := range []string{"http", "https"} {
			address := scheme + "://" + host + ":9"
			if _, err := CheckEndpoint(address); err != nil {
				if strings.HasPrefix(address, "http:") {
					continue // rejected, so no key is sent
				}
				t.Errorf("%s: %v", address, err)
			}
			t.Run(address, func(t *testing.T) {
				t.Parallel()
				out, received, err := probed(t, address, "HTTP_PROXY=PROXY", "HTTPS_PROXY=PROXY")
				if err != nil || !strings.HasPrefix(out, "proxy <nil>") || len(received) > 0 {
					t.Errorf("%v: the proxy received %q; %s", err, received, out)
				}
			})
		}
	}
}

// After a redirect within the origin, the client uses the spelling of the host that was checked.
func TestRedirectKeepsTheCheckedSpellingOfTheHost(t *testing.T) {
	t.Parallel()
	base, err := CheckEndpoint("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"http://LOCALHOST:8080/there", "http://localhost.:8080/there", "//localhost:8080/there", "HTTP://localhost:08080/there"} {
		var hosts []string
		c := New(Options{BaseURL: base, Authorize: APIKey("x-api-key", testKey), RoundTripper: roundTrip(func(r *http.Request) (*http.Response, error) {
			hosts = append(hosts, r.URL.Host)
			if len(hosts) == 1 {
				return &http.Response{StatusCode: 302, Header: http.Header{"Location": {to}}, Body: http.NoBody}, nil
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}, nil
		})})
		_ = c.Do(t.Context(), show(), nil)
		if got := fmt.Sprint(hosts); got != "[localhost:8080 localhost:8080]" {
			t.Errorf("%s: requests went to %s", to, got)
		}
	}
}

// CheckEndpoint returns the normalized host, which is the form that it checks.
func TestCheckEndpointNormalizesTheHost(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"HTTPS://API.Paperspace.COM/V1":    "https://api.paperspace.com/V1",
		"https://api.paperspace.com.:443/": "https://api.paperspace.com",
		"https://h:0443":                   "https://h",
		"https://h:":                       "https://h",
		"http://localhost:80":              "http://localhost",
		"http://localhost:443":             "http://localhost:443",
		"http://LOCALHOST.:8080":           "http://localhost:8080",
		"http://[::ffff:127.0.0.1]:1":      "http://127.0.0.1:1",
		"http://[0:0:0:0:0:0:0:1]:80":      "http://[::1]",
		"https://[2001:DB8:0::1]:8443/a":   "https://[2001:db8::1]:8443/a",
		"https://Bücher.example":           "https://xn--bcher-kva.example",
		"https://h_1.internal":             "https://h_1.internal",
		"https://h:0":                      "",
		"https://h:65536":                  "",
		"https://..":                       "",
		"https://a..b":                     "",
		"https://\u200d.example":           "",
		"http://[::ffff:10.0.0.1]":         "",
		"http://2130706433":                "",
		"http://127.1":                     "",
		"http://localhost.example":         "",
	} {
		u, err := CheckEndpoint(raw)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q: accepted as %v", raw, u)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q: %v, %v, want %s", raw, u, err, want)
		}
	}
	for _, host := range loopbackSpellings {
		u, err := url.Parse("https://" + host + ":9")
		if err != nil {
			t.Fatal(err)
		}
		if !loopback(u.Hostname()) {
			t.Errorf("%q is not seen to be this computer", host)
		}
	}
	if _, err := net.LookupPort("tcp", "0443"); err != nil {
		t.Errorf("net reads ports in another way: %v", err)
	}
}
