package coreapi

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Some failures are what the host that was shut down in 2024 causes, and have the reason
// CoreRetired. Responses in CORE's own form do not.
func TestRetiredHost(t *testing.T) {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	noHost := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.paperspace.io", IsNotFound: true}}
	for name, c := range map[string]struct {
		wireObject reply
		retired    bool
		kind       error // if retired is false
	}{
		"connection refused":       {reply{err: refused}, true, nil},
		"no such host":             {reply{err: noHost}, true, nil},
		"connection closed":        {reply{err: io.EOF}, true, nil},
		"404 page":                 {reply{status: 404, html: true, body: "<html><title>404</title>"}, true, nil},
		"404 text":                 {reply{status: 404, body: "default backend - 404"}, true, nil},
		"404 without a body":       {reply{status: 404}, true, nil},
		"404 of another service":   {reply{status: 404, body: `{"code": "NOT_FOUND", "detail": "no route"}`}, true, nil},
		"410 page":                 {reply{status: 410, html: true, body: "<html>This API has been retired"}, true, nil},
		"410 without a body":       {reply{status: 410}, true, nil},
		"200 page":                 {reply{html: true, body: "<!doctype html><title>Paperspace</title>"}, true, nil},
		"200 without a body":       {reply{}, true, nil},
		"redirect to a new home":   {reply{status: 301, html: true, body: "<html>Moved"}, true, nil},
		"502 page":                 {reply{status: 502, html: true, body: "<html>Bad Gateway"}, true, nil},
		"null":                     {reply{body: "null"}, true, nil},
		"nested 404":               {reply{status: 404, body: `{"error": {"status": 404, "message": "Machine not found"}}`}, false, paperspace.ErrNotFound},
		"inner 404":                {reply{status: 400, body: `{"error": {"status": 404, "message": "Machine not found"}}`}, false, paperspace.ErrNotFound},
		"wrong key":                {reply{status: 401, body: `{"status": 401, "message": "Invalid API token"}`}, false, paperspace.ErrDenied},
		"500 in the service's own": {reply{status: 500, body: `{"error": {"status": 500, "message": "oops"}}`}, false, paperspace.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			check := func(what string, err error, retired bool) {
				t.Helper()
				e := asError(t, err)
				if slices.Contains(e.Reasons, paperspace.Reason(paperspace.CoreRetired{Endpoint: DefaultEndpoint, Other: "v1"})) != retired {
					t.Errorf("%s: the reasons are %#v", what, e.Reasons)
				}
				if retired && (!errors.Is(err, paperspace.ErrUnavailable) || errors.Is(err, paperspace.ErrNotFound)) {
					t.Errorf("%s: a retired host is unavailable and has lost nothing: %v", what, err)
				}
			}
			for _, host := range []string{"https://api.paperspace.io", "https://API.Paperspace.io:443"} {
				_, api := scriptedAt(t, host, c.wireObject)
				_, err := all(api.Machines.List(t.Context(), nil))
				check("list at "+host, err, c.retired)
				if !c.retired {
					wantKind(t, err, c.kind)
				}
			}
			_, api := scripted(t, c.wireObject)
			_, err := all(api.Machines.List(t.Context(), nil))
			check("list at another host", err, false)
		})
	}
}

// An error with the reason CoreRetired still shows that a write might have been carried out.
func TestRetiredHostKeepsTheEffect(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		effect     bool
	}{
		"connection closed":  {reply{err: io.EOF}, true},
		"200 page":           {reply{html: true, body: "<html>"}, true},
		"404 page":           {reply{status: 404, html: true, body: "<html>"}, false},
		"connection refused": {reply{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, false},
	} {
		_, api := scriptedAt(t, DefaultEndpoint, c.wireObject)
		_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
		if got := paperspace.HadEffect(err); got != c.effect || len(asError(t, err).Reasons) == 0 {
			t.Errorf("%s: had effect %v, want %v: %v", name, got, c.effect, err)
		}
	}
}

// After an interrupt, the error does not have the reason CoreRetired.
func TestInterruptIsNoRetiredHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := &service{replies: []reply{{err: io.EOF}}}
		api := New(Options{Endpoint: address(t, DefaultEndpoint), Key: key, MaxRetries: 1000, RoundTripper: w})
		time.AfterFunc(time.Minute, cancel)
		_, err := all(api.Machines.List(ctx, nil))
		if e := asError(t, err); !errors.Is(err, context.Canceled) || len(e.Reasons) > 0 {
			t.Errorf("%v, reasons %#v", err, e.Reasons)
		}
	})
}

func asError(t *testing.T, err error) *paperspace.Error {
	t.Helper()
	var e *paperspace.Error
	if !errors.As(err, &e) {
		t.Fatalf("not an *Error: %v", err)
	}
	return e
}
