package paperspace

import (
	"context"
	"sync"
	"time"
)

// listing is one list on its way in. A reader is answered as soon as its own
// machine has arrived.
type listing struct {
	begun time.Time
	over  chan struct{} // closed at the end

	mu      sync.Mutex
	byID    map[string]*Machine
	byName  map[string][]*Machine
	arrival map[string]chan struct{} // closed when the machine that somebody waits for is there
	err     error
}

func newListing() *listing {
	return &listing{
		begun: time.Now(), over: make(chan struct{}),
		byID: map[string]*Machine{}, byName: map[string][]*Machine{}, arrival: map[string]chan struct{}{},
	}
}

// young is false of a list that does not exist.
func (l *listing) young() bool { return l != nil && time.Since(l.begun) <= listLife }

func (l *listing) failed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err != nil
}

func (l *listing) add(m Machine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byID[m.ID] = &m
	l.byName[m.Name] = append(l.byName[m.Name], &m)
	if there, waits := l.arrival[m.ID]; waits {
		close(there)
		delete(l.arrival, m.ID)
	}
}

func (l *listing) finish(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
	close(l.over)
}

func (l *listing) get(id string) (Machine, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.byID[id]; m != nil {
		return *m, true
	}
	return Machine{}, false
}

func (l *listing) named(name string) []Machine {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Machine
	for _, m := range l.byName[name] {
		all = append(all, *m)
	}
	return all
}

func (l *listing) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.byID)
}

// arrives returns what is closed when machine id is there.
func (l *listing) arrives(id string) <-chan struct{} {
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

// awaitWhile waits for machine id until the list or ctx ends, or the costs
// allow no more waiting.
func (l *listing) awaitWhile(ctx context.Context, id string, costs *ledger) (Machine, bool) {
	if m, found := l.get(id); found {
		return m, true
	}
	there := l.arrives(id)
	costs.waits()
	defer costs.goesOn()
	for left := costs.left(); left > 0; left = costs.left() {
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
			continue // meanwhile the others may have earned more
		case <-there:
		case <-l.over:
		case <-ctx.Done():
		}
		timer.Stop()
		break
	}
	return l.get(id)
}

// end waits for the whole list.
func (l *listing) end(ctx context.Context) error {
	select {
	case <-l.over:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}
