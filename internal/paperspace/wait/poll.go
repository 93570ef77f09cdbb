package wait

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// poll polls once for all waits that had begun when it starts, with one list or, if they
// are few enough, one show each. It skips waiters whose last read still hangs.
func (w *Watcher) poll(ctx context.Context, number int) {
	w.mu.Lock()
	if ctx.Err() != nil {
		w.mu.Unlock()
		return // the waits that have begun since then have their own loop
	}
	batch := make([]*waiter, 0, len(w.waiting))
	for x := range w.waiting {
		if !x.reading.Load() {
			x.taken = true
			batch = append(batch, x)
		}
	}
	listed := w.listed
	w.mu.Unlock()
	if len(batch) == 0 {
		return
	}

	var doubtful []*waiter
	list := newPollList(func() (map[string]*paperspace.Machine, error) { return w.listAll(ctx, batch) })
	for _, x := range batch {
		x.unlisted, x.list, x.polled = false, list, time.Now()
	}
	good := false
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch {
		case ctx.Err() != nil: // the end of the last wait cut the poll off
		case good:
			w.failed = 0
		default:
			w.failed++
		}
	}()
	if w.fewEnough(len(batch), listed) {
		doubtful = batch
	} else {
		var err error
		if doubtful, err = w.list(ctx, batch, number); err != nil {
			for _, x := range batch {
				w.missed(ctx, x, err)
			}
			return
		}
	}
	w.readAll(ctx, doubtful, number)
	end := time.Now()
	for _, x := range batch {
		if x.reading.Load() {
			continue
		}
		x.pollEnded(x.polled, end)
		good = good || x.bad == 0
		w.report(x)
	}
}

// readAll reads some machines individually, at most CloseReads of them in parallel
// and in one poll, because a list can make the same machines doubtful again and again.
// Machines that are expected to be gone are all read, because that ends their waits.
//
// It returns when all reads have ended, or when none has ended for a while, so that a read
// that hangs does not hold up the others. That read continues, and its waiter is left out
// until it ends.
func (w *Watcher) readAll(ctx context.Context, doubtful []*waiter, number int) {
	ended := make(chan struct{}, len(doubtful))
	patience := timing.Limit(hung, w.o.PollInterval)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	running, others := 0, 0
	oneEnds := func() bool {
		select {
		case <-ended:
			running--
			timer.Reset(patience)
			return true
		case <-timer.C:
		case <-ctx.Done():
		}
		return false
	}
	for _, x := range doubtful {
		if x.wait.Target.gone && x.untilDue(x.polled) > 0 {
			continue // it is missing, and it is too early for the second moment
		}
		if !x.unlisted || !x.wait.Target.gone {
			if others++; others > CloseReads {
				continue
			}
		}
		if running == CloseReads && !oneEnds() {
			return
		}
		running++
		x.reading.Store(true)
		go func() {
			w.read(ctx, x, number)
			x.reading.Store(false)
			ended <- struct{}{}
		}()
	}
	for running > 0 && oneEnds() { //nolint:revive // all of it is in the condition
	}
}

// read reads one machine, and its events if they can show more.
func (w *Watcher) read(ctx context.Context, x *waiter, number int) {
	x.readAt = time.Now()
	m, err := w.o.Machines.Show(ctx, x.wait.ID)
	switch {
	case errors.Is(err, paperspace.ErrNotFound):
		w.absent(ctx, x)
		return
	case err != nil:
		w.missed(ctx, x, err)
		return
	}
	if x.unlisted && x.wait.Target.gone {
		w.agrees(false)
	}
	x.bad, x.denied = 0, false
	done, read, err := x.sighted(m, time.Now())
	overdue := time.Since(x.changed) > stalled && number%stalledGap == 0
	if m.Events == nil && !done && err == nil && (read || overdue) {
		if m.Events, err = w.o.Machines.Events(ctx, m.ID); err != nil {
			w.missed(ctx, x, err)
			return
		}
		if m.Events == nil {
			m.Events = []paperspace.Event{}
		}
		done, _, err = x.sighted(m, time.Now())
	}
	if done || err != nil {
		w.finish(x, err)
	}
}

// absent accepts a show that returns "not found" only if a list agrees, such as the list of
// this poll.
func (w *Watcher) absent(ctx context.Context, x *waiter) {
	if x.unlisted {
		if x.wait.Target.gone {
			w.agrees(true)
		}
		w.recordAbsence(x)
		return
	}
	switch exists, err := w.isListed(ctx, x); {
	case err != nil:
		w.missed(ctx, x, err)
	case !exists: // otherwise the next poll shows it
		w.recordAbsence(x)
	}
}

// recordAbsence records a poll that did not find the machine.
func (w *Watcher) recordAbsence(x *waiter) {
	x.bad, x.denied = 0, false
	if done, err := x.judgment.absent(x.polled, time.Now()); done || err != nil {
		w.finish(x, err)
	}
}

// missed counts a poll that failed. A denied key ends the wait when the next request is
// denied, too, because Paperspace has been observed to deny a good key once. Any other
// error ends it when it has lasted long enough for Paperspace to restart.
func (w *Watcher) missed(ctx context.Context, x *waiter, err error) {
	if ctx.Err() != nil {
		return // no waiter is left
	}
	if x.bad == 0 {
		x.badSince = time.Now()
	}
	x.bad++
	denied := errors.Is(err, paperspace.ErrDenied)
	if denied && x.denied || !denied && x.bad >= patience && time.Since(x.badSince) >= timing.Limit(away, w.o.PollInterval) {
		w.finish(x, fmt.Errorf("waiting for machine %q (%s) failed because it could not be read %d times in a row: %w", x.wait.Name, x.wait.ID, x.bad, paperspace.HideNotFound(err)))
	}
	x.denied = denied
}

func (w *Watcher) report(x *waiter) {
	now := time.Now()
	if now.Sub(x.reported) < reportEvery && !x.changed.After(x.reported) {
		return
	}
	x.reported = now
	p := Progress{Machine: x.wait.Name, Target: x.wait.Target.name, State: string(x.last.State), Waited: now.Sub(x.began)}
	w.o.Progress(x.ctx, p)
	if x.over {
		return
	}
	select {
	case x.news <- p:
	default: // the listener is busy; the next progress is newer anyway
	}
}
