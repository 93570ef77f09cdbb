package coreapi

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// served returns a client for CORE with a server on a loopback port. The client does not retry.
func served(t *testing.T, timeout time.Duration, wireObject http.HandlerFunc) paperspace.API {
	t.Helper()
	srv := httptest.NewUnstartedServer(wireObject)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.Start()
	t.Cleanup(srv.Close)
	rt, ok := transport.DefaultRoundTripper().(*http.Transport)
	if !ok {
		t.Fatal("not a transport")
	}
	t.Cleanup(rt.CloseIdleConnections)
	return New(Options{Endpoint: address(t, srv.URL), Key: key, Timeout: timeout, RoundTripper: rt})
}

// says returns a handler that responds with a body of the given type.
func says(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, body)
	}
}

const (
	asJSON = "application/json"
	asHTML = "text/html; charset=utf-8"
)

// raw returns a handler that sends bytes that Go's server would not send.
func raw(wireObject string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, wireObject)
		_ = conn.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, conn)
		_ = conn.Close()
	}
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}

func inUTF16(text string) string {
	out := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

func nested(levels int) string {
	return `{"id": "ps1", "late": ` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
}

// A malformed or malicious response is either read correctly, or causes an error with the reason.
func TestHostileShow(t *testing.T) {
	t.Parallel()
	plain := paperspace.Machine{ID: "ps1", Events: []paperspace.Event{}}
	with := func(change func(m *paperspace.Machine)) *paperspace.Machine {
		m := plain
		change(&m)
		return &m
	}
	for name, c := range map[string]struct {
		wireObject http.HandlerFunc
		want       *paperspace.Machine
		kind       error
		says       string
	}{
		"JSON under the wrong type":  {wireObject: says(asHTML, `{"id": "ps1"}`), want: &plain},
		"JSON under no type":         {wireObject: says("", `{"id": "ps1"}`), want: &plain},
		"a page under the type JSON": {wireObject: says(asJSON, "<html><title>Out of\u202e order</title>"), kind: paperspace.ErrNotService, says: "status 200: Out of order"},
		"everything null":            {wireObject: says(asJSON, `{"id": null, "name": null, "events": null}`), kind: paperspace.ErrNotFound, says: "the response is empty"},
		"numbers for texts, texts for numbers": {
			wireObject: says(asJSON, `{"id": "ps1", "name": 7, "cpus": "4", "ram": 8589938688, "dynamicPublicIp": "1", "events": [{"name": 1, "dtFinished": false}]}`),
			want: with(func(m *paperspace.Machine) {
				m.Name, m.CPUs, m.RAM, m.DynamicPublicIP = "7", new(int64(4)), new(int64(8589938688)), true
				m.Events = []paperspace.Event{{Name: "1", FinishedAt: "false"}}
			}),
		},
		"null for an event": {
			wireObject: says(asJSON, `{"id": "ps1", "events": [null, {"name": "stop"}]}`),
			want:       with(func(m *paperspace.Machine) { m.Events = []paperspace.Event{{}, {Name: "stop"}} }),
		},
		"of keys that come twice the last counts, in any case": {
			wireObject: says(asJSON, `{"id": "ps2", "ID": "ps1", "name": "a", "cpus": 4, "NAME": "b", "cpus": null}`),
			want:       with(func(m *paperspace.Machine) { m.Name = "b" }),
		},
		"a list that comes twice is not mixed with the first": {
			wireObject: says(asJSON, `{"id": "ps1", "events": [{"name": "start", "state": "error", "errorMsg": "no"}, {"name": "create"}], "events": [{"name": "stop"}]}`),
			want:       with(func(m *paperspace.Machine) { m.Events = []paperspace.Event{{Name: "stop"}} }),
		},
		"another machine":     {wireObject: says(asJSON, `{"id": "ps2"}`), kind: paperspace.ErrNotService, says: `the response is about "ps2"`},
		"an id for no screen": {wireObject: says(asJSON, `{"id": "ps1\u001b[2J"}`), kind: paperspace.ErrNotService, says: "expected an ID"},
		"control characters": {
			wireObject: says(asJSON, `{"id": "ps1", "name": "a\u0000\u001b[2J\u202eb", "state": "re\u001b[31mady", "usageRate": "Air\u202e hourly", "events": [{"name": "start", "errorMsg": "no\r\u009b2Jroom\n"}]}`),
			want: with(func(m *paperspace.Machine) {
				m.Name = "a<U+0000><U+001B>[2J<U+202E>b" // because Terraform prints names as they are
				m.State, m.UsageRate, m.MachineType, m.BillingType = "re ady", "Air  hourly", "Air", "hourly"
				m.Events = []paperspace.Event{{Name: "start", Error: "no  room "}}
			}),
		},
		"bytes that are no UTF-8":  {wireObject: says(asJSON, "{\"id\": \"ps1\", \"name\": \"a\xff\xfeb\"}"), want: with(func(m *paperspace.Machine) { m.Name = "a\uFFFD\uFFFDb" })},
		"half a surrogate":         {wireObject: says(asJSON, `{"id": "ps1", "name": "\ud83d"}`), want: with(func(m *paperspace.Machine) { m.Name = "\uFFFD" })},
		"a NUL byte":               {wireObject: says(asJSON, "{\"id\": \"ps1\x00\"}"), kind: paperspace.ErrNotService, says: "broken or cut-off JSON"},
		"UTF-16":                   {wireObject: says(asJSON, inUTF16(`{"id": "ps1"}`)), kind: transport.ErrForeign},
		"a byte order mark":        {wireObject: says(asJSON, "\uFEFF"+`{"id": "ps1"}`), kind: transport.ErrForeign},
		"nested as deep as can be": {wireObject: says(asJSON, nested(9_999)), want: &plain},
		"nested deeper":            {wireObject: says(asJSON, nested(10_000)), kind: paperspace.ErrNotService, says: "exceeded max depth"},
		"a second value behind":    {wireObject: says(asJSON, `{"id": "ps1"}{"id": "ps2"}`), kind: paperspace.ErrNotService, says: "broken or cut-off JSON"},
		"less than announced": {
			wireObject: raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\": \"ps1\"}"),
			kind:       io.ErrUnexpectedEOF, says: "broke off after 13 bytes",
		},
		"more than announced": {
			wireObject: raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{\"id\": \"ps1\"}"),
			kind:       paperspace.ErrNotService, says: "5 bytes long, is broken or cut-off JSON",
		},
		"an absurd length": {
			wireObject: raw("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{\"id\": \"ps1\"}"),
			kind:       io.ErrUnexpectedEOF, says: "broke off after 13 bytes",
		},
		"a length that is none": {wireObject: raw("HTTP/1.1 200 OK\r\nContent-Length: \x1b[2J\r\n\r\n{}"), kind: paperspace.ErrUnavailable},
		"headers without end":   {wireObject: raw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 100_000)), kind: paperspace.ErrUnavailable},
		"not HTTP":              {wireObject: raw("\x1b]0;title\x07SSH-2.0-x\r\n"), kind: paperspace.ErrUnavailable},
		"compressed":            {wireObject: encoded("gzip", zipped(`{"id": "ps1"}`)), want: &plain},
		"said to be compressed": {wireObject: encoded("gzip", `{"id": "ps1"}`), kind: gzip.ErrHeader, says: "broke off after 0 bytes"},
		"half of it compressed": {wireObject: encoded("gzip", zipped(`{"id": "ps1"}`)[:20]), kind: io.ErrUnexpectedEOF},
		"compressed unasked":    {wireObject: encoded("br", "\x0b\x02\x80hi\x03"), kind: transport.ErrForeign},
		"an error in control characters": {
			wireObject: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "a\u202eb")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, `{"error": {"status": 400, "message": "no\r\n\u001b]8;;http://evil.example\u0007\u009b2Jroom\u202e"}}`)
			},
			kind: paperspace.ErrRejected, says: "status 400: no room (request ID a b)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := served(t, time.Minute, c.wireObject).Machines.Show(t.Context(), "ps1")
			if c.want != nil {
				if diff := cmp.Diff(*c.want, got); diff != "" || err != nil {
					t.Errorf("%v, -want +got:\n%s", err, diff)
				}
				return
			}
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) || got.ID != "" {
				t.Fatalf("%+v, %v, want %v and %q", got, err, c.kind, c.says)
			}
			if text := err.Error(); text != transport.Line(text) {
				t.Errorf("acts on the terminal: %q", text)
			}
		})
	}
}

