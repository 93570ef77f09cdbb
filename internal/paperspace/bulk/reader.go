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

// Reader reads the objects of one kind that Terraform manages. Terraform refreshes
// them one by one; the Reader serves the first few reads with a show each, and
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
type Reader[T paperspace.Gettable] struct {
	Source[T]
	costs waitBudget
	Fresh *FreshLists[T]

	mu      sync.Mutex
	current *listing[T]
	reads   int // since the last write
	evidence[T]
}

// Source is where the objects of a [Reader] come from.
type Source[T paperspace.Gettable] struct {
	Noun string // "machine", for messages; an s makes the plural
	Show func(ctx context.Context, id string) (T, error)
	List func(ctx context.Context) iter.Seq2[T, error]
	// seen takes note of what list, show, and creates have shown.
	Seen *Registry
	// partial is true when a list does not return all that a show does. Then every
	// read is a show, and a list only confirms what does not exist.
	Partial bool
	// first is how many reads get their own show, immediately and without any wait.
	// The next one looks like a large state.
	First int
	// expect is called when an object is missing, before that is confirmed. May be
	// nil; see [Reader.ExpectMissing].
	Expect func()
}

const (
	// listLife bounds the age of a shared list, for a plan that takes long.
	listLife = 5 * time.Minute
	// ShowsFirst is the first of a [Source] whose lists have no pages. Eight keep the
	// refresh of 1,000 machines, whose list takes two requests, at ten.
	ShowsFirst = 8
)

// NewReader returns a Reader. gap is the least time between the two moments at which
// an object must be missing to be gone.
func NewReader[T paperspace.Gettable](gap time.Duration, s Source[T]) *Reader[T] {
	return &Reader[T]{Source: s, evidence: evidence[T]{gap: gap}}
}

// Prime lists the account once before the first create, so that a later list
// shows what is new.
func (f *Reader[T]) Prime(ctx context.Context) error {
	return f.Seen.Prime(ctx, func(ctx context.Context) error { return f.share().end(ctx) })
}

// Read returns the object of this ID. Found is false only if the object is gone by
// the rule in gone.go. An error says nothing about the object.
func (f *Reader[T]) Read(ctx context.Context, id string) (Finding[T], error) {
	f.costs.enter()
	defer f.costs.leave()
	if l := f.forRead(); l != nil {
		if t, found := f.wait(ctx, l, id); found {
			return f.Exists(id, t), nil
		}
		if ctx.Err() != nil {
			return Finding[T]{}, fmt.Errorf("read %s %s: %w", f.Noun, id, ctx.Err())
		}
	}
	// No list yet, a slow one, a bad one, or one that lacks the object, which
	// requires a second check.
	began := f.costs.startShow()
	t, err := f.Show(ctx, id)
	f.costs.endShow(began)
	switch {
	case err == nil:
		return f.Exists(id, t), nil
	case !errors.Is(err, paperspace.ErrNotFound):
		return Finding[T]{}, err
	default:
		return f.Confirm(ctx, id, began, err)
	}
}

// wait returns the object from the list, unless the list lacks it, fails,
// takes too long, or is from before a write.
func (f *Reader[T]) wait(ctx context.Context, l *listing[T], id string) (none T, ok bool) {
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
func (f *Reader[T]) forRead() *listing[T] {
	if f.Partial {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() {
		return f.current
	}
	if f.reads++; f.reads <= f.First {
		return nil
	}
	return f.start()
}

// share returns a list that might say what does not exist.
func (f *Reader[T]) share() *listing[T] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() && !f.current.failed() {
		return f.current
	}
	return f.start()
}

func (f *Reader[T]) holds(l *listing[T]) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current == l
}

// Forget drops the shared list; called around every write.
func (f *Reader[T]) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current, f.reads = nil, 0
}

// start starts a new list that serves reads, too. The caller must hold mu.
func (f *Reader[T]) start() *listing[T] {
	f.current = f.launch()
	return f.current
}

// launch requests a new list. Its context is not that of a caller: the first
// reader to give up must not take the list away from the others. It ends with
// the list, which the transport bounds.
func (f *Reader[T]) launch() *listing[T] {
	l := newListing[T]()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), listLife)
		defer cancel()
		for t, err := range f.List(ctx) {
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
func (f *Reader[T]) Named(ctx context.Context, name string) ([]T, error) {
	l := f.share()
	if err := l.end(ctx); err != nil {
		return nil, err
	}
	return l.named(name), nil
}

// Finding is what a read of one object that Terraform manages found out.
type Finding[T any] struct {
	Object T
	Found  bool
	// Empty is true when the account has no object of the kind at all, as the key
	// of a wrong team would have it.
	Empty bool
}
