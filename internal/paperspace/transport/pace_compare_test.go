package transport

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pausing is the alternative to [Pace]: one pause for all after a rejected request,
// and no rate. With a window, only one request is in the air after the pause, and one
// more for each that succeeds.
type pausing struct {
	random func() float64
	slow   bool // has a window

	mu               sync.Mutex
	until, cut       time.Time
	strikes          int
	changed          chan struct{}
	window, inFlight int
}

const endless = 1 << 30

func (p *pausing) Wait(ctx context.Context) (Ticket, error) {
	for {
		if ctx.Err() != nil {
			return Ticket{}, endOf(ctx)
		}
		p.mu.Lock()
		now := time.Now()
		left, changed := p.until.Sub(now), p.changed
		if deadline, ok := ctx.Deadline(); ok && left > 0 && p.until.After(deadline) {
			p.mu.Unlock()
			return Ticket{}, &pauseError{left, time.Until(deadline)}
		}
		if left <= 0 && p.inFlight < p.window {
			p.inFlight++
			p.mu.Unlock()
			return Ticket{at: now}, nil
		}
		p.mu.Unlock()
		if left <= 0 {
			left = time.Hour
		}
		select {
		case <-time.After(left):
		case <-changed:
		case <-ctx.Done():
		}
	}
}

func (p *pausing) Succeeded() {
	p.mu.Lock()
	p.strikes = 0
	p.window = min(p.window+1, endless)
	p.mu.Unlock()
	p.ended()
}

func (p *pausing) ended() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inFlight--
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *pausing) Throttled(t Ticket, asked time.Duration) time.Duration {
	defer p.ended()
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if t.at.After(p.cut) {
		if asked <= 0 {
			asked = time.Duration(float64(min(firstPause<<min(p.strikes, 10), longPause)) * (0.75 + p.random()/2))
		}
		p.strikes++
		p.cut = now
		if p.slow {
			p.window = 1
		}
	}
	p.until = latest(p.until, now.Add(asked))
	return max(p.until.Sub(now), 0)
}

// limited is a server with a limit of so many requests per period.
type limited struct {
	most   float64 // 0 = no limit
	period time.Duration
	// kind is a token bucket, a bucket of one token (as nginx has without burst), a
	// fixed window, or a window beyond which everything is blocked for a period of at
	// least 10 s (as a CDN does).
	kind    string
	after   string // Retry-After: correct, none, half, or 60
	latency time.Duration

	mu                   sync.Mutex
	tokens               float64
	last, began, blocked time.Time
	refused              int
}

// admit returns how long a request comes too early.
func (l *limited) admit(now time.Time) (early time.Duration, ok bool) {
	size := l.most
	if l.kind == "no burst" {
		size = 1
	}
	if l.last.IsZero() {
		l.tokens, l.began, l.last = size, now, now
	}
	defer func() { l.last = now }()
	switch {
	case l.most == 0:
		return 0, true
	case now.Before(l.blocked):
		return l.blocked.Sub(now), false
	case l.kind == "window" || l.kind == "block":
		for ; now.Sub(l.began) >= l.period; l.began = l.began.Add(l.period) {
			l.tokens = size
		}
		early = l.period - now.Sub(l.began)
	default:
		l.tokens = min(size, l.tokens+l.most*now.Sub(l.last).Seconds()/l.period.Seconds())
		early = time.Duration((1 - l.tokens) / l.most * float64(l.period))
	}
	if l.tokens > 0.999999 {
		l.tokens--
		return 0, true
	}
	if l.kind == "block" {
		early = max(l.period, 10*time.Second)
		l.blocked, l.began, l.tokens = now.Add(early), now.Add(early), size
	}
	return early, false
}

func (l *limited) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(l.latency / 2)
	l.mu.Lock()
	early, ok := l.admit(time.Now())
	if !ok {
		l.refused++
	}
	l.mu.Unlock()
	time.Sleep(l.latency / 2)
	if ok {
		return respond(200, "{}")(r)
	}
	secs := int((early + time.Second - 1) / time.Second)
	switch l.after {
	case "none":
		return respond(429, "")(r)
	case "half":
		secs = max(1, secs/2)
	case "60":
		secs = 60
	}
	return respond(429, "", "Retry-After", strconv.Itoa(secs))(r)
}

