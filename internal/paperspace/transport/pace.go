package transport

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

const (
	firstPause = time.Second      // after a 429 without Retry-After
	longPause  = 30 * time.Second // the longest, after many of them in a row
)

// Pace decides when requests can start, for all goroutines of a [Client]. It does not delay them
// unless there is a limit. After a throttled request, it holds all requests back for as long as
// Paperspace requires, and then starts them at the rate that its governor finds.
type Pace struct {
	// gate admits one caller at a time. The others wait in order of arrival.
	gate chan struct{}
	// random returns a number in [0, 1). It spreads the requests of processes that use the
	// same key.
	random func() float64

	mu          sync.Mutex
	rate        governor
	next        time.Time     // no start before this, because of the rate
	until       time.Time     // no start before this, because Paperspace requires a pause
	paused      chan struct{} // closed and replaced when a pause begins
	throttlings int           // number of throttlings since the last success
}

// Ticket is the permission to send one request.
type Ticket struct {
	at   time.Time
	rate float64 // the limit at that time, in requests per second; 0 if there was none
}

// NewPace returns a pace of at most perSecond requests per second. 0 means no limit.
func NewPace(perSecond float64) *Pace {
	return &Pace{
		gate:   make(chan struct{}, 1),
		random: rand.Float64,
		paused: make(chan struct{}),
		rate:   governor{ceiling: perSecond},
	}
}

// pauseError means that a pause is longer than the time until the caller's deadline.
type pauseError struct{ pause, left time.Duration }

func (e *pauseError) Error() string {
	return fmt.Sprintf("Paperspace requires a wait of %s, but the operation has only %s left",
		paperspace.Short(e.pause), paperspace.Short(max(e.left, 0)))
}

// Wait returns when the next request can start. It returns an error when ctx ends, or as soon as
// Paperspace requires a pause that is longer than the time until the deadline of ctx.
func (p *Pace) Wait(ctx context.Context) (Ticket, error) {
	gate := p.gate // nil at the head of the queue
	for {
		paused, err := p.checkTime(ctx)
		if err != nil {
			return Ticket{}, err
		}
		var timer <-chan time.Time
		if gate == nil {
			t, wait := p.take()
			if wait == 0 {
				return t, nil
			}
			timer = time.After(wait)
		}
		select {
		case gate <- struct{}{}:
			gate = nil
			defer func() { <-p.gate }()
		case <-timer:
		case <-paused: // check the deadline again
		case <-ctx.Done():
			return Ticket{}, endOf(ctx)
		}
	}
}

// checkTime returns an error if waiting is pointless. The channel is closed when the result
// might have changed.
func (p *Pace) checkTime(ctx context.Context) (<-chan struct{}, error) {
	if ctx.Err() != nil {
		return nil, endOf(ctx)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	deadline, ok := ctx.Deadline()
	if ok && p.until.After(deadline) && p.until.After(time.Now()) {
		return nil, &pauseError{time.Until(p.until), time.Until(deadline)}
	}
	return p.paused, nil
}

// take returns a ticket, or how long to wait before trying again.
func (p *Pace) take() (Ticket, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	interval := p.rate.interval(now)
	if now.Before(p.until) {
		return Ticket{}, p.until.Sub(now)
	}
	if interval > 0 && now.Before(p.next) {
		return Ticket{}, p.next.Sub(now)
	}
	if now.Sub(p.next) < interval {
		p.next = p.next.Add(interval) // a timer that fires late does not lower the rate
	} else {
		p.next = now.Add(interval)
	}
	return Ticket{now, p.rate.rate}, 0
}

// Succeeded records that Paperspace responded to a request without throttling it.
func (p *Pace) Succeeded() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.throttlings = 0
}

// Throttled records that Paperspace throttled the request with ticket t. The pause that it
// required is retryAfter, or 0 if it did not specify one. Throttled returns how long all requests
// now have to wait.
func (p *Pace) Throttled(t Ticket, retryAfter time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	// When the limit is reached, all requests in flight are rejected. Only a request that was
	// sent after the previous throttling shows that the rate is still too high.
	if t.at.After(p.rate.cutAt) {
		if retryAfter <= 0 {
			most := min(firstPause<<min(p.throttlings, 10), longPause)
			retryAfter = time.Duration(float64(most) * (0.75 + p.random()/2))
		}
		p.throttlings++
		p.rate.throttled(now, t.rate)
	}
	if until := now.Add(retryAfter); until.After(p.until) {
		p.until = until
		p.rate.resume = until
		p.next = until.Add(time.Duration(p.random() * float64(p.rate.interval(now))))
		close(p.paused)
		p.paused = make(chan struct{})
	}
	return max(p.until.Sub(now), 0)
}
