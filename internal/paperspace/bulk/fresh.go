package bulk

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// FreshLists reads all objects of one kind for callers that need their current state. One
// list runs at a time and serves every call of Read that came before it began. It begins
// after a short pause, so that calls at about the same time share it. Use [NewFreshLists]
// to create one. It is safe for concurrent use.
type FreshLists[T any] struct {
	list  func(ctx context.Context) iter.Seq2[T, error]
	pause time.Duration
	turn  chan struct{} // held by the running list

	mu   sync.Mutex
	next *freshList[T] // the list that has not begun yet; nil if none is due
}

type freshList[T any] struct {
	done chan struct{}
	all  []T
	err  error
}

// NewFreshLists returns FreshLists of list. Each list begins after the pause.
func NewFreshLists[T any](pause time.Duration, list func(ctx context.Context) iter.Seq2[T, error]) *FreshLists[T] {
	return &FreshLists[T]{list: list, pause: pause, turn: make(chan struct{}, 1)}
}

// Read returns a list that begins after the call.
func (f *FreshLists[T]) Read(ctx context.Context) ([]T, error) {
	f.mu.Lock()
	l := f.next
	if l == nil {
		l = &freshList[T]{done: make(chan struct{})}
		f.next = l
		go f.run(l) //nolint:contextcheck // it serves other callers, too
	}
	f.mu.Unlock()
	select {
	case <-l.done:
		return l.all, l.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// run reads a list. It does not use the context of a caller, because a caller that gives up
// must not cancel the list for the others.
func (f *FreshLists[T]) run(l *freshList[T]) {
	_ = timing.Sleep(context.Background(), f.pause)
	f.turn <- struct{}{}
	defer func() { <-f.turn }()
	f.mu.Lock()
	f.next = nil
	f.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), listLife)
	defer cancel()
	defer close(l.done)
	for t, err := range f.list(ctx) {
		if err != nil {
			l.err = err
			return
		}
		l.all = append(l.all, t)
	}
}
