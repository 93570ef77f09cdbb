package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// ErrForeign is in the error of a response that does not have the form of the Paperspace API,
// such as the page of a proxy, or of a host that no longer serves the API.
var ErrForeign = errors.New("the response is not from the Paperspace API")

// Unrecognized reports whether err is about a response that does not have the form of the
// Paperspace API. A 404 of this kind says nothing about the object.
func Unrecognized(err error) bool { return errors.Is(err, ErrForeign) }

const (
	maxErrorBody  = 64 << 10
	maxRetryAfter = 24 * time.Hour // a longer Retry-After is reduced to this
)

// kindOf returns the kind of error for a status of 400 or more. The statuses 408, 425, and 499
// mean that Paperspace has a problem, not that it rejects the request.
func kindOf(status int) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return paperspace.ErrDenied
	case http.StatusNotFound, http.StatusGone:
		return paperspace.ErrNotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return paperspace.ErrConflict
	case http.StatusTooManyRequests:
		return paperspace.ErrThrottled
	case http.StatusRequestTimeout, http.StatusTooEarly, 499:
		return paperspace.ErrUnavailable
	}
	if status >= 500 {
		return paperspace.ErrUnavailable
	}
	return paperspace.ErrRejected
}

// rejected classifies a response with a status of 400 or more. The status takes precedence over
// an unrecognized body, so an HTML page with status 502 is a 502. A recognized body takes
// precedence over the status line, because CORE sends a 404 inside an HTTP 400.
func (c *Client) rejected(p *prepared, resp *http.Response, res *result) {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // classify what has arrived
	problem := c.decode(resp.StatusCode, resp.Header, body)

	status := resp.StatusCode
	if problem.Recognized && problem.Status >= 400 && problem.Status <= 599 {
		status = problem.Status
	}
	kind := kindOf(status)
	if errors.Is(kind, paperspace.ErrDenied) && !problem.Recognized && (status == http.StatusForbidden || isPage(resp.Header, body)) {
		// This is the page of a proxy. Paperspace has not checked the key.
		kind = paperspace.ErrNotService
	}
	f := p.failure(kind)
	f.Status, f.Code, f.Message = status, c.foreign(problem.Code, 100), c.foreign(problem.Message, maxText)
	if !problem.Recognized {
		f.Err = ErrForeign
		if page := c.describe(resp.StatusCode, resp.Header, body); page != "" {
			f.Message = page
		}
	}
	if p.unquoted && (p.repeat == Read || status >= 500) {
		f.Code, f.Message = "", ""
	}
	if f.Message == "" && f.Code == "" {
		f.Message = http.StatusText(status)
	}
	res.failure = f

	res.retryAfter = c.retryAfter(resp.Header)
	res.throttled = status == http.StatusTooManyRequests ||
		status == http.StatusServiceUnavailable && res.retryAfter > 0
	res.responded = status < 500
	res.again = mayRecover(status) && (p.repeat != Once || status == http.StatusTooManyRequests)
	res.effect = p.writes() && (mayHaveActed(status) || resp.StatusCode >= 500)
}

// redirected classifies statuses that are neither a success nor an error: redirects that were
// not followed, and other statuses that the API does not use.
func (c *Client) redirected(p *prepared, resp *http.Response, res *result) {
	f := p.failure(paperspace.ErrNotService)
	f.Status, f.Err = resp.StatusCode, ErrForeign
	f.Message = http.StatusText(resp.StatusCode)
	if isRedirect(resp.StatusCode) {
		f.Message = c.text(c.redirectText(p, resp.Header.Get("Location")))
		f.Reasons = []paperspace.Reason{paperspace.Redirected{}}
	}
	res.failure = f
	res.effect = p.writes()
}