func encoded(how, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", how)
		_, _ = io.WriteString(w, body)
	}
}

// A list of 10,000 machines is smaller than the largest response that is read, 16 MiB.
func TestListOfTenThousand(t *testing.T) {
	t.Parallel()
	const n = 10_000
	var whole bytes.Buffer // the documented list, which has one machine
	if err := json.Compact(&whole, []byte(golden(t, "machine_list.json"))); err != nil || whole.Len()*n > 16<<20 {
		t.Errorf("%d bytes would not be read, %v", whole.Len()*n, err)
	}
	machines := make([]string, n)
	for i := range machines {
		machines[i] = fmt.Sprintf(`{"id": "ps%06d", "name": "web", "cpus": %d, "late": %q}`, i, i, strings.Repeat("x", whole.Len()))
	}
	got, err := all(served(t, 5*time.Minute, says(asJSON, "["+strings.Join(machines, ",")+"]")).Machines.List(t.Context(), nil))
	if err != nil || len(got) != n || got[n-1].ID != "ps009999" {
		t.Errorf("%d machines, %v", len(got), err)
	}
}

// Elements without an ID are skipped. An ID with invisible characters is an error of the whole
// list, because a machine that a list does not contain can be taken for gone.
func TestListsWithOddElements(t *testing.T) {
	t.Parallel()
	const body = `[null, {}, {"id": null, "name": "without an ID"}, {"id": "x1", "name": null, "region": null, "unheard": {"of": [1]}}]`
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := list(t.Context(), served(t, time.Minute, says(asJSON, body)))
			if diff := cmp.Diff([]string{"x1"}, got); diff != "" || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
			for _, odd := range []string{`[{"id": "x1"}, {"id": "x\u0007"}]`, `[{"id": "x1"}, 7]`, `[{"id": "x1"}, [null]]`, `[{"id": {"id": "x1"}}]`} {
				if got, err = list(t.Context(), served(t, time.Minute, says(asJSON, odd))); !errors.Is(err, paperspace.ErrNotService) || len(got) != 0 {
					t.Errorf("%s: %v, %v", odd, got, err)
				}
			}
		})
	}
}
