package transport

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// socketClient returns a client that connects to address over a real socket. It does not pause
// before retries.
func socketClient(t *testing.T, address string, rt http.RoundTripper) *Client {
	t.Helper()
	base, err := CheckEndpoint(address)
	if err != nil {
		t.Fatal(err)
	}
	if rt == nil {
		rt = DefaultRoundTripper()
	}
	t.Cleanup(func() { (&http.Client{Transport: rt}).CloseIdleConnections() })
	c := newTestClient(t, rt, func(o *Options) { o.BaseURL = base; o.MaxRetries = 2 })
	c.jitter = func(time.Duration) time.Duration { return 0 }
	return c
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var leaked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leaked.Add(1) }))
	defer other.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != testKey {
			t.Error("the key was lost within the same origin")
		}
		_, _ = io.WriteString(w, "{}")
	})
	for from, to := range map[string]string{
		"/near": "/ok", "/loop": "/loop", "/far": other.URL + "/ok", "/none": "",
		"/user": "http://name:pass@" + strings.TrimPrefix(other.URL, "http://"),
		"/1":    "/2", "/2": "/3", "/3": "/ok", "/0": "/1",
	} {
		mux.HandleFunc(from, func(w http.ResponseWriter, _ *http.Request) {
			if to != "" {
				w.Header().Set("Location", to)
			}
			w.WriteHeader(http.StatusFound)
		})
	}
	srv := httptest.NewServer(mux)
	defer srv.Close()
	c := socketClient(t, srv.URL, nil)
	otherHost := strings.TrimPrefix(other.URL, "http://")
	for _, tc := range []struct {
		method, path, want string // want is a part of the error; "" for a success
	}{
		{"GET", "/near", ""},
		{"GET", "/1", ""},
		{"GET", "/0", "redirected to"},
		{"GET", "/loop", "redirected to"},
		{"GET", "/far", otherHost},
		{"GET", "/user", otherHost},
		{"GET", "/none", "an unnamed place"},
		{"POST", "/near", "redirected to"},
	} {
		r := Request{Op: "x", Method: tc.method, Path: tc.path, Repeat: Read}
		if tc.method == "POST" {
			r.Repeat = Once
		}
		err := c.Do(t.Context(), r, new(any))
		if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s %s: %v", tc.method, tc.path, err)
		}
		if err != nil && (!errors.Is(err, paperspace.ErrNotService) || strings.Contains(err.Error(), "pass") ||
			paperspace.HadEffect(err) != (tc.method == "POST")) {
			t.Errorf("%s %s: %#v", tc.method, tc.path, err)
		}
	}
	if leaked.Load() != 0 {
		t.Error("a request went to the other host")
	}
}

func TestUntrustedCertificate(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = quiet()
	srv.StartTLS()
	defer srv.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for _, address := range []string{srv.URL, "https" + strings.TrimPrefix(plain.URL, "http")} {
		for _, r := range []Request{show(), create()} {
			var w watched
			c := socketClient(t, address, nil)
			c.observe = w.observe
			err := c.Do(t.Context(), r, nil)
			var e *paperspace.Error
			if !errors.As(err, &e) || !errors.Is(err, paperspace.ErrUnavailable) || e.Effect || !slices.Contains(e.Reasons, paperspace.Reason(paperspace.HandshakeFailed{})) || len(w.all) != 1 {
				t.Errorf("%d attempts: %#v", len(w.all), err)
			}
		}
	}
}

func TestConnectionRefused(t *testing.T) {
	t.Parallel()
	var w watched
	c := socketClient(t, "http://127.0.0.1:1", nil) // a port on which no server listens
	c.observe = w.observe
	err := c.Do(t.Context(), create(), nil)
	if !errors.Is(err, paperspace.ErrUnavailable) || paperspace.HadEffect(err) || len(w.all) != 3 {
		t.Errorf("%d attempts: %v", len(w.all), err)
	}
}

