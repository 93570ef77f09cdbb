package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// The backend "http" expects status 204 for a state that was never written, and status 200 with the
// content for a state that was.
func TestStatesAreKeptByTheirPath(t *testing.T) {
	s := keepStates()
	defer s.Close()
	send := func(method, path, body string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(raw)
	}
	for _, c := range []struct {
		method, path, body string
		code               int
		content            string
	}{
		{http.MethodGet, "/provider", "", http.StatusNoContent, ""},
		{http.MethodPost, "/provider", "one", http.StatusOK, ""},
		{http.MethodPost, "/echo", "another", http.StatusOK, ""},
		{http.MethodGet, "/provider", "", http.StatusOK, "one"},
		{http.MethodGet, "/echo", "", http.StatusOK, "another"},
		{http.MethodDelete, "/echo", "", http.StatusMethodNotAllowed, ""},
	} {
		if code, content := send(c.method, c.path, c.body); code != c.code || content != c.content {
			t.Errorf("%s %s: %d %q, not %d %q", c.method, c.path, code, content, c.code, c.content)
		}
	}
}

// The measured configurations have the layout that the page describes.
func TestConfigurationsMatchThePage(t *testing.T) {
	text := (&workspace{perResource: 1000}).config(2500)
	for _, want := range []string{
		`poll_interval = "100ms"`, `resource "paperspace_machine" "from2000"`, "count        = 500", `"m-${count.index + 2000}"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing from\n%s", want, text)
		}
	}
	if n := strings.Count(text, "resource \"paperspace_machine\""); n != 3 {
		t.Errorf("%d blocks", n)
	}
}
