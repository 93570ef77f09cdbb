package bulk

import (
	"context"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// listing is one list in progress. A read returns as soon as its own object has arrived.
type listing[T paperspace.Gettable] struct {
	begun time.Time
	over  chan struct{} // closed at the end

	mu       sync.Mutex
	byID     map[string]*T
	byName   map[string][]*T
	arrival  map[string]chan struct{} // by ID; closed when the object arrives
	err      error
	finished time.Time // when over was closed
}

func newListing[T paperspace.Gettable]() *listing[T] {
	return &listing[T]{
		begun: time.Now(), over: make(chan struct{}),
		byID: map[string]*T{}, byName: map[string][]*T{}, arrival: map[string]chan struct{}{},
	}
}

// young reports whether the list can still serve reads. It returns false if l is nil.
func (l *listing[T]) young() bool { return l != nil && time.Since(l.begun) <= listLife }

func (l *listing[T]) failed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err != nil
}

func (l *listing[T]) add(t T) {
	id := paperspace.IDOf(t)
	name, _ := t.Get(paperspace.FieldName)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byID[id] = &t
	l.byName[paperspace.Folded(name)] = append(l.byName[paperspace.Folded(name)], &t)
	if there, waits := l.arrival[id]; waits {
		close(there)
		delete(l.arrival, id)
	}
}

func (l *listing[T]) finish(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err, l.finished = err, time.Now()
	close(l.over)
}

// ended returns when the list ended. The list must have ended.
func (l *listing[T]) ended() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.finished
}

func (l *listing[T]) get(id string) (none T, found bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.byID[id]; t != nil {
		return *t, true
	}
	return none, false
}

func (l *listing[T]) named(name string) []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []T
	for _, t := range l.byName[paperspace.Folded(name)] {
		all = append(all, *t)
	}
	return all
}

func (l *listing[T]) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.byID)
}

// arrives returns a channel that is closed when the object with the ID has arrived.
func (l *listing[T]) arrives(id string) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	there := l.arrival[id]
	if there == nil {
		there = make(chan struct{})
		l.arrival[id] = there
		if l.byID[id] != nil {
			close(there)
			delete(l.arrival, id)
		}
	}
	return there
}

// awaitWhile waits for the object with the ID until the list or ctx ends, or the budget is
// used up.
func (l *listing[T]) awaitWhile(ctx context.Context, id string, costs *waitBudget) (T, bool) {
	if t, found := l.get(id); found {
		return t, true
	}
	there := l.arrives(id)
	costs.startWait()
	defer costs.endWait()
	for left := costs.left(); left > 0; left = costs.left() {
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
			continue // other reads might have extended the budget meanwhile
		case <-there:
		case <-l.over:
		case <-ctx.Done():
		}
		timer.Stop()
		break
	}
	return l.get(id)
}

// end waits for the whole list and returns its error.
func (l *listing[T]) end(ctx context.Context) error {
	select {
	case <-l.over:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}
