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
	firstWindow = 16               // requests in the air before any response; above Terraform's usual 10
	firstPause  = time.Second      // after a 429 that names no time
	longPause   = 30 * time.Second // after many of them in a row
)

// Pace decides when requests can start, for all goroutines of a [Client]
// together. Undisturbed it gets out of the way: it only keeps the number of
// requests in the air from growing faster than responses come, so that a server
// with a limit is not met by hundreds immediately. After a throttled request it
// holds everything for as long as Paperspace asked, and then goes on at a rate
// that [governor] finds.
//
// Every successful Wait must be followed by one call of Succeeded, Failed or
// Throttled with its ticket.
type Pace struct {
	// gate lets one caller at a time work out when to start; the others queue
	// in order of arrival. Its holder alone watches freed.
	gate  chan struct{}
	freed chan struct{}
	// random is in [0, 1) and spreads several processes with one key.
	random func() float64

	mu       sync.Mutex
	rate     governor
	next     time.Time     // no start before this, by rate
	until    time.Time     // no start before this, by order of Paperspace
	paused   chan struct{} // closed and replaced when a pause begins
	strikes  int           // throttlings without a success in between
	inFlight int
	window   int
}

// Ticket is the permission to send one request.
type Ticket struct {
	at   time.Time
	rate float64 // at which it was let through, 0 if it did not have to wait
}

// pacer is what a [Client] needs of a pace, so that a test can compare several.
type pacer interface {
	Wait(ctx context.Context) (Ticket, error)
	Succeeded(t Ticket)
	Failed(t Ticket)
	Throttled(t Ticket, asked time.Duration) time.Duration
}

// NewPace returns a pace of at most perSecond requests per second, 0 for no
// limit.
func NewPace(perSecond float64) *Pace {
	return &Pace{
		gate:   make(chan struct{}, 1),
		freed:  make(chan struct{}, 1),
		random: rand.Float64,
		paused: make(chan struct{}),
		window: firstWindow,
		rate:   governor{ceiling: perSecond},
	}
}

// pauseError: the pause would outlast the caller's deadline.
type pauseError struct{ pause, left time.Duration }

func (e *pauseError) Error() string {
	return fmt.Sprintf("Paperspace requires a wait of %s, but the operation has only %s left",
		paperspace.Short(e.pause), paperspace.Short(max(e.left, 0)))
}

// Wait returns when the next request might start. It fails with the error of
// ctx when that ends, and immediately when Paperspace asked for a pause that
// outlasts the deadline of ctx.
func (p *Pace) Wait(ctx context.Context) (Ticket, error) {
	for {
		paused, err := p.look(ctx)
		if err != nil {
			return Ticket{}, err
		}
		select {
		case p.gate <- struct{}{}:
			t, err := p.lead(ctx)
			<-p.gate
			return t, err
		case <-paused: // look again: it might outlast us
		case <-ctx.Done():
			return Ticket{}, endOf(ctx)
		}
	}
}

// look fails if there is no point in waiting. The channel is closed when that
// can have changed.
func (p *Pace) look(ctx context.Context) (<-chan struct{}, error) {
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

// lead waits at the head of the queue.
func (p *Pace) lead(ctx context.Context) (Ticket, error) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		paused, err := p.look(ctx)
		if err != nil {
			return Ticket{}, err
		}
		t, wait := p.take()
		if wait == 0 {
			return t, nil
		}
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-p.freed:
		case <-paused:
		case <-ctx.Done():
			return Ticket{}, endOf(ctx)
		}
	}
}

// take starts a request, or says how long to wait before trying again.
func (p *Pace) take() (Ticket, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.inFlight >= p.window {
		return Ticket{}, time.Hour // freed comes first
	}
	interval := p.rate.interval(now)
	if now.Before(p.until) {
		return Ticket{}, p.until.Sub(now)
	}
	if interval > 0 && now.Before(p.next) {
		return Ticket{}, p.next.Sub(now)
	}
	p.inFlight++
	if late := now.Sub(p.next); late < interval {
		p.next = p.next.Add(interval) // a timer a little late does not cost rate
		return Ticket{now, 1 / interval.Seconds()}, 0
	}
	p.next = now.Add(interval)
	return Ticket{at: now}, 0
}

// Succeeded says that Paperspace responded and did not mind the request coming.
func (p *Pace) Succeeded(Ticket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strikes = 0
	p.rate.succeeded(time.Now())
	if p.inFlight*2 >= p.window { // a window that was not used proves nothing
		p.window++
	}
	p.release()
}

// Failed says that the request ended in a way that shows nothing about the pace.
func (p *Pace) Failed(Ticket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.release()
}

// Throttled says that Paperspace asked for fewer requests, and for a pause
// unless asked is 0. It returns how long all requests now wait.
func (p *Pace) Throttled(t Ticket, asked time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	// Of many requests in the air when the limit was reached each of them learns of it;
	// that is one event. Only what was sent after the last one is news.
	if t.at.After(p.rate.cutAt) {
		if asked <= 0 {
			most := min(firstPause<<min(p.strikes, 10), longPause)
			asked = time.Duration(float64(most) * (0.75 + p.random()/2))
		}
		p.strikes++
		p.rate.throttled(now, t.rate)
		p.window = max(firstWindow, p.window/2)
	}
	if until := now.Add(asked); until.After(p.until) {
		p.until = until
		p.rate.resume = until
		p.next = until.Add(time.Duration(p.random() * float64(p.rate.interval(now))))
		close(p.paused)
		p.paused = make(chan struct{})
	}
	p.release()
	return max(p.until.Sub(now), 0)
}

func (p *Pace) release() {
	p.inFlight--
	select {
	case p.freed <- struct{}{}:
	default: // reported already
	}
}
