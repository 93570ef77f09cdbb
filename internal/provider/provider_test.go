package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// block returns a provider block with these lines, and a data source that sends a request.
func block(lines ...string) string {
	return "provider \"paperspace\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n" + asks
}

const asks = "data \"paperspace_templates\" \"all\" {}\n"

func endpoint(address string) string { return fmt.Sprintf("endpoint = %q", address) }

const noRetries = "max_retries = 0"

func TestAccWrongKey(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		line, variable, file string
		source               string
	}{
		"configured": {line: `api_key = "wr0ng-key"`, variable: acctest.Key, source: "the api_key argument of the provider block"},
		"variable":   {variable: "wr0ng-key", file: acctest.Key, source: "the environment variable PAPERSPACE_API_KEY"},
		"file":       {file: "wr0ng-key", source: "the file ~/.paperspace/config.json"},
	} {
		for _, behavior := range []string{"documented", "observed"} {
			t.Run(name+"/"+behavior, func(t *testing.T) {
				acctest.Parallel(t)
				e := acctest.New(t, behavior, psfake.Timings{})
				f := newFolder(t, block(endpoint(e.Endpoint), c.line), "PAPERSPACE_API_KEY="+c.variable)
				if c.file != "" {
					f.save(fmt.Sprintf(`{"apiKey": %q}`, c.file))
				}
				p := f.planFails()
				p.says(t, "API key rejected",
					`Paperspace rejected the request to list templates: "Invalid API token".`, "The API key was taken from "+c.source+" and sent to "+e.Endpoint+".",
					"Check that the key is complete", "Request:    GET /templates/getTemplates\n", "Response:   status 401\n", "Request ID: ")
				if strings.Contains(p.Detail, "wr0ng-key") {
					t.Error("the key is in the message")
				}
				if n := len(e.Journal()); n != 1 {
					t.Errorf("a wrong key was tried %d times", n)
				}
			})
		}
	}
}

// The right key works from every source, also with a line break at its end.
func TestAccRightKey(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct{ line, variable, file string }{
		"configured":            {line: fmt.Sprintf("api_key = %q", acctest.Key), variable: "wr0ng-key"},
		"with a line break":     {line: fmt.Sprintf("api_key = %q", acctest.Key+"\n")},
		"variable":              {variable: acctest.Key, file: "wr0ng-key"},
		"file":                  {file: acctest.Key},
		"nothing but variables": {variable: acctest.Key},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.New(t, "documented", psfake.Timings{})
			f := newFolder(t, block(endpoint(e.Endpoint), c.line), "PAPERSPACE_API_KEY="+c.variable)
			if name == "nothing but variables" {
				f = newFolder(t, asks, "PAPERSPACE_API_KEY="+c.variable, "PAPERSPACE_ENDPOINT="+e.Endpoint, "PAPERSPACE_API_VERSION=core")
			}
			if c.file != "" {
				f.save(fmt.Sprintf(`{"apiKey": %q}`, c.file))
			}
			if errors := f.plan(); len(errors) > 0 {
				t.Errorf("%+v", errors)
			}
			if j := e.Journal(); len(j) != 1 || !j[0].KeyOK || !strings.HasPrefix(j[0].UserAgent, "terraform-provider-paperspace/dev Terraform/1.") {
				t.Errorf("%+v", j)
			}
		})
	}
}

func TestAccMissingKey(t *testing.T) {
	acctest.Parallel(t)
	f := newFolder(t, block())
	f.save(`{"name": "jon"}`)
	f.planFails().says(t, "Missing API key", "1. the api_key argument", "2. the environment variable PAPERSPACE_API_KEY",
		"3. the file ~/.paperspace/config.json, written by the official client (it holds no apiKey)", "Create a key")
}

// The errors for hosts that are not Paperspace, or that do not respond.
func TestAccWrongHost(t *testing.T) {
	page := func(status int, text string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, "<html><head><title>%s</title></head><body>Key was %s</body></html>", text, acctest.Key)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	parked, lost, closed := page(http.StatusOK, "Parked"), page(http.StatusNotFound, "Nothing here"), closedPort
	for name, c := range map[string]struct {
		endpoint string
		says     []string
	}{
		"a web page": {parked, []string{`The response to the request to list templates was unreadable: "Parked".`, "Check the endpoint, and any proxy in between."}},
		"a web page for what is not there": {lost, []string{
			`The server responded to the request to list templates with status 404, and not in the form of the Paperspace API: "Nothing here".`,
			"that " + lost + " is the right endpoint",
		}},
		"a closed port": {closed, []string{"connection refused).\n", "Check that this computer can reach " + closed + " (DNS, proxy, firewall), then try again."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newFolder(t, block(endpoint(c.endpoint), noRetries, `api_key = "`+acctest.Key+`"`)).planFails()
			p.says(t, "Failed to read templates", append(c.says, "  Request:    GET /templates/getTemplates")...)
			if strings.Contains(p.Detail, acctest.Key) {
				t.Error("the key is in the message")
			}
		})
	}
}

