package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// trip records the attempts of one Do.
type trip struct {
	client *Client
	*prepared
	number   int // attempts made
	repeats  int // attempts that count against MaxRetries
	effect   bool
	previous *paperspace.Error // the last failure
}

// decide passes the result of an attempt to the pace and to the observer, and reports whether to
// try again. If so, it waits for the backoff first. If not, its error is the result of Do.
func (t *trip) decide(ctx context.Context, ticket Ticket, res result) (bool, error) {
	c := t.client
	t.number++
	t.effect = t.effect || res.effect

	var pause time.Duration
	switch {
	case res.throttled:
		pause = c.pace.Throttled(ticket, res.retryAfter)
	case res.responded:
		c.pace.Succeeded()
	}
	if res.failure == nil && !res.ended {
		t.report(ctx, res, Attempt{})
		return false, nil
	}
	if res.ended {
		t.report(ctx, res, Attempt{})
		return false, t.stopped(endOf(ctx))
	}

	res.failure.Effect = t.effect
	t.previous = res.failure
	switch {
	case res.again && res.throttled:
		// This does not count against MaxRetries, because Paperspace is available. The pace
		// waits for the pause.
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
			t.report(ctx, res, Attempt{})
			return false, t.stopped(&pauseError{pause, time.Until(deadline)})
		}
		t.report(ctx, res, Attempt{Again: true, RetryIn: pause})
		return true, nil
	case res.again && t.repeats < c.maxRetries:
		pause = c.jitter(backoff(t.repeats))
		t.repeats++
		t.report(ctx, res, Attempt{Again: true, RetryIn: pause})
		if err := sleep(ctx, pause); err != nil {
			return false, t.stopped(err)
		}
		return true, nil
	default:
		t.report(ctx, res, Attempt{})
		return false, res.failure
	}
}

// report passes a, which describes the next attempt, to the observer, together with the result of
// the attempt that ended.
func (t *trip) report(ctx context.Context, res result, a Attempt) {
	a.Method, a.Path, a.Number = t.method, t.path, t.number
	a.Status, a.Took, a.RequestID = res.status, res.took, res.requestID
	switch {
	case res.failure != nil:
		a.Err = res.failure
	case res.ended:
		a.Err = ctx.Err()
	}
	t.client.observe(ctx, a)
}

// stopped returns the error of a request that was given up because ctx ended or has too little
// time left.
func (t *trip) stopped(why error) *paperspace.Error {
	e := &paperspace.Error{Op: t.op, Method: t.method, Path: t.path}
	if t.previous != nil {
		last := *t.previous
		e = &last
	}
	e.Effect = t.effect
	var p *pauseError
	var short *shortError
	switch {
	case errors.As(why, &short):
		if e.Kind == nil {
			e.Kind = paperspace.ErrTimeout
		}
		e.Message = joinText(e.Message, short.Error())
		e.Reasons = []paperspace.Reason{paperspace.TooLittleTime{}}
	case errors.As(why, &p):
		if e.Status != http.StatusServiceUnavailable {
			e.Kind = paperspace.ErrThrottled
		}
		e.Message = joinText(e.Message, p.Error())
		e.Reasons = []paperspace.Reason{paperspace.PauseTooLong{}}
	case e.Err != nil:
		e.Err = fmt.Errorf("%w; then gave up: %w", e.Err, why)
	case t.previous != nil:
		e.Err = fmt.Errorf("gave up: %w", why)
	default:
		e.Err = why
	}
	return e
}

// endOf returns ctx.Err(), together with the cause if there is one.
func endOf(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

func joinText(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
