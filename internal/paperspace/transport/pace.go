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
	firstPause = time.Second      // after a 429 that names no time
	longPause  = 30 * time.Second // after many of them in a row
)

// Pace decides when requests can start, for all goroutines of a [Client]
// together. Undisturbed it gets out of the way. After a throttled request it
// holds everything for as long as Paperspace asked, and then goes on at a rate
// that [governor] finds.
type Pace struct {
	// gate lets one caller at a time work out when to start; the others queue
	// in order of arrival.
	gate chan struct{}
	// random is in [0, 1) and spreads several processes with one key.
	random func() float64

	mu      sync.Mutex
	rate    governor
	next    time.Time     // no start before this, by rate
	until   time.Time     // no start before this, by order of Paperspace
	paused  chan struct{} // closed and replaced when a pause begins
	strikes int           // throttlings without a success in between
}

// Ticket is the permission to send one request.
type Ticket struct {
	at   time.Time
	rate float64 // requests per second at the time, 0 if none had been found
}

// NewPace returns a pace of at most perSecond requests per second, 0 for no
// limit.
func NewPace(perSecond float64) *Pace {
	return &Pace{
		gate:   make(chan struct{}, 1),
		random: rand.Float64,
		paused: make(chan struct{}),
		rate:   governor{ceiling: perSecond},
	}
}

// pauseError: the pause would outlast the caller's deadline.
type pauseError struct{ pause, left time.Duration }

func (e *pauseError) Error() string {
	return fmt.Sprintf("Paperspace requires a wait of %s, but the operation has only %s left",
		paperspace.Short(e.pause), paperspace.Short(max(e.left, 0)))
}

// Wait returns when the next request can start. It fails with the error of ctx when
// that ends, and immediately when Paperspace asked for a pause that outlasts the
// deadline of ctx.
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
		case <-paused: // check again: it might outlast us
		case <-ctx.Done():
			return Ticket{}, endOf(ctx)
		}
	}
}

// checkTime fails if there is no point in waiting. The channel is closed when that
// can have changed.
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

// take starts a request, or returns how long to wait before trying again.
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
		p.next = p.next.Add(interval) // a timer a little late does not cost rate
	} else {
		p.next = now.Add(interval)
	}
	return Ticket{now, p.rate.rate}, 0
}

// Succeeded notes that Paperspace responded and did not mind the request coming.
func (p *Pace) Succeeded() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strikes = 0
}

// Throttled notes that Paperspace rejected a request and asked for a pause, unless
// asked is 0. It returns how long all requests now wait.
func (p *Pace) Throttled(t Ticket, asked time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	// When the limit is reached, many requests can be in the air, and each is
	// rejected. That is one event: only a request sent after the last one is news.
	if t.at.After(p.rate.cutAt) {
		if asked <= 0 {
			most := min(firstPause<<min(p.strikes, 10), longPause)
			asked = time.Duration(float64(most) * (0.75 + p.random()/2))
		}
		p.strikes++
		p.rate.throttled(now, t.rate)
	}
	if until := now.Add(asked); until.After(p.until) {
		p.until = until
		p.rate.resume = until
		p.next = until.Add(time.Duration(p.random() * float64(p.rate.interval(now))))
		close(p.paused)
		p.paused = make(chan struct{})
	}
	return max(p.until.Sub(now), 0)
}
