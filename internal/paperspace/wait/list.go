package wait

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
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
func (w *Watcher) list(ctx context.Context, batch []*waiter, number int) (doubtful []*waiter, err error) {
	listed, err := w.listAll(ctx, batch)
	if err != nil {
		return nil, err
	}
	for _, x := range w.late(ctx) {
		if m := listed[x.wait.ID]; m != nil {
			if done, _, err := x.sighted(*m, time.Now()); done || err != nil {
				w.finish(x, err)
			}
			w.report(x)
		}
	}
	var slow *waiter
	var gone []*waiter
	for _, x := range batch {
		m := listed[x.wait.ID]
		x.unlisted = m == nil
		switch {
		case m == nil && x.wait.Target.gone:
			switch {
			case x.missing == 0:
				w.recordAbsence(x) // the first moment
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
		case time.Since(x.changed) > stalled && (slow == nil || x.readAt.Before(slow.readAt)):
			slow = x
		}
	}
	if slow != nil && number%stalledGap == 0 {
		doubtful = append(doubtful, slow)
	}
	return append(doubtful, w.sampleGone(ctx, gone, number)...), nil
}

// late returns the waits that began after the newest poll of the loop and can use its list.
func (w *Watcher) late(ctx context.Context) (late []*waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return nil // the waits that have begun since then have their own loop
	}
	for x := range w.waiting {
		if x.wait.Untouched && !x.taken {
			late = append(late, x)
		}
	}
	return late
}

// listAll returns the machines of the waiters that a list contains, by ID. The waiters are
// those of the batch and those that are late when the response arrives.
func (w *Watcher) listAll(ctx context.Context, batch []*waiter) (map[string]*paperspace.Machine, error) {
	wanted := make(map[string]*paperspace.Machine, len(batch))
	for _, x := range batch {
		wanted[x.wait.ID] = nil
	}
	n := 0
	for m, err := range w.o.Machines.List(ctx, nil) {
		if err != nil {
			return nil, err
		}
		if n++; n == 1 {
			for _, x := range w.late(ctx) {
				wanted[x.wait.ID] = nil
			}
		}
		if _, wants := wanted[m.ID]; wants {
			wanted[m.ID] = &m
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listed = n
	return wanted, nil
}

// isListed reports whether another list contains the machine of a waiter. If lists have
// pages, no filter restricts them to one machine, so the reads of a poll share one list.
func (w *Watcher) isListed(ctx context.Context, x *waiter) (bool, error) {
	if w.o.PageSize > 0 {
		all, err := x.list.get()
		return all[x.wait.ID] != nil, err
	}
	for m, err := range w.o.Machines.List(ctx, paperspace.Filter{paperspace.FieldID: x.wait.ID}) {
		if err != nil || m.ID == x.wait.ID {
			return err == nil, err
		}
	}
	return false, nil
}

// A pollList is a list that the reads of one poll share. The first of them that needs it
// requests it.
type pollList struct {
	request func() (map[string]*paperspace.Machine, error)
	begun   atomic.Bool
	ended   chan struct{}

	// Set before ended is closed.
	all map[string]*paperspace.Machine
	err error
}

func newPollList(request func() (map[string]*paperspace.Machine, error)) *pollList {
	return &pollList{request: request, ended: make(chan struct{})}
}

// get returns when the list has ended, which the end of the context of the loop leads to.
func (l *pollList) get() (map[string]*paperspace.Machine, error) {
	if l.begun.CompareAndSwap(false, true) {
		l.all, l.err = l.request()
		close(l.ended)
	}
	<-l.ended
	return l.all, l.err
}

// sampleGone reads some of the machines that a list lacks. If these reads agree with the
// list, all of the machines are gone. Otherwise, it returns those that have to be read, too.
//
// Paperspace has accepted the destruction of all of them. If lists show machines until they
// are gone, reading each machine would double the requests of a destroy. No source documents
// that lists do so, so a single machine that still exists makes all of them doubtful. Once
// as many reads in a row have agreed with lists as a poll sends, a sample of one is enough.
//
// A read without a response yet, such as during a pause that Paperspace requires, proves
// nothing. The next poll then takes another sample.
func (w *Watcher) sampleGone(ctx context.Context, gone []*waiter, number int) (doubtful []*waiter) {
	size := CloseReads
	w.mu.Lock()
	if w.agreed >= CloseReads {
		size = 1
	}
	w.mu.Unlock()
	size = min(size, len(gone))
	sample, rest := gone[:size], gone[size:] // in any order, because a batch has none
	w.readAll(ctx, sample, number)
	answered := true
	for _, x := range sample {
		switch {
		case x.reading.Load():
			answered = false
		case !x.over || x.missing == 0 || x.bad > 0: // it exists, or the read failed
			return rest
		}
	}
	if answered {
		for _, x := range rest {
			w.recordAbsence(x)
		}
	}
	return nil
}

// agrees records whether a read agreed with a list that lacks its machine.
func (w *Watcher) agrees(agrees bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.agreed++; !agrees {
		w.agreed = 0
	}
}