// Mistakes in the provider block are reported before anything is sent, and point at the
// line.
func TestAccMistakesInTheProviderBlock(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		line, title, says string
		env               string
	}{
		"plain http":             {`endpoint = "http://api.example.com"`, "Invalid endpoint", "This address cannot be used: the endpoint would send the key unencrypted; use https://", ""},
		"an empty endpoint":      {`endpoint = ""`, "Empty value", "endpoint must not be empty.", ""},
		"an empty key":           {`api_key = ""`, "Empty value", "api_key must not be empty. Leave it out", ""},
		"a key of two words":     {`api_key = "s3cret key"`, "Malformed API key", "The key in the api_key argument of the provider block contains a space", ""},
		"an unknown API version": {`api_version = "v9"`, "Invalid api_version", `api_version cannot be "v9". Set it to "core" or "v1".`, ""},
		"a timeout without unit": {`request_timeout = "30"`, "Invalid duration", `"30" must be a Go duration of at least 1s, such as 30s or 1m30s.`, ""},
		"a timeout too short":    {`request_timeout = "10ms"`, "Invalid duration", `"10ms" must be a Go duration of at least 1s`, ""},
		"a pause of nothing":     {`poll_interval = "0s"`, "Invalid duration", `"0s" must be a Go duration of at least 1ms`, ""},
		"a negative pause":       {`poll_interval = "-5s"`, "Invalid duration", `"-5s" must be a Go duration`, ""},
		"a pause in words":       {`poll_interval = "soon"`, "Invalid duration", `"soon" must be a Go duration`, ""},
		"negative retries":       {`max_retries = -1`, "Number out of range", "The value of max_retries is -1, and it must be at least 0.", ""},
		"a negative rate":        {`requests_per_second = -0.5`, "Number out of range", "The value of requests_per_second is -0.5, and it must be at least 0.", ""},
		"an empty region":        {`region = ""`, "Empty value", "region must not be empty.", ""},
		"an empty team":          {`team_id = ""`, "Empty value", "team_id must not be empty.", ""},
		"plain http in a variable": {
			"", "Invalid endpoint", "The address in the environment variable PAPERSPACE_ENDPOINT cannot be used: the endpoint would send the key unencrypted",
			"PAPERSPACE_ENDPOINT=http://api.example.com",
		},
		"an API version in a variable": {
			"", "Unknown API version", `The environment variable PAPERSPACE_API_VERSION is "v9". Valid values: `, "PAPERSPACE_API_VERSION=v9",
		},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			lines := []string{c.line}
			env := []string{"PAPERSPACE_API_KEY=" + acctest.Key}
			if c.env != "" {
				env = append(env, c.env)
			}
			p := newFolder(t, block(lines...), env...).planFails()
			p.says(t, c.title, c.says)
			if c.line != "" && !strings.Contains(p.Snippet.Code, c.line) {
				t.Errorf("points at %q, want %q", p.Snippet.Code, c.line)
			}
			if strings.Contains(p.Detail, "s3cret") || strings.Contains(p.Detail, acctest.Key) {
				t.Error("the key is in the message")
			}
		})
	}
}

// TestAccConfigureSendsNothing plans configurations that use the provider but no objects.
func TestAccConfigureSendsNothing(t *testing.T) {
	acctest.Parallel(t)
	var requests atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer s.Close()
	for name, hcl := range map[string]string{
		"no resources":         "",
		"no machine to create": "resource \"paperspace_machine\" \"m\" {\n  count = 0\n  name = \"m\"\n  machine_type = \"C1\"\n  size = 50\n}\n",
	} {
		config := "provider \"paperspace\" {\n  api_key = \"k\"\n  " + endpoint(s.URL) + "\n}\n" + hcl
		if errors := newFolder(t, config).plan(); len(errors) > 0 {
			t.Errorf("%s: %+v", name, errors)
		}
	}
	if n := requests.Load(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}
