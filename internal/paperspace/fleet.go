package paperspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"
)

// Fleet reads the objects of one kind that Terraform manages. Terraform refreshes
// them one by one; the Fleet answers the first few reads with a show each, and
// the rest from one list.
//
// A list costs by the size of the account and not of the state, and nobody
// knows beforehand which of them is the larger. So reads wait for the list only
// as long as [ledger] allows: a list that turns out slower than shows delays a
// refresh once, by a fixed amount, and then shows go on while it streams in.
//
// One list serves every read until this client writes or the list is older
// than listLife. That is safe because Terraform refreshes while planning,
// before anything is changed, and configures a new client for every phase.
type Fleet[T Gettable] struct {
	kind[T]
	costs ledger
	fresh *freshLists[T]

	mu      sync.Mutex
	current *listing[T]
	reads   int // since the last write
}

// kind is where the objects of a [Fleet] come from.
type kind[T Gettable] struct {
	noun string // "machine", for messages; an s makes the plural
	show func(ctx context.Context, id string) (T, error)
	list func(ctx context.Context) iter.Seq2[T, error]
	// seen takes note of what list, show, and creates have shown.
	seen *registry
	// partial is true when a list does not tell all that a show does. Then every
	// read is a show, and a list only confirms what does not exist.
	partial bool
}

const (
	// listLife bounds the age of a shared list, for a plan that takes long.
	listLife = 5 * time.Minute
	// showsFirst is how many reads get a show of their own, at once and without
	// any wait; the next one looks like a large state. Eight keep the refresh of
	// 1,000 machines, whose list takes two requests, at ten.
	showsFirst = 8
)

func newFleet[T Gettable](k kind[T]) *Fleet[T] {
	return &Fleet[T]{kind: k}
}

// prime reads the account once, so that what is there before the first create
// can be told from what appears after it.
func (f *Fleet[T]) prime(ctx context.Context) error {
	return f.seen.prime(ctx, func(ctx context.Context) error { return f.share().end(ctx) })
}

// Read returns the object of this id. It is Found unless a show says that it
// does not exist and a list that parses as the service's own answer lacks it
// too; a show alone proves nothing, because a retired host and a key of another
// team answer 404 to everything. An error says nothing about the object.
func (f *Fleet[T]) Read(ctx context.Context, id string) (Finding[T], error) {
	f.costs.enter()
	defer f.costs.leave()
	if l := f.forRead(); l != nil {
		if t, found := f.wait(ctx, l, id); found {
			return Finding[T]{Object: t, Found: true}, nil
		}
		if ctx.Err() != nil {
			return Finding[T]{}, fmt.Errorf("read %s %s: %w", f.noun, id, ctx.Err())
		}
	}
	// No list yet, a slow one, a bad one, or one that lacks the object, which
	// wants a second opinion.
	began := f.costs.asks()
	t, err := f.show(ctx, id)
	f.costs.told(began)
	switch {
	case err == nil:
		return Finding[T]{Object: t, Found: true}, nil
	case !errors.Is(err, ErrNotFound):
		return Finding[T]{}, err
	default:
		return f.confirm(ctx, id, err)
	}
}

// wait returns the object from the list, unless the list lacks it, fails,
// takes too long, or is from before a write.
func (f *Fleet[T]) wait(ctx context.Context, l *listing[T], id string) (none T, ok bool) {
	t, found := l.awaitWhile(ctx, id, &f.costs)
	if !found || !f.holds(l) {
		return none, false
	}
	f.costs.spared()
	return t, true
}

// confirm asks the account's own list whether an object that a show denied is
// really gone.
func (f *Fleet[T]) confirm(ctx context.Context, id string, denied error) (Finding[T], error) {
	l := f.share()
	err := l.end(ctx)
	if err != nil {
		return Finding[T]{}, &Error{
			Op: fmt.Sprintf("read %s %s", f.noun, id), Kind: ErrUnavailable,
			Message: fmt.Sprintf("the service says that the %[1]s does not exist (%[2]s), but the list of %[1]ss that would confirm it cannot be read", f.noun, denied),
			Advice:  fmt.Sprintf("The %s is kept in the state. Check the endpoint and the key, then plan again.", f.noun),
			Err:     err,
		}
	}
	if t, found := l.get(id); found {
		return Finding[T]{Object: t, Found: true}, nil
	}
	return Finding[T]{Empty: l.len() == 0}, nil
}

// forRead returns the list that a read may be served from, nil for the first
// reads. A list that failed is not asked for again: the others of this refresh
// would wait for its repeats, too, and shows answer them.
func (f *Fleet[T]) forRead() *listing[T] {
	if f.partial {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() {
		return f.current
	}
	if f.reads++; f.reads <= showsFirst {
		return nil
	}
	return f.start()
}

// share returns a list that may say what does not exist.
func (f *Fleet[T]) share() *listing[T] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() && !f.current.failed() {
		return f.current
	}
	return f.start()
}

func (f *Fleet[T]) holds(l *listing[T]) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current == l
}

// forget drops the shared list; called around every write.
func (f *Fleet[T]) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current, f.reads = nil, 0
}

// start asks for a new list. Its context is nobody's in particular: the first
// reader to give up must not take the list away from the others. It ends with
// the list, which the transport bounds.
func (f *Fleet[T]) start() *listing[T] {
	l := newListing[T]()
	f.current = l
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

// Named returns the objects of one name, from the shared list.
func (f *Fleet[T]) Named(ctx context.Context, name string) ([]T, error) {
	l := f.share()
	if err := l.end(ctx); err != nil {
		return nil, err
	}
	return l.named(name), nil
}
