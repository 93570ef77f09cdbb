package paperspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"
)

// BulkReader reads the objects of one kind that Terraform manages. Terraform refreshes
// them one by one; the BulkReader serves the first few reads with a show each, and
// the rest from one list.
//
// A list costs by the size of the account and not of the state, and the provider
// cannot know beforehand which of them is larger. So reads wait for the list only
// as long as [waitBudget] allows: a list that turns out slower than shows delays a
// refresh once, by a fixed amount, and then shows go on while it streams in.
//
// One list serves every read until this client writes or the list is older
// than listLife. That is safe because Terraform refreshes while planning,
// before anything is changed, and configures a new client for every phase.
type BulkReader[T Gettable] struct {
	source[T]
	costs waitBudget
	fresh *freshLists[T]

	mu      sync.Mutex
	current *listing[T]
	reads   int // since the last write
	evidence[T]
}

// source is where the objects of a [BulkReader] come from.
type source[T Gettable] struct {
	noun string // "machine", for messages; an s makes the plural
	show func(ctx context.Context, id string) (T, error)
	list func(ctx context.Context) iter.Seq2[T, error]
	// seen takes note of what list, show, and creates have shown.
	seen *registry
	// partial is true when a list does not return all that a show does. Then every
	// read is a show, and a list only confirms what does not exist.
	partial bool
	// first is how many reads get their own show, immediately and without any wait.
	// The next one looks like a large state.
	first int
	// expect is called when an object is missing, before that is confirmed. May be
	// nil; see [BulkReader.expectMissing].
	expect func()
}

const (
	// listLife bounds the age of a shared list, for a plan that takes long.
	listLife = 5 * time.Minute
	// showsFirst is the first of a [source] whose lists have no pages. Eight keep the
	// refresh of 1,000 machines, whose list takes two requests, at ten.
	showsFirst = 8
)

// newBulkReader returns a BulkReader. gap is the least time between the two moments at which
// an object must be missing to be gone.
func newBulkReader[T Gettable](gap time.Duration, s source[T]) *BulkReader[T] {
	return &BulkReader[T]{source: s, evidence: evidence[T]{gap: gap}}
}

// prime lists the account once before the first create, so that a later list
// shows what is new.
func (f *BulkReader[T]) prime(ctx context.Context) error {
	return f.seen.prime(ctx, func(ctx context.Context) error { return f.share().end(ctx) })
}

// Read returns the object of this ID. Found is false only if the object is gone by
// the rule in gone.go. An error says nothing about the object.
func (f *BulkReader[T]) Read(ctx context.Context, id string) (Finding[T], error) {
	f.costs.enter()
	defer f.costs.leave()
	if l := f.forRead(); l != nil {
		if t, found := f.wait(ctx, l, id); found {
			return f.found(id, t), nil
		}
		if ctx.Err() != nil {
			return Finding[T]{}, fmt.Errorf("read %s %s: %w", f.noun, id, ctx.Err())
		}
	}
	// No list yet, a slow one, a bad one, or one that lacks the object, which
	// requires a second check.
	began := f.costs.startShow()
	t, err := f.show(ctx, id)
	f.costs.endShow(began)
	switch {
	case err == nil:
		return f.found(id, t), nil
	case !errors.Is(err, ErrNotFound):
		return Finding[T]{}, err
	default:
		return f.confirm(ctx, id, began, err)
	}
}

// wait returns the object from the list, unless the list lacks it, fails,
// takes too long, or is from before a write.
func (f *BulkReader[T]) wait(ctx context.Context, l *listing[T], id string) (none T, ok bool) {
	t, found := l.awaitWhile(ctx, id, &f.costs)
	if !found || !f.holds(l) {
		return none, false
	}
	f.costs.spared()
	return t, true
}

// forRead returns the list that a read can be served from, nil for the first
// reads. A list that failed is not asked for again: the others of this refresh
// would wait for its retries, too, and shows serve them.
func (f *BulkReader[T]) forRead() *listing[T] {
	if f.partial {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() {
		return f.current
	}
	if f.reads++; f.reads <= f.first {
		return nil
	}
	return f.start()
}

// share returns a list that might say what does not exist.
func (f *BulkReader[T]) share() *listing[T] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() && !f.current.failed() {
		return f.current
	}
	return f.start()
}

func (f *BulkReader[T]) holds(l *listing[T]) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current == l
}

// forget drops the shared list; called around every write.
func (f *BulkReader[T]) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current, f.reads = nil, 0
}

// start starts a new list that serves reads, too. The caller must hold mu.
func (f *BulkReader[T]) start() *listing[T] {
	f.current = f.launch()
	return f.current
}

// launch requests a new list. Its context is not that of a caller: the first
// reader to give up must not take the list away from the others. It ends with
// the list, which the transport bounds.
func (f *BulkReader[T]) launch() *listing[T] {
	l := newListing[T]()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), listLife)
		defer cancel()
		for t, err := range f.list(ctx) {
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

// Named returns the objects with the same name, from the shared list.
func (f *BulkReader[T]) Named(ctx context.Context, name string) ([]T, error) {
	l := f.share()
	if err := l.end(ctx); err != nil {
		return nil, err
	}
	return l.named(name), nil
}