// Paperspace closes a reused connection after it has received the request. net/http would retry a
// GET automatically, but a create must arrive only once.
func TestWriteCutOnReusedConnection(t *testing.T) {
	t.Parallel()
	var posts, conns atomic.Int32
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts.Add(1)
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, `{"a": "`+strings.Repeat("x", 100_000)+`"}`)
	}))
	srv.Config.ErrorLog = quiet()
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	c := socketClient(t, srv.URL, nil)
	for _, out := range []any{nil, new(any), new(struct{ A int })} { // the connection is reused whether or not the body is read
		_ = c.Do(t.Context(), show(), out)
	}
	if conns.Load() != 1 {
		t.Errorf("%d connections for requests in a row", conns.Load())
	}
	err := c.Do(t.Context(), create(), nil)
	if posts.Load() != 1 || !paperspace.HadEffect(err) {
		t.Errorf("%d posts: %v", posts.Load(), err)
	}
}

func TestLimitAppliesAfterDecompression(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Error("compression not offered")
		}
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		_, _ = io.WriteString(z, `"`+strings.Repeat("x", maxBody))
		_ = z.Close()
	}))
	defer srv.Close()
	err := socketClient(t, srv.URL, nil).Do(t.Context(), show(), new(any))
	if err == nil || !strings.Contains(err.Error(), "longer than 16 MiB") {
		t.Errorf("%v", err)
	}
}

// If a peer receives a request and then resets the stream with PROTOCOL_ERROR, net/http would send
// the request again automatically.
func TestNoSilentRepeatOverHTTP2(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		req  Request
		once bool
	}{{"create", create(), true}, {"create without a body", Request{Op: "x", Method: "POST", Path: "/x"}, true}, {"stop", stopIt(), false}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var seen atomic.Int32
			address := resettingHTTP2(t, &seen)
			rt, ok := DefaultRoundTripper().(*http.Transport)
			if !ok {
				t.Fatal("not a transport")
			}
			rt.TLSClientConfig.InsecureSkipVerify = true
			c := socketClient(t, address, rt)
			c.maxRetries = 0
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := c.Do(ctx, tc.req, nil)
			if err == nil || !paperspace.HadEffect(err) {
				t.Errorf("%v", err)
			}
			if tc.once && (seen.Load() != 1 || !errors.Is(err, errResend)) || !tc.once && seen.Load() != 1+maxResends {
				t.Errorf("sent %d times: %v", seen.Load(), err)
			}
		})
	}
}

// resettingHTTP2 starts a server that counts complete requests and resets the stream of each with
// PROTOCOL_ERROR.
func resettingHTTP2(t *testing.T, seen *atomic.Int32) string {
	t.Helper()
	with := httptest.NewUnstartedServer(nil)
	with.StartTLS() // for its certificate
	config := &tls.Config{Certificates: with.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12}
	with.Close()
	tcp, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := tls.NewListener(tcp, config)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go resetStreams(conn, seen)
		}
	}()
	return "https://" + tcp.Addr().String()
}

func resetStreams(conn net.Conn, seen *atomic.Int32) {
	defer func() { _ = conn.Close() }()
	const (
		data, headers, rst, settings = 0, 1, 3, 4
		endStream                    = 1
	)
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	_, _ = conn.Write([]byte{0, 0, 0, settings, 0, 0, 0, 0, 0})
	for {
		var h [9]byte
		if _, err := io.ReadFull(conn, h[:]); err != nil {
			return
		}
		size := int64(h[0])<<16 | int64(h[1])<<8 | int64(h[2])
		if _, err := io.CopyN(io.Discard, conn, size); err != nil {
			return
		}
		if (h[3] == headers || h[3] == data) && h[4]&endStream != 0 {
			seen.Add(1)
			_, _ = conn.Write([]byte{0, 0, 4, rst, 0, h[5], h[6], h[7], h[8], 0, 0, 0, 1})
		}
	}
}

func TestDefaultRoundTripper(t *testing.T) {
	t.Parallel()
	rt, ok := DefaultRoundTripper().(*http.Transport)
	if !ok || rt.Proxy == nil || rt.TLSClientConfig.MinVersion < tls.VersionTLS12 || rt.MaxIdleConnsPerHost < 32 || !rt.ForceAttemptHTTP2 {
		t.Errorf("%+v", rt)
	}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("used %s", r.Proto)
		}
		_, _ = io.WriteString(w, "{}")
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	rt.TLSClientConfig.InsecureSkipVerify = true
	if err := socketClient(t, srv.URL, rt).Do(t.Context(), create(), new(any)); err != nil {
		t.Error(err)
	}
}
