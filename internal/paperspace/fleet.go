package paperspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Fleet reads managed machines. Terraform refreshes them one by one; the Fleet
// answers many such reads from one list, and a few of them with a show each.
//
// One list serves every read until this client writes or the list is older
// than listLife. That is safe because Terraform refreshes while planning,
// before anything is changed, and configures a new client for every phase.
type Fleet struct {
	machines Machines

	mu      sync.Mutex
	current *listing
	reading int // reads under way with a show of their own
	shows   int // reads answered with a show so far
}

const (
	// listLife bounds the age of a shared list, for a plan that takes long.
	listLife = 5 * time.Minute
	// showsFirst is how many reads get a show of their own when they come one
	// after the other; the next ones look like a large state.
	showsFirst = 3
)

func newFleet(m Machines) *Fleet { return &Fleet{machines: m} }

// Presence is what a read of one machine found out.
type Presence struct {
	Machine Machine
	Found   bool
	// Empty is true when nothing at all was found: not this machine nor any
	// other, as the key of a wrong team would have it.
	Empty bool
}

// Read returns machine id. It is Found unless a show says that it does not
// exist and a list that parses as the service's own answer lacks it too; a
// show alone proves nothing, because a retired host and a key of another team
// answer 404 to everything. An error says nothing about the machine.
func (f *Fleet) Read(ctx context.Context, id string) (Presence, error) {
	l, own := f.choose()
	if own {
		m, err := f.machines.Show(ctx, id)
		f.done()
		if err == nil {
			return Presence{Machine: m, Found: true}, nil
		}
		if !errors.Is(err, ErrNotFound) {
			return Presence{}, err
		}
		return f.confirm(ctx, id, err)
	}
	m, found, err := l.await(ctx, id)
	if ctx.Err() != nil {
		return Presence{}, fmt.Errorf("read machine %s: %w", id, ctx.Err())
	}
	if found {
		return Presence{Machine: m, Found: true}, nil
	}
	// Either the list failed, and each read stands for itself again, or it
	// lacks the machine, and that wants a second opinion.
	m, showErr := f.machines.Show(ctx, id)
	switch {
	case showErr == nil:
		return Presence{Machine: m, Found: true}, nil
	case err != nil || !errors.Is(showErr, ErrNotFound):
		return Presence{}, showErr
	default:
		return Presence{Empty: l.len() == 0}, nil
	}
}

// confirm asks the account's own list whether a machine that a show denied is
// really gone.
func (f *Fleet) confirm(ctx context.Context, id string, denied error) (Presence, error) {
	l := f.share()
	m, found, err := l.await(ctx, id)
	switch {
	case err != nil:
		return Presence{}, &Error{
			Op: "read machine " + id, Kind: ErrUnavailable,
			Message: fmt.Sprintf("the service says that the machine does not exist (%s), but the list of machines that would confirm it cannot be read", denied),
			Advice:  "The machine is kept in the state. Check the endpoint and the key, then plan again.",
			Err:     err,
		}
	case found:
		return Presence{Machine: m, Found: true}, nil
	default:
		return Presence{Empty: l.len() == 0}, nil
	}
}

// choose decides between a show of one's own and the shared list.
func (f *Fleet) choose() (*listing, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l := f.current; l.usable() {
		return l, false
	}
	if f.reading == 0 && f.shows < showsFirst {
		f.reading++
		f.shows++
		return nil, true
	}
	return f.start(), false
}

func (f *Fleet) share() *listing {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l := f.current; l.usable() {
		return l
	}
	return f.start()
}

func (f *Fleet) done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reading--
}

// forget drops the shared list; called around every write.
func (f *Fleet) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current = nil
}

// start asks for a new list. Its context is nobody's in particular: the first
// reader to give up must not take the list away from the others. It ends with
// the list, which the transport bounds.
func (f *Fleet) start() *listing {
	l := &listing{begun: time.Now(), byID: map[string]Machine{}, byName: map[string][]Machine{}, more: make(chan struct{})}
	f.current = l
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), listLife)
		defer cancel()
		for m, err := range f.machines.List(ctx, nil) {
			if err != nil {
				l.finish(err)
				return
			}
			l.add(m)
		}
		l.finish(nil)
	}()
	return l
}

// listing is one list on its way in. A reader is answered as soon as its own
// machine has arrived.
type listing struct {
	begun time.Time

	mu     sync.Mutex
	byID   map[string]Machine
	byName map[string][]Machine
	over   bool
	err    error
	more   chan struct{} // closed and replaced whenever machines arrive
}

func (l *listing) usable() bool {
	if l == nil || time.Since(l.begun) > listLife {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err == nil
}

func (l *listing) add(m Machine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byID[m.ID] = m
	l.byName[m.Name] = append(l.byName[m.Name], m)
	close(l.more)
	l.more = make(chan struct{})
}

func (l *listing) finish(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over, l.err = true, err
	close(l.more)
}

func (l *listing) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.byID)
}

func (l *listing) await(ctx context.Context, id string) (Machine, bool, error) {
	for {
		l.mu.Lock()
		m, found := l.byID[id]
		over, err, more := l.over, l.err, l.more
		l.mu.Unlock()
		if found || over {
			return m, found, err
		}
		select {
		case <-ctx.Done():
			return Machine{}, false, ctx.Err()
		case <-more:
		}
	}
}

// Named returns the machines of one name, from the shared list.
func (f *Fleet) Named(ctx context.Context, name string) ([]Machine, error) {
	l := f.share()
	// No machine has an empty id, so this waits for the end of the list.
	if _, _, err := l.await(ctx, ""); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.byName[name]), nil
}
