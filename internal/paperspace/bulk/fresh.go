package bulk

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// FreshLists reads everything of one kind for callers that need it as it is now.
// One list runs at a time, and it serves everyone who asked before it began. It
// begins after a short pause, so that many who ask at about the same time share
// it. Make one with newFreshLists. It is safe for concurrent use.
type FreshLists[T any] struct {
	list  func(ctx context.Context) iter.Seq2[T, error]
	pause time.Duration
	turn  chan struct{} // held by the list that runs

	mu   sync.Mutex
	next *freshList[T] // has not begun
}

type freshList[T any] struct {
	done chan struct{}
	all  []T
	err  error
}

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

// run reads a list. Its context is not that of a caller, because the first one
// to give up must not take the list away from the others.
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
