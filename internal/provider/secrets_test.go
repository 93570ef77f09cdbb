package provider_test

import (
	"archive/zip"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	password = "pAssw0rd-of-7c31e9aa"
	traces   = "trace.log"
)

// tracing makes the CLI and the provider log all they can, into the folder.
func (f *folder) tracing() *folder {
	f.env = append(f.env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(f.dir, traces))
	return f
}

// secret fails the test if a secret is anywhere in text, plain or in base64.
func secret(t testing.TB, where, text string) {
	t.Helper()
	for name, s := range map[string]string{"key": acctest.Key, "password": password} {
		for _, form := range []string{s, base64.StdEncoding.EncodeToString([]byte(s))} {
			if i := strings.Index(text, form); i >= 0 {
				t.Errorf("the %s is in %s: …%s…", name, where, text[max(0, i-200):min(len(text), i+len(form)+50)])
			}
		}
	}
}

// leftBehind looks for secrets in every file of the folder: state, backup,
// saved plan, log, lock file, and what .terraform holds.
func (f *folder) leftBehind() {
	f.t.Helper()
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		secret(f.t, filepath.Base(path), string(raw))
		if !strings.HasPrefix(string(raw), "PK") { // a saved plan is a zip file
			return nil
		}
		archive, err := zip.OpenReader(path)
		if err != nil {
			return err
		}
		defer archive.Close()
		for _, member := range archive.File {
			r, err := member.Open()
			if err != nil {
				return err
			}
			raw, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			secret(f.t, filepath.Base(path)+"/"+member.Name, string(raw))
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// traced is the log, which must prove that the provider's requests are in it.
func (f *folder) traced() string {
	f.t.Helper()
	log := readFile(f.t, f, traces)
	if !strings.Contains(log, "Request to Paperspace") || !strings.Contains(log, "/templates/getTemplates") || !strings.Contains(log, "[TRACE]") {
		f.t.Errorf("the log lacks the provider's requests, so that a secret could not be in it; %d bytes", len(log))
	}
	return log
}

const newUser = `
variable "password" {
  type      = string
  ephemeral = true
}
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  email        = "arya@example.com"
  first_name   = "Arya"
  last_name    = "Stark"
  password     = var.password
}
`

// TestAccNoSecretIsLeft makes, changes and destroys a machine with a new user,
// with everything logged, and searches all that is said and written.
func TestAccNoSecretIsLeft(t *testing.T) {
	needsEphemeral(t)
	for name, c := range map[string]struct{ hcl, env string }{
		"key in the environment": {"", "PAPERSPACE_API_KEY=" + acctest.Key},
		"key in a variable": {
			"variable \"key\" {\n  type      = string\n  ephemeral = true\n}\n", "TF_VAR_key=" + acctest.Key,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := acctest.New(t, "papers", psfake.Timings{})
			lines := []string{endpoint(e.Endpoint), `region = "ny2"`, `poll_interval = "10ms"`}
			if c.hcl != "" {
				lines = append(lines, "api_key = var.key")
			}
			f := newFolder(t, block(lines...)+c.hcl+newUser, c.env, "TF_VAR_password="+password).tracing()
			for _, args := range [][]string{
				{"plan", "-no-color", "-out=saved"},
				{"show", "-json", "saved"},
				{"apply", "-no-color", "saved"},
				{"plan", "-json"},
				{"show", "-json"},
				{"destroy", "-no-color", "-auto-approve"},
			} {
				said, ok := f.run(args...)
				if !ok {
					t.Fatalf("%v:\n%s", args, said)
				}
				secret(t, strings.Join(args, " "), said)
				if args[0] == "apply" && len(e.Users()) != 2 {
					t.Errorf("no user was made, so the password was not used: %+v", e.Users())
				}
			}
			f.traced()
			f.leftBehind()
		})
	}
}

// needsEphemeral skips where the CLI is older than write-only arguments.
func needsEphemeral(t testing.TB) {
	t.Helper()
	cli := acctest.UseCLI(t)
	if version.Must(version.NewVersion(cli.Version)).Core().LessThan(version.Must(version.NewVersion("1.11.0"))) {
		t.Skipf("%s %s has no write-only arguments", cli.Name(), cli.Version)
	}
}

// TestAccNoSecretInFailures meets services that fail, some of which hand the
// key back in every place that ends up in a message.
func TestAccNoSecretInFailures(t *testing.T) {
	echo := func(status int, kind, body string) func(t *testing.T) string {
		return func(t *testing.T) string {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				key := r.Header.Get("X-Api-Key")
				w.Header().Set("Content-Type", kind)
				w.Header().Set("X-Request-Id", "req-"+key)
				if status/100 == 3 {
					w.Header().Set("Location", "https://other.example.com/?key="+key)
				}
				w.WriteHeader(status)
				_, _ = io.WriteString(w, strings.ReplaceAll(body, "KEY", key))
			}))
			t.Cleanup(s.Close)
			return s.URL
		}
	}
	for name, c := range map[string]struct {
		world func(t *testing.T) string // returns the endpoint
		says  string
	}{
		"denied":             {echo(401, "application/json", `{"status": 401, "message": "Invalid API token KEY"}`), "Invalid API token [redacted]"},
		"refused":            {echo(400, "application/json", `{"error": {"status": 400, "message": "header x-api-key: KEY"}}`), "status 400"},
		"down":               {echo(500, "text/plain", "panic: key=KEY"), "status 500"},
		"a page":             {echo(200, "text/html", "<html><title>Hello KEY</title></html>"), "Hello"},
		"a page for errors":  {echo(404, "text/html", "<html><title>Hello KEY</title></html>"), "Hello"},
		"half a page":        {echo(200, "application/json", `[{"id": "KEY", `), "broken or cut-off JSON"},
		"another form":       {echo(200, "application/json", `{"KEY": "KEY"}`), "expected form"},
		"a key of no object": {echo(200, "application/json", `[{"id": {"KEY": "KEY"}}]`), "expected form"},
		"sent elsewhere":     {echo(302, "text/plain", "KEY"), "other.example.com"},
		"nobody there":       {func(t *testing.T) string { return closedPort(t) }, "connection refused"},
		"cut off": {func(t *testing.T) string {
			e := acctest.New(t, "papers", psfake.Timings{})
			e.Inject(psfake.Fault{Kind: psfake.FaultCut})
			return e.Endpoint
		}, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, block(endpoint(c.world(t)), noRetries), "PAPERSPACE_API_KEY="+acctest.Key).tracing()
			p := f.planFails()
			said := fmt.Sprintf("%+v", p)
			if !strings.Contains(said, c.says) {
				t.Errorf("%q does not say %q", said, c.says)
			}
			secret(t, "the message", said)
			said, _ = f.run("plan", "-no-color")
			secret(t, "the output", said)
			f.traced()
			f.leftBehind()
		})
	}
}

// A saved key file that cannot be understood is not quoted anywhere.
func TestAccNoSecretFromTheSavedFile(t *testing.T) {
	t.Parallel()
	f := newFolder(t, block()).tracing()
	f.save(`{"apiKey": ` + acctest.Key + `}`)
	p := f.planFails()
	p.says(t, "Missing API key", "it is not what the client writes")
	secret(t, "the message", p.Detail)
	f.leftBehind()
}

// What is logged about a request is a list of names that was thought about.
func TestAccLogFields(t *testing.T) {
	t.Parallel()
	e := acctest.New(t, "papers", psfake.Timings{})
	hcl := block(endpoint(e.Endpoint)) + "data \"paperspace_templates\" \"mine\" {\n  user_id = \"u-marked\"\n}\n"
	f := newFolder(t, hcl, "PAPERSPACE_API_KEY="+acctest.Key).tracing()
	if errors := f.plan(); len(errors) > 0 {
		t.Fatalf("%+v", errors)
	}
	for line := range strings.Lines(f.traced()) {
		if strings.Contains(line, "Request to Paperspace") && strings.Contains(line, "u-marked") {
			t.Errorf("the query is in the log: %s", line)
		}
	}
}
