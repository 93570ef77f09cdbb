package transport

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// probeAddress is an environment variable that makes this test binary send a request to the given
// address and exit, because Go reads the proxy variables only once per process.
const probeAddress = "TRANSPORT_TEST_PROBE"

// probeAlways is an environment variable that makes probe send the request even without a proxy.
const probeAlways = "TRANSPORT_TEST_PROBE_ALWAYS"

func TestMain(m *testing.M) {
	if address := os.Getenv(probeAddress); address != "" {
		probe(address)
		return
	}
	os.Exit(m.Run())
}

// probe prints the proxy for address. If there is one, it also sends a request and prints "ok" or
// the error.
func probe(address string) {
	base, err := CheckEndpoint(address)
	if err != nil { // no configuration can contain this address
		if base, err = url.Parse(address); err != nil {
			panic(err)
		}
	}
	rt := DefaultRoundTripper().(*http.Transport)
	proxy, err := rt.Proxy(&http.Request{URL: base})
	fmt.Fprintln(os.Stdout, "proxy", proxy, err)
	if proxy == nil && os.Getenv(probeAlways) == "" {
		return // the host name does not resolve
	}
	c := New(Options{BaseURL: base, Authorize: APIKey("x-api-key", testKey), Secrets: []string{testKey}, RoundTripper: rt, Timeout: time.Minute})
	if err := c.Do(context.Background(), show(), new(any)); err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	fmt.Fprintln(os.Stdout, "ok")
}

// forwarding is a proxy that responds itself and records the requests.
type forwarding struct {
	mu       sync.Mutex
	received []string
}

func (f *forwarding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method == http.MethodConnect {
		f.received = append(f.received, fmt.Sprintf("CONNECT %s, key %q", r.Host, r.Header.Get("X-Api-Key")))
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	f.received = append(f.received, fmt.Sprintf("%s %s, key %t", r.Method, r.URL, r.Header.Get("X-Api-Key") == testKey))
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}"))
}

func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	const core, plain = "https://core.example.invalid", "http://core.example.invalid"
	for name, c := range map[string]struct {
		address        string
		env            []string // PROXY is replaced by the address of the proxy
		said, received string
	}{
		"none set":                      {core, nil, "proxy <nil>", ""},
		"for https":                     {core, []string{"HTTPS_PROXY=PROXY"}, "Proxy Authentication Required", `CONNECT core.example.invalid:443, key ""`},
		"in lower case":                 {core, []string{"https_proxy=PROXY"}, "Proxy Authentication Required", `CONNECT core.example.invalid:443, key ""`},
		"for http only":                 {core, []string{"HTTP_PROXY=PROXY"}, "proxy <nil>", ""},
		"for http":                      {plain, []string{"HTTP_PROXY=PROXY"}, "ok", "GET http://core.example.invalid/machines/ps1, key true"},
		"an exception":                  {core, []string{"HTTPS_PROXY=PROXY", "NO_PROXY=example.org,core.example.invalid"}, "proxy <nil>", ""},
		"an exception by domain":        {core, []string{"HTTPS_PROXY=PROXY", "no_proxy=.example.invalid"}, "proxy <nil>", ""},
		"an exception for another host": {core, []string{"HTTPS_PROXY=PROXY", "NO_PROXY=core.example.org"}, "Proxy Authentication Required", `CONNECT core.example.invalid:443, key ""`},
		"an exception of everything":    {core, []string{"HTTPS_PROXY=PROXY", "NO_PROXY=*"}, "proxy <nil>", ""},
		"never for this very system":    {"http://127.0.0.1:1", []string{"HTTP_PROXY=PROXY"}, "proxy <nil>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, received, err := probed(t, c.address, c.env...)
			if err != nil || !strings.Contains(out, c.said) || strings.Contains(out, testKey) {
				t.Errorf("%v: said %q, want %q", err, out, c.said)
			}
			if got := strings.Join(received, "\n"); got != c.received {
				t.Errorf("the proxy received %q, want %q", got, c.received)
			}
		})
	}
}

// probed runs probe in a separate process and returns what the process printed and what the proxy
// received. In env, PROXY is replaced by the address of the proxy.
func probed(t *testing.T, address string, env ...string) (out string, received []string, err error) {
	t.Helper()
	var f forwarding
	proxy := httptest.NewServer(&f)
	defer proxy.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self)
	child.Env = append(withoutProxy(os.Environ()), probeAddress+"="+address)
	for _, v := range env {
		child.Env = append(child.Env, strings.ReplaceAll(v, "=PROXY", "="+proxy.URL))
	}
	printed, err := child.CombinedOutput()
	return string(printed), f.received, err
}

// withoutProxy removes the proxy settings of the computer that runs the tests.
func withoutProxy(env []string) []string {
	var rest []string
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		if name = strings.ToUpper(name); name != "HTTP_PROXY" && name != "HTTPS_PROXY" && name != "NO_PROXY" && name != "REQUEST_METHOD" {
			rest = append(rest, v)
		}
	}
	return rest
}
