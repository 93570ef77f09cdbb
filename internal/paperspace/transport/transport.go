// Package transport carries requests to the Paperspace service: it paces,
// sends, understands failures and repeats what can be repeated. Both
// API versions are built on it; neither knows about the other here.
//
// The promise that shapes it all: a request that creates something is retried
// only when the first one provably never got to Paperspace. Everything else
// that goes wrong with such a request is reported with [paperspace.Error]
// Effect set, so that the caller looks for what it might have left behind.
package transport

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Options configure a [Client]. Printing them shows no secret.
type Options struct {
	BaseURL   *url.URL            // see CheckEndpoint
	Authorize func(*http.Request) // sets the key; see APIKey and Bearer
	Secrets   []string            // texts that must never show in an error or an observation
	UserAgent string              // empty: Go's own

	Timeout           time.Duration // one attempt, headers and body; 0 = none
	MaxRetries        int           // repeats after the first attempt, pauses Paperspace asked for not counted
	RequestsPerSecond float64       // 0 = no limit of our own

	RoundTripper http.RoundTripper // nil: DefaultRoundTripper()

	// Decode reads the API version's error body. It is called for responses
	// outside 2xx and 3xx, with at most 64 KiB of body. Nil recognizes nothing.
	Decode func(status int, header http.Header, body []byte) Problem

	// Observe is called after each attempt, on the goroutine of the request;
	// nil is allowed. Nothing in an Attempt is secret.
	Observe func(ctx context.Context, a Attempt)
}

// Problem is an error body in Paperspace's own words.
type Problem struct {
	Status        int // the status inside the body; 0 when it holds none
	Code, Message string
	Recognised    bool // the body had Paperspace's own error shape
}

// Attempt is one request as it went over the wire, for logs.
type Attempt struct {
	Method, Path string        // Path without query
	Status       int           // of the HTTP response; 0 when there was none
	Number       int           // counts from 1, throttled attempts included
	Took         time.Duration // until the body was read
	Err          error         // redacted; nil after a success
	RetryIn      time.Duration // pause before the next attempt; meaningless when there is none
	Again        bool          // another attempt follows unless the context ends
	RequestID    string
}

// Client sends requests to one endpoint with one key. It might be used by many
// goroutines at the same time, and they share its pace: when Paperspace slows one of
// them to slow down, all do.
type Client struct {
	base       *url.URL
	authorize  func(*http.Request)
	userAgent  string
	timeout    time.Duration
	maxRetries int
	wire       http.RoundTripper
	decode     func(int, http.Header, []byte) Problem
	observe    func(context.Context, Attempt)

	wrote func() // see OnWrite

	hide *redactor // of the client and, within Do, of the operation
	own  *redactor // of the client only
	pace *Pace
	// jitter picks the pause before a repeat, at most the given one.
	jitter func(time.Duration) time.Duration
}

// New returns a client. Configuration mistakes, such as a missing base URL,
// are reported by the first [Client.Do].
func New(o Options) *Client {
	c := &Client{
		base:       o.BaseURL,
		authorize:  o.Authorize,
		userAgent:  o.UserAgent,
		timeout:    o.Timeout,
		maxRetries: o.MaxRetries,
		wire:       o.RoundTripper,
		decode:     o.Decode,
		observe:    o.Observe,
		hide:       newRedactor(o.Secrets),
		pace:       NewPace(o.RequestsPerSecond),
		jitter:     fullJitter,
		wrote:      func() {},
	}
	c.own = c.hide
	if c.wire == nil {
		c.wire = DefaultRoundTripper()
	}
	if c.authorize == nil {
		c.authorize = func(*http.Request) {}
	}
	if c.decode == nil {
		c.decode = func(int, http.Header, []byte) Problem { return Problem{} }
	}
	if c.observe == nil {
		c.observe = func(context.Context, Attempt) {}
	}
	return c
}

// OnWrite registers a function that is called before and after each request that is not
// a [Read], retries included. Call it before the first request.
func (c *Client) OnWrite(wrote func()) {
	before := c.wrote
	c.wrote = func() { before(); wrote() }
}

func fullJitter(most time.Duration) time.Duration {
	return time.Duration(rand.Int64N(int64(most) + 1)) //nolint:gosec // spreads load, guards nothing
}

// Do sends r and decodes the response's JSON into out, unless out is nil. An out
// that is a [BodyDecoder] reads the body itself, as it streams in.
//
// The end of ctx ends whatever Do waits for, except an attempt of a whole request
// ([Request.Whole]), which goes on within the timeout of an attempt. Such a
// request is not sent if ctx has less time left than that.
//
// A failure is always a *[paperspace.Error]. When ctx ended it wraps ctx.Err()
// and still carries status and message of the last failure seen, so that a
// deadline never hides the reason it was missed.
func (c *Client) Do(ctx context.Context, r Request, out any) error {
	p, err := c.prepare(r)
	AddSecrets(ctx, r.Secrets...)
	c = c.hiding(slices.Concat(r.Secrets, secretsOf(ctx)))
	if err != nil {
		return &paperspace.Error{Op: c.text(r.Op), Method: r.Method, Path: c.text(r.Path), Err: c.hide.err(err, "")}
	}
	if p.writes() {
		c.wrote()
		defer c.wrote()
	}
	t := trip{client: c, prepared: p}
	for {
		// Pace: wait for our turn; pauses Paperspace asked for are waited out here.
		ticket, err := c.pace.Wait(ctx)
		if err != nil {
			return t.stopped(err)
		}
		// Attempt and classify: one request on the wire, and what its end means.
		wire, release, err := c.protect(ctx, p)
		if err != nil {
			return t.stopped(err)
		}
		res := c.attempt(wire, p, out)
		release()
		// Decide: done, fail, or go round again.
		again, err := t.decide(ctx, ticket, res)
		if !again {
			return err
		}
	}
}

// protect returns the context for one attempt. That of a whole request ends with
// the attempt's own timeout only.
func (c *Client) protect(ctx context.Context, p *prepared) (context.Context, context.CancelFunc, error) {
	if !p.whole {
		return ctx, func() {}, nil
	}
	if ctx.Err() != nil {
		return nil, nil, endOf(ctx)
	}
	free := context.WithoutCancel(ctx)
	deadline, ok := ctx.Deadline()
	switch {
	case !ok:
		return free, func() {}, nil
	case c.timeout == 0:
		free, release := context.WithDeadline(free, deadline)
		return free, release, nil
	case time.Until(deadline) < c.timeout:
		return nil, nil, &shortError{left: time.Until(deadline), needed: c.timeout}
	}
	return free, func() {}, nil
}

// shortError means that a request which must not be cut off was not sent.
type shortError struct{ left, needed time.Duration }

func (e *shortError) Error() string {
	return fmt.Sprintf("the operation has %s left, and one request can take %s", paperspace.Short(max(e.left, 0)), paperspace.Short(e.needed))
}

// hiding is the same client, sharing the pace, that hides more texts.
func (c *Client) hiding(secrets []string) *Client {
	if len(secrets) == 0 {
		return c
	}
	d := *c
	d.hide = c.hide.and(secrets)
	return &d
}

// text makes a text fit for a terminal: redacted, without control characters,
// not too long.
func (c *Client) text(s string) string { return c.hide.clean(s) }

// foreign is text for what a response contains, which might be cut.
func (c *Client) foreign(s string, most int) string {
	return c.hide.foreign(s, most)
}