// apply creates n machines, some at a time, in each of several processes that share a
// key, and polls every 5 s. It returns how many creates did not get through in 30 min.
func apply(t *testing.T, l *limited, n, parallel, processes int, connect func(process uint64) *Client) (took time.Duration, failed int) {
	var creating, polling sync.WaitGroup
	var mu sync.Mutex
	stop, cancel := context.WithCancel(t.Context())
	began := time.Now()
	for process := range processes {
		c := connect(uint64(process)) //nolint:gosec // small
		polling.Go(func() {
			for sleep(stop, 5*time.Second) == nil {
				_ = c.Do(stop, show(), nil)
			}
		})
		creating.Go(func() {
			tokens := make(chan struct{}, parallel)
			var all sync.WaitGroup
			for range n {
				tokens <- struct{}{}
				all.Go(func() {
					defer func() { <-tokens }()
					ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
					defer cancel()
					if err := c.Do(ctx, create(), nil); err != nil {
						mu.Lock()
						failed++
						mu.Unlock()
					}
				})
			}
			all.Wait()
		})
	}
	creating.Wait()
	took = time.Since(began)
	cancel()
	polling.Wait()
	return took, failed
}

// TestComparePaces logs the figures of several paces.
func TestComparePaces(t *testing.T) {
	type run struct{ n, parallel, processes int }
	type limit struct {
		most   float64
		period time.Duration
		kind   string
	}
	measure := func(l limit, after string, latency time.Duration, r run) {
		var line string
		for _, how := range []string{"pace", "pause"} {
			var took time.Duration
			var failed, refused int
			const seeds = 3
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					s := &limited{most: l.most, period: l.period, kind: l.kind, after: after, latency: latency}
					d, f := apply(t, s, r.n, r.parallel, r.processes, func(process uint64) *Client {
						c := newTestClient(t, s, func(o *Options) { o.Timeout = 0 })
						random := rand.New(rand.NewPCG(seed, process)).Float64 //nolint:gosec // a test
						if how == "pace" {
							c.pace.(*Pace).random = random
						} else {
							c.pace = &pausing{random: random, slow: how != "pause", changed: make(chan struct{}), window: endless}
						}
						return c
					})
					took, failed, refused = took+d, failed+f, refused+s.refused
				})
			}
			line += "  " + how + " " + (took / seeds).Round(time.Second/100).String() + ", " + strconv.Itoa(refused/seeds) + " x 429"
			if failed > 0 {
				line += ", " + strconv.Itoa(failed/seeds) + " failed"
			}
		}
		t.Logf("%g/%s %s, Retry-After %s, latency %s, %+v:%s", l.most, l.period, l.kind, after, latency, r, line)
	}
	for _, l := range []limit{{5, time.Second, "bucket"}, {5, time.Second, "no burst"}, {60, time.Minute, "window"}} {
		for _, r := range []run{{100, 10, 1}, {100, 100, 1}, {1000, 100, 1}} {
			measure(l, "correct", 2*time.Second, r)
		}
	}
	for _, l := range []limit{
		{5, time.Second, "bucket"}, {5, time.Second, "no burst"}, {5, time.Second, "window"}, {5, time.Second, "block"},
		{10, time.Second, "bucket"}, {10, time.Second, "window"},
		{60, time.Minute, "bucket"}, {60, time.Minute, "no burst"}, {60, time.Minute, "window"}, {60, time.Minute, "block"},
	} {
		for _, after := range []string{"correct", "none", "half", "60"} {
			for _, r := range []run{{100, 10, 1}, {100, 100, 1}, {1000, 10, 1}, {1000, 100, 1}, {100, 10, 2}} {
				measure(l, after, 100*time.Millisecond, r)
			}
		}
	}
	for _, latency := range []time.Duration{20 * time.Millisecond, 100 * time.Millisecond} {
		for _, r := range []run{{100, 10, 1}, {100, 100, 1}, {1000, 10, 1}, {1000, 100, 1}} {
			measure(limit{}, "", latency, r)
		}
	}
}