// redirectText describes a redirect. It shows only the scheme and the host of the target,
// because the rest of the address might contain a secret.
func (c *Client) redirectText(p *prepared, location string) string {
	to, err := p.url.Parse(location)
	switch {
	case err != nil || location == "" || to.Host == "":
		return "redirected to an unnamed place"
	case sameOrigin(p.url, to):
		return fmt.Sprintf("redirected to %s://%s, which is followed for reads only and at most %d times", to.Scheme, to.Host, maxRedirects)
	default:
		return fmt.Sprintf("redirected to %s://%s, which is not followed because the key must not go there", to.Scheme, to.Host)
	}
}

// spoiled classifies a 2xx response whose body is not usable. A write with such a response has
// most likely been carried out.
func (c *Client) spoiled(ctx, bound context.Context, p *prepared, fault *bodyFault, res *result) {
	res.effect = p.writes()
	if ctx.Err() != nil {
		res.ended = true
		return
	}
	f := p.failure(paperspace.ErrNotService)
	f.Status = res.status
	if !p.private || fault.again { // otherwise, the error might quote a secret value
		f.Err = c.hide.err(fault.err, p.url.RawQuery)
	}
	f.Message = c.text(fault.message)
	switch {
	case errors.Is(context.Cause(bound), errSlow):
		f.Kind = paperspace.ErrUnavailable
		f.Message, f.Err = "", c.tooSlow()
	case fault.foreign:
		f.Err = ErrForeign
		f.Message = "the response is not the expected JSON"
		if !p.private {
			f.Message = c.describe(res.status, fault.header, fault.page)
		}
		f.Reasons = []paperspace.Reason{paperspace.NotTheAPI{}}
	}
	res.failure = f
	res.again = fault.again && p.repeat != Once
}

// lost classifies an attempt without a response.
func (c *Client) lost(ctx, bound context.Context, p *prepared, w *wireTrace, err error) result {
	sent := !w.neverSent(err)
	res := result{effect: p.writes() && sent}
	if ctx.Err() != nil {
		res.ended = true
		return res
	}
	useless := hopeless(err) || w.handshakeFailed() && alerted(err)
	f := p.failure(paperspace.ErrUnavailable)
	switch cause := context.Cause(bound); {
	case errors.Is(cause, errResend):
		f.Err = errResend
	case errors.Is(cause, errSlow):
		f.Err = c.tooSlow()
	case useless || w.handshakeFailed():
		f.Reasons = []paperspace.Reason{paperspace.HandshakeFailed{}}
		fallthrough
	default:
		f.Err = c.hide.err(err, p.url.RawQuery)
	}
	res.failure = f
	res.again = !useless
	if p.repeat == Once {
		// Retry only if the server was unreachable, not if the TLS handshake with it failed.
		res.again = res.again && !sent && !w.handshakeFailed()
	}
	return res
}

func (c *Client) tooSlow() error { return fmt.Errorf("%w within %s", errSlow, c.timeout) }

// requestID returns the ID that Paperspace has given to the request, without the secrets of the
// client.
func (c *Client) requestID(h http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Amzn-Requestid", "Cf-Ray"} {
		if id := c.own.foreign(h.Get(name), 100); id != "" {
			return id
		}
	}
	return ""
}

// retryAfter returns the pause that the response requires, or 0 if it requires none. It compares
// a date with the Date header, if there is one, because clocks can differ.
func (c *Client) retryAfter(h http.Header) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if secs, err := strconv.ParseFloat(v, 64); err == nil {
		if math.IsNaN(secs) || secs <= 0 {
			return 0
		}
		return time.Duration(min(secs, maxRetryAfter.Seconds()) * float64(time.Second))
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	now, ok := dateOf(h)
	if !ok {
		now = time.Now()
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

// dateOf returns the time on Paperspace's clock when h arrived: its Date, plus its Age, which is
// the number of seconds that the response spent in caches.
func dateOf(h http.Header) (time.Time, bool) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}, false
	}
	if age, err := strconv.Atoi(h.Get("Age")); err == nil && age > 0 && age < 1<<31 {
		date = date.Add(time.Duration(age) * time.Second)
	}
	return date, true
}
