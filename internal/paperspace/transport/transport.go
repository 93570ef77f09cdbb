// Package transport sends requests to Paperspace: it limits their rate, classifies failures, and
// retries what can be retried. Both API versions are built on it.
//
// Its main guarantee: a request that creates something is retried only if it certainly did not
// reach Paperspace or was not processed (429). If it fails after it might have been carried out,
// Effect is true in its [paperspace.Error], so that the caller looks for what it has left behind.
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
	Secrets   []string            // texts that errors and observations must not contain
	UserAgent string              // "" means Go's default

	Timeout           time.Duration // of one attempt, including the body; 0 = none
	MaxRetries        int           // repeats after the first attempt, not counting throttled ones
	RequestsPerSecond float64       // the user's limit; 0 = none

	RoundTripper http.RoundTripper // nil means DefaultRoundTripper()

	// Decode reads the error body of the API version. It is called for responses with a status
	// of 400 or more, with at most 64 KiB of the body. If it is nil, no body is recognized.
	Decode func(status int, header http.Header, body []byte) Problem

	// Observe is called after each attempt, on the goroutine of the request, unless it is nil.
	// An Attempt contains no secrets.
	Observe func(ctx context.Context, a Attempt)
}

// Problem is a decoded error body.
type Problem struct {
	Status        int // the status in the body; 0 if there is none
	Code, Message string
	Recognized    bool // the body has the form of Paperspace's errors
}

// Attempt describes one attempt of a request, for logs.
type Attempt struct {
	Method, Path string        // Path without query
	Status       int           // of the HTTP response; 0 if there was none
	Number       int           // counts from 1, including throttled attempts
	Took         time.Duration // until the body was read
	Err          error         // redacted; nil after a success
	RetryIn      time.Duration // pause before the next attempt, if Again is true
	Again        bool          // another attempt follows unless the context ends
	RequestID    string
}

// Client sends requests to one endpoint with one key. It is safe for concurrent use. All
// goroutines share its pace: if Paperspace throttles one of them, all slow down.
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

	hide *redactor // for the secrets of the client and, within Do, of the operation
	own  *redactor // for the secrets of the client only
	pace *Pace
	// jitter returns the pause before a repeat, given the longest one.
	jitter func(time.Duration) time.Duration
}

// New returns a client. It does not check o: [Client.Do] reports mistakes such as a missing base
// URL.
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

// OnWrite registers a function that is called before the first attempt and after the last attempt
// of each request that is not a [Read]. Call OnWrite before the first request.
func (c *Client) OnWrite(wrote func()) {
	before := c.wrote
	c.wrote = func() { before(); wrote() }
}

func fullJitter(most time.Duration) time.Duration {
	return time.Duration(rand.Int64N(int64(most) + 1)) //nolint:gosec // spreads load, guards nothing
}

// Do sends r and decodes the JSON of the response into out, unless out is nil. If out is a
// [BodyDecoder], it reads the body itself, as it arrives.
//
// Do returns when ctx ends, except during an attempt of a whole request ([Request.Whole]), which
// goes on within the timeout of an attempt. Such a request is not sent if ctx has less time left
// than that.
//
// A failure is always a *[paperspace.Error]. If ctx ended, it wraps ctx.Err(), but also has the
// status and message of the last failure, so that a deadline does not hide why it was missed.
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
		// Pace: this also waits for the pauses that Paperspace requires.
		ticket, err := c.pace.Wait(ctx)
		if err != nil {
			return t.stopped(err)
		}
		// Attempt, and classify the result.
		wire, release, err := c.protect(ctx, p)
		if err != nil {
			return t.stopped(err)
		}
		res := c.attempt(wire, p, out)
		release()
		// Decide: succeed, fail, or try again.
		again, err := t.decide(ctx, ticket, res)
		if !again {
			return err
		}
	}
}

// protect returns the context for one attempt. For a whole request, that context does not end with
// ctx. It keeps the deadline of ctx only if the client has no timeout for an attempt.
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

// shortError means that a whole request was not sent, because it might have been cut off.
type shortError struct{ left, needed time.Duration }

func (e *shortError) Error() string {
	return fmt.Sprintf("the operation has %s left, and one request can take %s", paperspace.Short(max(e.left, 0)), paperspace.Short(e.needed))
}

// hiding returns a client that also hides the given secrets. It shares the pace of c.
func (c *Client) hiding(secrets []string) *Client {
	if len(secrets) == 0 {
		return c
	}
	d := *c
	d.hide = c.hide.and(secrets)
	return &d
}

// text makes a text safe to print; see redactor.clean.
func (c *Client) text(s string) string { return c.hide.clean(s) }

// foreign is like text, but for a text from a response; see redactor.foreign.
func (c *Client) foreign(s string, most int) string {
	return c.hide.foreign(s, most)
}
