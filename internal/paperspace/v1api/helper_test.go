package v1api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

const key = "1ba4f98e7c0"

// reply is one scripted response: a status (0 means 200) and a body.
type reply struct {
	status int
	body   string
}

// request is a request that a client has sent.
type request struct {
	method, path, query, body string // path and query are escaped
	header                    http.Header
}

// line returns the request without its header as one line.
func (r request) line() string {
	return strings.TrimSpace(strings.TrimSuffix(r.method+" "+r.path+"?"+r.query, "?") + " " + r.body)
}

// service is a server that responds with its replies in order, and then repeats the last one.
type service struct {
	replies []reply
	sent    []request
}

// RoundTrip implements http.RoundTripper.
func (w *service) RoundTrip(r *http.Request) (*http.Response, error) {
	got := request{method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		got.body = string(body)
	}
	w.sent = append(w.sent, got)
	next := w.replies[min(len(w.sent), len(w.replies))-1]
	if next.status == 0 {
		next.status = http.StatusOK
	}
	return &http.Response{
		StatusCode: next.status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		ContentLength: int64(len(next.body)), Body: io.NopCloser(strings.NewReader(next.body)),
	}, nil
}

// lines returns the requests that were sent.
func (w *service) lines() (all []string) {
	for _, r := range w.sent {
		all = append(all, r.line())
	}
	return all
}

// wantSent checks the requests that were sent.
func (w *service) wantSent(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.lines()); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

// scripted returns a client for API v1, and its server, which responds with replies. The client
// does not retry, so tests do not wait.
func scripted(t testing.TB, replies ...reply) (*service, paperspace.API) {
	t.Helper()
	endpoint, err := url.Parse("https://v1.example.com/v1")
	if err != nil {
		t.Fatal(err)
	}
	w := &service{replies: replies}
	return w, New(Options{Endpoint: endpoint, Key: key, UserAgent: "tests", RoundTripper: w})
}

// ok returns replies with status 200.
func ok(bodies ...string) (replies []reply) {
	for _, body := range bodies {
		replies = append(replies, reply{body: body})
	}
	return replies
}

// parse parses a query.
func parse(t *testing.T, raw string) url.Values {
	t.Helper()
	query, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	return query
}

// items returns the last page of a list.
func items(all string) string { return fmt.Sprintf(`{"hasMore": false, "items": [%s]}`, all) }

func golden(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// collect returns the machines of a list up to the first error.
func collect(seq func(func(paperspace.Machine, error) bool)) (machines []paperspace.Machine, err error) {
	for m, err := range seq {
		if err != nil {
			return machines, err
		}
		machines = append(machines, m)
	}
	return machines, nil
}

// wantReason checks that err has the reason.
func wantReason(t *testing.T, err error, want paperspace.Reason) {
	t.Helper()
	var e *paperspace.Error
	if !errors.As(err, &e) || !slices.Contains(e.Reasons, want) {
		t.Errorf("%v gives no %#v", err, want)
	}
}

// wantKind checks the kind of err. A nil kind means success.
func wantKind(t *testing.T, err, kind error) {
	t.Helper()
	if kind == nil && err != nil || !errors.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}
