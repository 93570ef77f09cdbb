package psfake_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// The tests in client_*_test.go send the requests of real clients, with the same paths, queries, headers, and bodies.
// The fake server must accept what Paperspace accepts from these clients.

// client sends requests like a real client, with the headers that it adds to every request.
type client struct {
	*caller
	headers map[string]string
}

// coreClient returns a client of the CORE API that sends its key and headers.
func (c *caller) coreClient(headers ...string) client {
	return c.client("x-api-key", "test-key", headers)
}

// v1Client returns a client of API v1 that sends its key and headers.
func (c *caller) v1Client(headers ...string) client {
	return c.client("Authorization", "Bearer test-key", headers)
}

func (c *caller) client(header, key string, pairs []string) client {
	headers := map[string]string{header: key}
	for i := 0; i < len(pairs); i += 2 {
		headers[pairs[i]] = pairs[i+1]
	}
	return client{c, headers}
}

// send sends a request with the client's headers, and returns the response.
func (c client) send(method, path, body string) reply {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range c.headers {
		req.Header.Set(name, value)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return reply{resp.StatusCode, resp.Header, string(raw)}
}

// sendJSON is like send, with the JSON content type if there is a body.
func (c client) sendJSON(method, path, body string) reply {
	c.t.Helper()
	if body != "" {
		c.headers["Content-Type"] = "application/json"
		defer delete(c.headers, "Content-Type")
	}
	return c.send(method, path, body)
}

// wantStatus checks the status of a response and returns it.
func (r reply) wantStatus(t *testing.T, what string, status int) reply {
	t.Helper()
	if r.status != status {
		t.Errorf("%s: got %d %s, want %d", what, r.status, r.raw, status)
	}
	return r
}

// allIDs returns the IDs of a CORE list, in its order.
func (r reply) allIDs(t *testing.T) string {
	t.Helper()
	all := []string{}
	for _, o := range r.list(t) {
		all = append(all, fmt.Sprint(o["id"]))
	}
	return strings.Join(all, " ")
}
