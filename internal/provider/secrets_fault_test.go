package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// echo is a response that replaces QUOTE in its body by the secrets of the request: as they
// are and in other encodings, escaped for the content type.
type echo struct {
	status     int
	kind, body string
}

func (e echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("X-Api-Key") + strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	quote := spelled(key)
	var sent struct{ Password, ScriptText, Script string }
	if raw, err := io.ReadAll(r.Body); err == nil && json.Unmarshal(raw, &sent) == nil {
		script := sent.ScriptText + sent.Script // of CORE or API v1
		quote += spelled(sent.Password) + spelled(script)
		for line := range strings.Lines(script) {
			quote += "line: " + line
		}
	}
	w.Header().Set("Content-Type", e.kind)
	w.Header().Set("X-Request-Id", "req-"+key)
	if e.status/100 == 3 {
		w.Header().Set("Location", "https://other.example.com/?key="+url.QueryEscape(key))
	}
	switch {
	case strings.HasSuffix(e.kind, "json"):
		quoted, _ := json.Marshal(quote)
		quote = strings.Trim(string(quoted), `"`)
	case strings.HasSuffix(e.kind, "html"):
		quote = html.EscapeString(quote)
	}
	w.WriteHeader(e.status)
	_, _ = io.WriteString(w, strings.ReplaceAll(e.body, "QUOTE", quote))
}

// spelled returns a text as it is, as part of a URL, and in base64.
func spelled(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%s %s %s ", s, url.QueryEscape(s), base64.StdEncoding.EncodeToString([]byte(s)))
}

// echoes are the responses of servers that fail and of hosts that are not Paperspace, each
// with a secret in a place that is quoted in a message.
var echoes = map[string]struct {
	echo
	says string
}{
	"denied":              {echo{401, "application/json", `{"status": 401, "message": "Invalid API token QUOTE"}`}, "Invalid API token [redacted]"},
	"rejected":            {echo{400, "application/json", `{"error": {"status": 400, "message": "header x-api-key: QUOTE"}}`}, "header x-api-key: [redacted]"},
	"down":                {echo{500, "text/plain", "panic: QUOTE"}, "panic: [redacted]"},
	"a page":              {echo{200, "text/html", "<html><title>Hello QUOTE</title></html>"}, "Hello [redacted]"},
	"a page for errors":   {echo{404, "text/html", "<html><title>Hello QUOTE</title></html>"}, "Hello [redacted]"},
	"a page of a proxy":   {echo{502, "text/html", "<html><body>Bad gateway QUOTE</body></html>"}, "Bad gateway [redacted]"},
	"half a response":     {echo{200, "application/json", `[{"id": "QUOTE", `}, "broken or cut-off JSON"},
	"another form":        {echo{200, "application/json", `{"QUOTE": "QUOTE"}`}, "expected form"},
	"an object, not text": {echo{200, "application/json", `[{"id": {"QUOTE": "QUOTE"}}]`}, "expected form"},
	"a long page":         {echo{502, "text/html", "<title>" + strings.Repeat("x", 180) + "QUOTE</title>"}, "status 502"},
	"a long text":         {echo{500, "text/plain", strings.Repeat("x", 180) + "QUOTE"}, "status 500"},
	"a long message":      {echo{400, "application/json", `{"status": 400, "message": "` + strings.Repeat("x", 480) + `QUOTE"}`}, "status 400"},
	"sent elsewhere":      {echo{302, "text/plain", "QUOTE"}, "other.example.com"},
}

// A plan reads from servers that fail. Their text is quoted in the message, the log, and a
// warning.
func TestAccNoSecretInFailedReads(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range echoes {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			s := httptest.NewServer(c.echo)
			t.Cleanup(s.Close)
			failing(t, s.URL, c.says)
		})
	}
	t.Run("closed port", func(t *testing.T) {
		acctest.Parallel(t)
		failing(t, closedPort, "connection refused")
	})
	t.Run("cut off", func(t *testing.T) {
		acctest.Parallel(t)
		w, address := accepting(t)
		w.Inject(psfake.Fault{Kind: psfake.FaultCut})
		failing(t, address, "EOF")
	})
}

