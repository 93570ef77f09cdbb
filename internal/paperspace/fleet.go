package paperspace

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Fleet reads managed machines. Terraform refreshes them one by one; the Fleet
// answers the first few reads with a show each, and the rest from one list.
//
// A list costs by the size of the account and not of the state, and nobody
// knows beforehand which of them is the larger. So reads wait for the list only
// as long as [ledger] allows: a list that turns out slower than shows delays a
// refresh once, by a fixed amount, and then shows go on while it streams in.
//
// One list serves every read until this client writes or the list is older
// than listLife. That is safe because Terraform refreshes while planning,
// before anything is changed, and configures a new client for every phase.
type Fleet struct {
	machines Machines
	costs    ledger

	mu      sync.Mutex
	current *listing
	reads   int // since the last write
}

const (
	// listLife bounds the age of a shared list, for a plan that takes long.
	listLife = 5 * time.Minute
	// showsFirst is how many reads get a show of their own, at once and without
	// any wait; the next one looks like a large state. Eight keep the refresh of
	// 1,000 machines, whose list takes two requests, at ten.
	showsFirst = 8
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
	f.costs.enter()
	defer f.costs.leave()
	if l := f.forRead(); l != nil {
		if m, found := f.wait(ctx, l, id); found {
			return Presence{Machine: m, Found: true}, nil
		}
		if ctx.Err() != nil {
			return Presence{}, fmt.Errorf("read machine %s: %w", id, ctx.Err())
		}
	}
	// No list yet, a slow one, a bad one, or one that lacks the machine, which
	// wants a second opinion.
	began := f.costs.asks()
	m, err := f.machines.Show(ctx, id)
	f.costs.told(began)
	switch {
	case err == nil:
		return Presence{Machine: m, Found: true}, nil
	case !errors.Is(err, ErrNotFound):
		return Presence{}, err
	default:
		return f.confirm(ctx, id, err)
	}
}

// wait returns the machine from the list, unless the list lacks it, fails,
// takes too long, or is from before a write.
func (f *Fleet) wait(ctx context.Context, l *listing, id string) (Machine, bool) {
	m, found := l.awaitWhile(ctx, id, &f.costs)
	if !found || !f.holds(l) {
		return Machine{}, false
	}
	f.costs.spared()
	return m, true
}

// confirm asks the account's own list whether a machine that a show denied is
// really gone.
func (f *Fleet) confirm(ctx context.Context, id string, denied error) (Presence, error) {
	l := f.share()
	err := l.end(ctx)
	if err != nil {
		return Presence{}, &Error{
			Op: "read machine " + id, Kind: ErrUnavailable,
			Message: fmt.Sprintf("the service says that the machine does not exist (%s), but the list of machines that would confirm it cannot be read", denied),
			Advice:  "The machine is kept in the state. Check the endpoint and the key, then plan again.",
			Err:     err,
		}
	}
	if m, found := l.get(id); found {
		return Presence{Machine: m, Found: true}, nil
	}
	return Presence{Empty: l.len() == 0}, nil
}

// forRead returns the list that a read may be served from, nil for the first
// reads. A list that failed is not asked for again: the others of this refresh
// would wait for its repeats, too, and shows answer them.
func (f *Fleet) forRead() *listing {
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
func (f *Fleet) share() *listing {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.young() && !f.current.failed() {
		return f.current
	}
	return f.start()
}

func (f *Fleet) holds(l *listing) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current == l
}

// forget drops the shared list; called around every write.
func (f *Fleet) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current, f.reads = nil, 0
}

// start asks for a new list. Its context is nobody's in particular: the first
// reader to give up must not take the list away from the others. It ends with
// the list, which the transport bounds.
func (f *Fleet) start() *listing {
	l := newListing()
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

// Named returns the machines of one name, from the shared list.
func (f *Fleet) Named(ctx context.Context, name string) ([]Machine, error) {
	l := f.share()
	if err := l.end(ctx); err != nil {
		return nil, err
	}
	return l.named(name), nil
}
