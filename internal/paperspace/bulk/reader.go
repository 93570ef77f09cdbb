package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Reader reads the objects of one kind for Terraform's refresh, which reads them one at a
// time. It serves the first few reads with a show each, and the others from one list.
//
// The cost of a list grows with the account, not with the state, and the provider cannot
// know in advance which of them is larger. Reads therefore wait for the list only within a
// [waitBudget]. A list that is slower than shows delays a refresh once, by a bounded time.
// After that, the remaining objects are read with shows while the list arrives.
//
// One list serves all reads until this client writes or the list is older than listLife.
// That is safe because Terraform refreshes while planning, before anything changes, and
// configures a new client for each phase.
type Reader[T paperspace.Gettable] struct {
	Source[T]
	costs waitBudget
	Fresh *FreshLists[T]

	mu      sync.Mutex
	current *listing[T]
	reads   int // since the last write
	silence silence
	evidence[T]
}

// Source provides the objects of a [Reader].
type Source[T paperspace.Gettable] struct {
	Noun string // singular, such as "machine", for messages; add "s" for the plural
	Show func(ctx context.Context, id string) (T, error)
	List func(ctx context.Context) iter.Seq2[T, error]
	// Seen records what List, Show, and creates have returned.
	Seen *Registry
	// Partial is true if List omits fields. Every read then uses Show, and a list only
	// confirms that an object is gone.
	Partial bool
	// First is the number of reads that use Show without waiting. The read after them is
	// taken as a sign of a large state and starts a list.
	First int
	// Expect is called when an object is missing, before its absence is confirmed. It can
	// be nil; see [Reader.ExpectMissing].
	Expect func()
}

const (
	// listLife limits the age of a shared list, in case planning takes long.
	listLife = 5 * time.Minute
	// ShowsFirst is the First of a [Source] whose lists have no pages. With eight, a
	// refresh of 1,000 machines, whose list takes two requests, takes ten requests.
	ShowsFirst = 8
)

// NewReader returns a Reader. gap is the least time between the two moments at which
// an object must be missing to be gone.
func NewReader[T paperspace.Gettable](gap time.Duration, s Source[T]) *Reader[T] {
	return &Reader[T]{Source: s, evidence: evidence[T]{gap: gap}}
}

// Prime lists the account once, before the first create, so that later lists show which
// objects are new.
func (r *Reader[T]) Prime(ctx context.Context) error {
	return r.Seen.Prime(ctx, func(ctx context.Context) error { return r.share().end(ctx) })
}

// Read returns the object with the given ID. Found is false only if the object is gone by
// the rule in gone.go. If err is not nil, it is unknown whether the object exists. It can be
// that of another read without a response; see silence.
func (r *Reader[T]) Read(ctx context.Context, id string) (Finding[T], error) {
	r.costs.enter()
	defer r.costs.leave()
	if l := r.forRead(); l != nil && r.silent() == nil {
		if t, found := r.wait(ctx, l, id); found {
			return r.Exists(id, t), nil
		}
		if ctx.Err() != nil {
			return Finding[T]{}, fmt.Errorf("read %s %s: %w", r.Noun, id, ctx.Err())
		}
	}
	// There is no list yet, or it is slow, failed, or lacks the object. A missing object
	// needs a second check.
	if err := r.silent(); err != nil {
		return Finding[T]{}, err
	}
	began := r.costs.startShow()
	t, err := r.Show(ctx, id)
	r.costs.endShow(began)
	switch {
	case err == nil:
		return r.Exists(id, t), nil
	case !errors.Is(err, paperspace.ErrNotFound):
		r.noteSilence(err)
		return Finding[T]{}, err
	default:
		return r.Confirm(ctx, id, began, err)
	}
}

// wait returns the object from the list. It reports false if the list lacks the object,
// fails, is too slow, or predates a write.
func (r *Reader[T]) wait(ctx context.Context, l *listing[T], id string) (none T, ok bool) {
	t, found := l.awaitWhile(ctx, id, &r.costs)
	if !found || !r.holds(l) {
		return none, false
	}
	r.costs.addServed()
	return t, true
}

// forRead returns the list that serves a read, or nil if the read must use Show. It does
// not replace a failed list, because the other reads of this refresh would wait for the
// retries; Show serves them instead.
func (r *Reader[T]) forRead() *listing[T] {
	if r.Partial {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.current.young() {
		return r.current
	}
	if r.reads++; r.reads <= r.First {
		return nil
	}
	return r.start()
}

// share returns a shared list that has not failed. It starts a new one if necessary.
func (r *Reader[T]) share() *listing[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.current.young() && !r.current.failed() {
		return r.current
	}
	return r.start()
}

func (r *Reader[T]) holds(l *listing[T]) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current == l
}

// Forget drops the shared list. It is called before and after each write.
func (r *Reader[T]) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.current, r.reads, r.silence = nil, 0, silence{}
}

// start starts a new shared list. The caller must hold mu.
func (r *Reader[T]) start() *listing[T] {
	r.current = r.launch()
	return r.current
}

// launch starts a list in the background. The list does not use the context of a caller,
// because a reader that gives up must not cancel it for the others.
func (r *Reader[T]) launch() *listing[T] {
	l := newListing[T]()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), listLife)
		defer cancel()
		for t, err := range r.List(ctx) {
			if err != nil {
				l.finish(err)
				return
			}
			l.add(t)
		}
		l.finish(nil)
	}()
	return l
}

// Named returns the objects with the given name from the shared list.
func (r *Reader[T]) Named(ctx context.Context, name string) ([]T, error) {
	l := r.share()
	if err := l.end(ctx); err != nil {
		return nil, err
	}
	return l.named(name), nil
}

// Finding is the result of reading one object that Terraform manages.
type Finding[T any] struct {
	Object T
	Found  bool
	// Empty is true if the account has no object of the kind at all, which suggests a key
	// of the wrong team.
	Empty bool
}
