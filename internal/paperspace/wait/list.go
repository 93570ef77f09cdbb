package wait

import (
	"context"
	"errors"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// fewEnough reports whether a show for each waiter costs less than a list: there is only
// one waiter, or the account is far larger than the number of waiters.
func (w *Watcher) fewEnough(waiting, listed int) bool {
	switch size := w.o.PageSize; {
	case waiting == 1:
		return true
	case size > 0:
		return waiting <= CloseReads && waiting <= (listed+size-1)/size
	default:
		return waiting <= 3 && listed > 300*waiting
	}
}

// list gives every waiter the machine from one list. It returns the waiters whose
// machine has to be read individually: the machine is missing, has settled in another state than the target,
// or has not changed for long.
func (w *Watcher) list(ctx context.Context, batch []*waiter, tick int) (doubtful []*waiter, err error) {
	wanted := make(map[string]*paperspace.Machine, len(batch))
	for _, x := range batch {
		wanted[x.wait.ID] = nil
	}
	n := 0
	for m, err := range w.o.Machines.List(ctx, nil) {
		if err != nil {
			return nil, err
		}
		n++
		if _, wants := wanted[m.ID]; wants {
			wanted[m.ID] = &m
		}
	}
	w.mu.Lock()
	w.listed = n
	w.mu.Unlock()

	var slow *waiter
	var gone []*waiter
	for _, x := range batch {
		m := wanted[x.wait.ID]
		x.unlisted = m == nil
		switch {
		case m == nil && x.wait.Target.gone:
			switch {
			case x.missing == 0:
				w.isAbsent(x) // the first moment
			case x.untilDue(x.polled) == 0:
				gone = append(gone, x)
			}
			continue
		case m == nil:
			doubtful = append(doubtful, x)
			continue
		}
		x.bad, x.denied = 0, false
		done, read, err := x.sighted(*m, time.Now())
		switch {
		case done || err != nil:
			w.finish(x, err)
		case read:
			doubtful = append(doubtful, x)
		case time.Since(x.changed) > stalled && (slow == nil || x.withEvents.Before(slow.withEvents)):
			slow = x
		}
	}
	if slow != nil && tick%stalledGap == 0 {
		doubtful = append(doubtful, slow)
	}
	if !w.sampleGone(ctx, gone) {
		return append(doubtful, gone...), nil
	}
	for _, x := range gone {
		w.isAbsent(x)
	}
	return doubtful, nil
}

// sampleGone reports whether reads of some of the machines that a list lacks agree with it.
// Paperspace has accepted the destruction of all of them. If lists show machines until they
// are gone, reading each machine would double the requests of a destroy. No source
// documents that lists do so: if a sampled machine still exists, all of them are read. Once
// reads have agreed, a sample of one is enough.
func (w *Watcher) sampleGone(ctx context.Context, gone []*waiter) bool {
	ctx, cancel := context.WithTimeout(ctx, timing.Limit(hung, w.o.PollInterval)) // a read that hangs counts as disagreement
	defer cancel()
	size := CloseReads
	w.mu.Lock()
	if w.agreed {
		size = 1
	}
	w.mu.Unlock()
	step := max(1, len(gone)/size)
	agree := make(chan bool, len(gone))
	reads := 0
	for i := 0; i < len(gone) && reads < size; i += step {
		reads++
		go func() {
			_, err := w.o.Machines.Show(ctx, gone[i].wait.ID)
			agree <- errors.Is(err, paperspace.ErrNotFound)
		}()
	}
	all := true
	for range reads {
		all = <-agree && all
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.agreed = all && (w.agreed || reads == size)
	return all
}
