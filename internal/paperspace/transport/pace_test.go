package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// limiter is a server that limits requests with a token bucket, or per calendar second.
type limiter struct {
	rate, burst float64
	window      bool
	retryAfter  string
	latency     time.Duration

	mu         sync.Mutex
	tokens     float64
	last       time.Time
	rejections int
	late       int // rejections more than a second after the first
	met        time.Time
	requests   int
}

func (l *limiter) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	now := time.Now()
	switch {
	case l.last.IsZero():
		l.tokens = l.burst
	case l.window:
		if now.Unix() != l.last.Unix() {
			l.tokens = l.burst
		}
	default:
		l.tokens = min(l.burst, l.tokens+l.rate*now.Sub(l.last).Seconds())
	}
	l.last = now
	l.requests++
	ok := l.tokens >= 1
	if ok {
		l.tokens--
	} else {
		if l.rejections++; l.rejections == 1 {
			l.met = now
		}
		if now.Sub(l.met) > time.Second {
			l.late++
		}
	}
	l.mu.Unlock()

	time.Sleep(l.latency)
	if ok {
		return respond(200, "{}")(r)
	}
	if l.retryAfter != "" {
		return respond(429, "", "Retry-After", l.retryAfter)(r)
	}
	return respond(429, "")(r)
}

// 100 creates at the same time, with a limit of 5 requests per second, take 20 s at best.
func TestManyWritersOneLimit(t *testing.T) {
	t.Parallel()
	cases := map[string]*limiter{
		"bucket":                 {rate: 5, burst: 5, retryAfter: "1", latency: 50 * time.Millisecond},
		"bucket without burst":   {rate: 5, burst: 1, retryAfter: "1", latency: 50 * time.Millisecond},
		"bucket, no Retry-After": {rate: 5, burst: 5, latency: 50 * time.Millisecond},
		"calendar second":        {burst: 5, window: true, retryAfter: "1", latency: 50 * time.Millisecond},
		"fast responses":         {rate: 5, burst: 5, retryAfter: "1"},
		"slow responses":         {rate: 5, burst: 5, retryAfter: "1", latency: 2 * time.Second},
	}
	for name, l := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, l, func(o *Options) { o.MaxRetries = 0 })
				seeded := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
				c.pace.random = seeded.Float64
				began := time.Now()
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						if err := c.Do(t.Context(), create(), nil); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				took := time.Since(began)
				t.Logf("%s, %d rejections, %d of them late, of %d requests", took, l.rejections, l.late, l.requests)
				if took > 32*time.Second+l.latency {
					t.Error("too slow")
				}
				// Once the limit is known, few requests exceed it, unless responses are slow.
				if l.late > 10 && l.latency < time.Second {
					t.Errorf("%d of %d requests were rejected when the limit was known", l.late, l.requests)
				}
			})
		})
	}
}

// Without a limit, no request waits.
func TestUndisturbed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &limiter{rate: 1e9, burst: 1e9, latency: 100 * time.Millisecond}
		c := newTestClient(t, l)
		began := time.Now()
		var wg sync.WaitGroup
		for range 200 {
			wg.Go(func() { _ = c.Do(t.Context(), show(), nil) })
		}
		wg.Wait()
		if took := time.Since(began); took != l.latency {
			t.Errorf("took %s", took)
		}
	})
}

func TestOwnLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(200, "{}")}}
		c := newTestClient(t, s, func(o *Options) { o.RequestsPerSecond = 10 })
		began := time.Now()
		var wg sync.WaitGroup
		for range 51 {
			wg.Go(func() { _ = c.Do(t.Context(), show(), nil) })
		}
		wg.Wait()
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestEveryoneWaitsOutThePause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(503, "", "Retry-After", "20"), respond(200, "{}")}}
		c := newTestClient(t, s)
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() { _ = c.Do(t.Context(), show(), nil) })
		synctest.Wait()
		for range 5 {
			wg.Go(func() { _ = c.Do(t.Context(), create(), nil) })
		}
		wg.Wait()
		for _, at := range s.at[1:] {
			if at.Sub(began) < 20*time.Second {
				t.Errorf("one went after %s", at.Sub(began))
			}
		}
	})
}

// A caller that is already in the queue fails as soon as a pause begins that is longer than the
// time left, not at its deadline.
func TestQueuedWaitersLearnOfPauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(0.1)
		first, err := p.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				began := time.Now()
				_, err := p.Wait(ctx)
				var pe *pauseError
				if !errors.As(err, &pe) || time.Since(began) != time.Second {
					t.Errorf("%v after %s", err, time.Since(began))
				}
			})
		}
		time.Sleep(time.Second)
		if got := p.Throttled(first, time.Hour); got != time.Hour {
			t.Errorf("pause %s", got)
		}
		wg.Wait()
	})
}

func TestWaitEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(0.1)
		if _, err := p.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		for range 2 { // one at the head of the queue, one behind it
			wg.Go(func() {
				if _, err := p.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		began := time.Now()
		if _, err := p.Wait(t.Context()); err != nil || time.Since(began) != 9*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

// Without Retry-After, the first pause is 1 s. Pauses grow up to 30 s until a request succeeds,
// and then begin at 1 s again.
func TestPausesGrow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(0)
		p.random = func() float64 { return 0.5 }
		throttle := func() time.Duration {
			ticket, err := p.Wait(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return p.Throttled(ticket, 0)
		}
		for _, want := range []float64{1, 2, 4, 8, 16, 30, 30} {
			if got := throttle(); got.Seconds() != want {
				t.Errorf("pause %s, want %gs", got, want)
			}
		}
		_, _ = p.Wait(t.Context())
		p.Succeeded()
		if got := throttle(); got != time.Second {
			t.Errorf("after a success %s", got)
		}
	})
}

// If many requests are in flight when the limit is reached, the rate is lowered only once.
func TestOneBurstIsOneEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(100)
		var tickets []Ticket
		for range 10 {
			ticket, _ := p.Wait(t.Context())
			tickets = append(tickets, ticket)
		}
		time.Sleep(time.Second)
		for _, ticket := range tickets {
			p.Throttled(ticket, time.Second)
		}
		if got := p.rate.rate; got != firstRate || p.throttlings != 1 {
			t.Errorf("rate %g after %d throttlings", got, p.throttlings)
		}
		time.Sleep(forget + 2*time.Second)
		if p.rate.interval(time.Now()) != time.Second/100 {
			t.Error("still limited after a minute without throttling")
		}
	})
}

func TestGovernorKeepsItsBounds(t *testing.T) {
	t.Parallel()
	g := governor{ceiling: 3}
	now := time.Now()
	for range 10 {
		g.throttled(now, g.rate)
		if g.rate < leastRate || g.rate > 1.5 {
			t.Errorf("rate %g", g.rate)
		}
	}
	for range 50 {
		now = now.Add(time.Second)
		if g.interval(now) < time.Second/3 {
			t.Errorf("rate %g beyond the ceiling", g.rate)
		}
	}
}
