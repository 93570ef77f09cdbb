package psfake_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// A web page in a developer's browser can reach the loopback interface with a cross-site request, or under a host name
// that resolves to 127.0.0.1.
func TestAdminRejectsRequestsOfWebPages(t *testing.T) {
	t.Parallel()
	w := psfake.New()
	server := httptest.NewServer(w.Local(fakecore.New(w), fakev1.New(w)))
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	_, port, _ := strings.Cut(address, ":")
	for name, c := range map[string]struct {
		host   string
		header map[string]string
		status int
	}{
		"a tool":                            {address, nil, 200},
		"a tool on localhost":               {"localhost:" + port, nil, 200},
		"a tool on LOCALHOST":               {"LOCALHOST:" + port, nil, 200},
		"a tool on IPv6":                    {"[::1]:" + port, nil, 200},
		"a tool without a port":             {"127.0.0.1", nil, 200},
		"a page of this server":             {address, map[string]string{"Origin": "http://" + address, "Sec-Fetch-Site": "same-origin"}, 200},
		"an address typed in":               {address, map[string]string{"Sec-Fetch-Site": "none"}, 200},
		"a cross-site POST":                 {address, map[string]string{"Origin": "https://evil.example"}, 403},
		"a cross-site GET":                  {address, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another port of this host":         {address, map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		"another scheme":                    {address, map[string]string{"Origin": "https://" + address}, 403},
		"a sandboxed frame":                 {address, map[string]string{"Origin": "null"}, 403},
		"an old browser":                    {address, map[string]string{"Referer": "https://evil.example/x"}, 403},
		"DNS rebinding":                     {"evil.example:" + port, nil, 403},
		"DNS rebinding, same origin":        {"evil.example:" + port, map[string]string{"Origin": "http://evil.example:" + port}, 403},
		"a name that begins with localhost": {"127.0.0.1.evil.example:" + port, nil, 403},
		"a name below localhost":            {"evil.localhost.example", nil, 403},
		"no host":                           {"evil", nil, 403},
	} {
		for _, route := range []string{"GET machines", "POST machines", "POST machines/x/destroy", "DELETE faults", "POST clock"} {
			method, path, _ := strings.Cut(route, " ")
			req, err := http.NewRequest(method, server.URL+psfake.AdminPrefix+path, strings.NewReader(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			req.Host = c.host
			for k, v := range c.header {
				req.Header.Set(k, v)
			}
			before := len(w.Machines())
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			switch {
			case c.status == 403 && (resp.StatusCode != 403 || len(w.Machines()) != before):
				t.Errorf("%s, %s: status %d", name, route, resp.StatusCode)
			case c.status == 200 && resp.StatusCode == 403:
				t.Errorf("%s, %s: rejected", name, route)
			}
		}
	}
}
