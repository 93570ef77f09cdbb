package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

const (
	maxRedirects = 3
	maxDrain     = 256 << 10 // if more of a body is left, the connection is not reused
)

// errSlow ends an attempt at its own timeout. It is not a context.DeadlineExceeded, because
// callers would take that for their own deadline.
var errSlow = errors.New("no complete response")

// result is the classified result of one attempt.
type result struct {
	failure   *paperspace.Error // nil after a success, or if ended is true
	status    int               // HTTP status; 0 if there was no response
	requestID string
	took      time.Duration

	ended      bool          // the caller's context ended it
	responded  bool          // a usable response, or an error with a status below 500
	throttled  bool          // Paperspace limited the rate of requests
	retryAfter time.Duration // its Retry-After; 0 if there was none
	again      bool          // Request.Repeat allows another attempt
	effect     bool          // a write that might have been carried out
}

// attempt sends p once, and follows redirects, within the timeout of an attempt.
func (c *Client) attempt(ctx context.Context, p *prepared, out any) result {
	began := time.Now()
	bound, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if c.timeout > 0 {
		var cancel context.CancelFunc
		bound, cancel = context.WithTimeoutCause(bound, c.timeout, errSlow)
		defer cancel()
	}
	w := &wireTrace{once: p.repeat == Once, stop: stop}
	res := c.exchange(ctx, httptrace.WithClientTrace(bound, w.hooks()), p, w, out)
	res.took = time.Since(began)
	return res
}

// exchange sends the request and classifies the response. The context bound is ctx with the
// limits of the attempt.
func (c *Client) exchange(ctx, bound context.Context, p *prepared, w *wireTrace, out any) result {
	req, err := c.request(bound, p, p.url)
	if err != nil {
		f := p.failure(nil)
		f.Err = c.hide.err(err, p.url.RawQuery)
		return result{failure: f}
	}
	resp, err := c.send(bound, p, req)
	if err != nil {
		return c.lost(ctx, bound, p, w, err)
	}
	defer func() { _ = resp.Body.Close() }()
	defer drain(resp.Body)

	res := result{status: resp.StatusCode, requestID: c.requestID(resp.Header)}
	switch {
	case resp.StatusCode >= 400:
		c.rejected(p, resp, &res)
	case resp.StatusCode/100 == 2:
		if fault := decode(resp, out); fault != nil {
			c.spoiled(ctx, bound, p, fault, &res)
			break
		}
		res.responded = true
	default:
		c.redirected(p, resp, &res)
	}
	if res.failure != nil {
		// The search for the secrets of the operation is slow, and most requests succeed.
		res.requestID = c.foreign(res.requestID, 100)
		res.failure.RequestID = res.requestID
	}
	return res
}

// send sends req. It follows redirects of a GET within the same origin and returns every other
// response. It does not use http.Client, which would send the key header to wherever a redirect
// points.
func (c *Client) send(ctx context.Context, p *prepared, req *http.Request) (*http.Response, error) {
	for followed := 0; ; followed++ {
		resp, err := c.wire.RoundTrip(req)
		if err != nil {
			return nil, err //nolint:wrapcheck // it says what it is
		}
		if !isRedirect(resp.StatusCode) || p.method != http.MethodGet || followed == maxRedirects {
			return resp, nil
		}
		to, err := req.URL.Parse(resp.Header.Get("Location"))
		if err != nil || resp.Header.Get("Location") == "" || !sameOrigin(req.URL, to) {
			return resp, nil //nolint:nilerr // the response itself is the failure
		}
		drain(resp.Body)
		_ = resp.Body.Close()
		// The host can be spelled in another way there. Use the spelling that was checked.
		to.User, to.Fragment, to.Host = nil, "", req.URL.Host
		if req, err = c.request(ctx, p, to); err != nil {
			return nil, err
		}
	}
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// drain reads the rest of a body, up to maxDrain, so that the connection can be reused.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, maxDrain) }
