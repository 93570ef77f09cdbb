package coreapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

const key = "1ba4f98e7c0"

// reply is one scripted response: a status (0 means 200) and a body, or an error instead.
type reply struct {
	status int
	html   bool
	body   string
	err    error
}

// request is a request that a client has sent.
type request struct {
	method, path, query, body string // path and query are escaped
	header                    http.Header
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
	if next.err != nil {
		return nil, next.err
	}
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	if next.html {
		header.Set("Content-Type", "text/html")
	}
	status := next.status
	if status == 0 {
		status = http.StatusOK
	}
	return &http.Response{
		StatusCode: status, Header: header, Request: r,
		ContentLength: int64(len(next.body)), Body: io.NopCloser(strings.NewReader(next.body)),
	}, nil
}

// only returns the request that was sent, and fails the test unless there is exactly one.
func (w *service) only(t *testing.T) request {
	t.Helper()
	if len(w.sent) != 1 {
		t.Fatalf("%d requests, want 1: %v", len(w.sent), w.sent)
	}
	return w.sent[0]
}

// onlyOrAgain is like only, but also accepts a second request without the filter, which follows if
// a filter by a text that Paperspace might spell in another case finds nothing.
func (w *service) onlyOrAgain(t *testing.T) request {
	t.Helper()
	if len(w.sent) == 2 && w.sent[1].path == w.sent[0].path && w.sent[0].query != "" && w.sent[1].query == "" {
		return w.sent[0]
	}
	return w.only(t)
}

// scripted returns a client for CORE, and its server, which responds with replies. The client does
// not retry, so tests do not wait.
func scripted(t *testing.T, replies ...reply) (*service, paperspace.API) {
	t.Helper()
	return scriptedAt(t, "https://core.example.com", replies...)
}

func scriptedAt(t *testing.T, endpoint string, replies ...reply) (*service, paperspace.API) {
	t.Helper()
	w := &service{replies: replies}
	return w, New(Options{Endpoint: address(t, endpoint), Key: key, UserAgent: "tests", RoundTripper: w})
}

// faked returns a client for CORE with a fake server. The client retries, so call faked in a
// synctest bubble.
func faked(t *testing.T, w *psfake.Server) paperspace.API {
	t.Helper()
	return New(Options{
		Endpoint: address(t, "http://127.0.0.1:1"), Key: "test-key", Timeout: 30 * time.Second, MaxRetries: 2,
		RoundTripper: psfake.RoundTripper(fakecore.New(w)),
	})
}

func address(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func golden(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// all collects the machines of a list up to the first error.
func all(seq func(func(paperspace.Machine, error) bool)) (machines []paperspace.Machine, err error) {
	for m, err := range seq {
		if err != nil {
			return machines, err
		}
		machines = append(machines, m)
	}
	return machines, nil
}

// wantKind checks the kind of err. A nil kind means success.
func wantKind(t *testing.T, err, kind error) {
	t.Helper()
	if kind == nil && err != nil || !errors.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

// lists are all methods that list objects. Each returns the IDs that it found.
var lists = map[string]func(context.Context, paperspace.API) ([]string, error){
	"machines": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := all(api.Machines.List(ctx, nil))
		return idsOf(found), err
	},
	"templates": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Templates.List(ctx, nil)
		return idsOf(found), err
	},
	"networks": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Networks.List(ctx, nil)
		return idsOf(found), err
	},
	"users": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Users.List(ctx, nil)
		return idsOf(found), err
	},
	"scripts": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Scripts.List(ctx, nil)
		return idsOf(found), err
	},
}

func idsOf[T paperspace.Gettable](found []T) (ids []string) {
	for _, one := range found {
		id, _ := one.Get(paperspace.FieldID)
		ids = append(ids, id)
	}
	return ids
}
