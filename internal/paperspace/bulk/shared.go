package bulk

import (
	"context"
	"math"
	"sync"
	"time"
)

// errorLife is how long an error is returned again without a new request. Without it, each
// of a thousand machines in a plan would wait for the same outage.
const errorLife = time.Minute

// Shared is a value that one request gets for all callers. The zero value is ready to use.
// It is safe for concurrent use.
type Shared[T any] struct {
	mu     sync.Mutex
	newest *sharedRequest[T]
}

type sharedRequest[T any] struct {
	deadline time.Time // of the caller that started the request; zero for none
	done     chan struct{}

	// Set before done is closed.
	at    time.Time
	value T
	err   error
}

// Get returns a value that is at most life old. An error is returned again for as long as
// life, but at most errorLife, except to callers that have much more time than the one that
// started the request.
//
// The request has the deadline of the caller that starts it, but it is not canceled with
// that caller, because other callers need the result, too.
func (s *Shared[T]) Get(ctx context.Context, life time.Duration, request func(ctx context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	r := s.newest
	if r == nil || r.expired(ctx, life) {
		r = &sharedRequest[T]{done: make(chan struct{})}
		r.deadline, _ = ctx.Deadline()
		s.newest = r
		go r.run(ctx, request)
	}
	s.mu.Unlock()
	var none T
	select {
	case <-r.done:
		if deadline, ok := ctx.Deadline(); r.err != nil && ok && !time.Now().Before(deadline) {
			<-ctx.Done() // both end at the same moment
			return none, ctx.Err()
		}
		if r.err != nil && ctx.Err() == nil && r.hadLessTime(ctx) {
			return s.Get(ctx, life, request)
		}
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// Forget makes the next caller of Get start a new request.
func (s *Shared[T]) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.newest = nil
}

func (r *sharedRequest[T]) run(ctx context.Context, request func(ctx context.Context) (T, error)) {
	defer close(r.done)
	ctx = context.WithoutCancel(ctx)
	if !r.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, r.deadline)
		defer cancel()
	}
	r.value, r.err = request(ctx)
	r.at = time.Now()
}

// expired reports whether a new request is needed.
func (r *sharedRequest[T]) expired(ctx context.Context, life time.Duration) bool {
	select {
	case <-r.done:
	default:
		return false
	}
	if r.err != nil {
		return r.hadLessTime(ctx) || time.Since(r.at) >= min(life, errorLife)
	}
	return time.Since(r.at) >= life
}

// hadLessTime reports whether the caller that started the request had much less time than the
// one with ctx.
func (r *sharedRequest[T]) hadLessTime(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return !r.deadline.IsZero() && (!limited || deadline.Sub(r.deadline) > errorLife)
}

// Forever is the life of values that do not change during a plan.
const Forever = time.Duration(math.MaxInt64)
