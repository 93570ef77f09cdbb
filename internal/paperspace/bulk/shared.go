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
	newest *question[T]
}

type question[T any] struct {
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
func (s *Shared[T]) Get(ctx context.Context, life time.Duration, ask func(ctx context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	q := s.newest
	if q == nil || q.useless(ctx, life) {
		q = &question[T]{done: make(chan struct{})}
		q.deadline, _ = ctx.Deadline()
		s.newest = q
		go q.ask(ctx, ask)
	}
	s.mu.Unlock()
	var none T
	select {
	case <-q.done:
		if deadline, ok := ctx.Deadline(); q.err != nil && ok && !time.Now().Before(deadline) {
			<-ctx.Done() // both end at the same moment
			return none, ctx.Err()
		}
		if q.err != nil && ctx.Err() == nil && q.hurried(ctx) {
			return s.Get(ctx, life, ask)
		}
		return q.value, q.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

func (q *question[T]) ask(ctx context.Context, ask func(ctx context.Context) (T, error)) {
	defer close(q.done)
	ctx = context.WithoutCancel(ctx)
	if !q.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, q.deadline)
		defer cancel()
	}
	q.value, q.err = ask(ctx)
	q.at = time.Now()
}

// useless reports whether a new request is needed.
func (q *question[T]) useless(ctx context.Context, life time.Duration) bool {
	select {
	case <-q.done:
	default:
		return false
	}
	if q.err != nil {
		return q.hurried(ctx) || time.Since(q.at) >= min(life, errorLife)
	}
	return time.Since(q.at) >= life
}

// hurried reports whether the caller that started the request had much less time than the
// one with ctx.
func (q *question[T]) hurried(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return !q.deadline.IsZero() && (!limited || deadline.Sub(q.deadline) > errorLife)
}

// Forever is the life of values that do not change during a plan.
const Forever = time.Duration(math.MaxInt64)