// failing runs a plan against a server that fails.
func failing(t *testing.T, address, says string) {
	t.Helper()
	f := newFolder(t, block(endpoint(address), noRetries), "PAPERSPACE_API_KEY="+theKey.String()).tracing()
	p := f.planFails()
	said := fmt.Sprintf("%+v", p)
	if !strings.Contains(said, says) {
		t.Errorf("%q does not say %q", said, says)
	}
	secret(t, "the message", said)
	f.traced()
	f.leftBehind()
}

// failingWrites responds without faults until the first write. From then on,
// writes fail and reads are denied, so the provider does not poll for what a
// write might have created.
type failingWrites struct {
	healthy, broken http.Handler
	failing         atomic.Bool
}

func (u *failingWrites) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		u.failing.Store(true)
	}
	switch {
	case r.Method == http.MethodPost:
		u.broken.ServeHTTP(w, r)
	case u.failing.Load():
		echoes["denied"].ServeHTTP(w, r)
	default:
		u.healthy.ServeHTTP(w, r)
	}
}

// An apply sends a password and a script to servers that fail and quote them.
func TestAccNoSecretInFailedWrites(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	for name, c := range echoes {
		if strings.HasPrefix(c.body, "[") { // the response to a list, not to a write
			continue
		}
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			fake := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithSeed(1))
			s := httptest.NewServer(&failingWrites{healthy: fakecore.New(fake), broken: c.echo})
			t.Cleanup(s.Close)
			f := newFolder(t, block(endpoint(s.URL), `region = "ny2"`, `poll_interval = "10ms"`, noRetries, "preflight_checks = false")+independent(allOfIt),
				append(suppliedSecrets(), "PAPERSPACE_API_KEY="+theKey.String())...).tracing()
			said, ok := f.run("apply", "-auto-approve")
			for _, text := range []string{"Failed to create machine", "Failed to create script"} {
				if ok || !strings.Contains(said, text) {
					t.Errorf("success %t, and no %q in\n%s", ok, text, said)
				}
			}
			secret(t, "the output", said)
			f.traced()
			f.leftBehind()
		})
	}
}

// independent removes the reference to the script, so that the machine and the script both
// fail in one apply.
func independent(hcl string) string {
	return strings.ReplaceAll(hcl, "script_id    = paperspace_script.s.id", "")
}

// A refresh reads the text of a script, and the response has it in an unexpected form.
func TestAccNoSecretInFailedRefreshes(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	for name, broken := range map[string]echo{
		"a page":         {200, "text/html", "<html><title>Hello QUOTE</title>SCRIPT</html>"},
		"the plain text": {200, "text/plain", "SCRIPT"},
		"half a text":    {200, "application/json", `"SCRIPT`},
		"a proxy":        {502, "text/html", "<html><body>Bad gateway QUOTE</body></html>"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			fake := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithSeed(1))
			var failing atomic.Bool
			broken.body = strings.ReplaceAll(broken.body, "SCRIPT", "#!/bin/sh export TOKEN="+theScript.String())
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if failing.Load() && r.URL.Path == "/scripts/getScriptText" {
					broken.ServeHTTP(w, r)
					return
				}
				fakecore.New(fake).ServeHTTP(w, r)
			}))
			t.Cleanup(s.Close)
			f := newFolder(t, block(endpoint(s.URL), `region = "ny2"`, `poll_interval = "10ms"`, noRetries)+allOfIt,
				append(suppliedSecrets(), "PAPERSPACE_API_KEY="+theKey.String())...).tracing()
			if said, ok := f.run("apply", "-auto-approve"); !ok {
				t.Fatal(said)
			}
			failing.Store(true)
			said, ok := f.run("plan")
			if ok || !strings.Contains(said, "Failed to read script") {
				t.Errorf("success %t:\n%s", ok, said)
			}
			secret(t, "the plan", said)
			f.leftBehind()
		})
	}
}
