package psfake

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
)

// RoundTripper returns a transport that passes requests to h in memory. It opens no sockets and starts no goroutines,
// so it works in a testing/synctest bubble. A cut connection is an error, or a body that ends early. A slow response
// ends when the request's context does.
func RoundTripper(h http.Handler) http.RoundTripper { return tripper{h} }

type tripper struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t tripper) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	in := req.Clone(req.Context())
	in.Body, in.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	in.RequestURI = req.URL.RequestURI() // RemoteAddr stays empty; see guarded
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Host == "" {
		in.Host = req.URL.Host
	}

	rec := &recorder{header: http.Header{}}
	aborted := rec.run(t.handler, in)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if rec.status == 0 {
		if aborted {
			return nil, io.EOF // net/http returns this error if the connection is closed without a response
		}
		rec.WriteHeader(http.StatusOK)
	}
	return rec.response(req, aborted), nil
}

// recorder is a ResponseWriter that stores the response.
type recorder struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
	flushed      bool
}

func (r *recorder) run(h http.Handler, req *http.Request) (aborted bool) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			aborted = true
		default:
			panic(v)
		}
	}()
	h.ServeHTTP(r, req)
	return false
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status, r.sent = status, r.header.Clone()
		maps.DeleteFunc(r.sent, func(_ string, values []string) bool { return len(values) == 0 })
	}
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// Flush implements http.Flusher.
func (r *recorder) Flush() { r.flushed = true }

func (r *recorder) response(req *http.Request, aborted bool) *http.Response {
	resp := &http.Response{
		Status:     fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)),
		StatusCode: r.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.sent, Request: req, ContentLength: int64(r.body.Len()),
	}
	var body io.Reader = bytes.NewReader(r.body.Bytes())
	if n, err := strconv.ParseInt(r.sent.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = n
	} else if r.flushed {
		resp.ContentLength = -1
	}
	if aborted {
		body = io.MultiReader(body, brokenReader{})
	}
	resp.Body = io.NopCloser(body)
	return resp
}

// brokenReader is the end of a body whose connection was cut.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
