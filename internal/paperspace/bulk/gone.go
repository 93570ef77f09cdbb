package bulk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// An object is gone only if it was not found at two moments at least [Gap] apart. A single
// "not found" proves nothing: a replica that lags behind returns it for an object that
// exists, and so does a retired host, or Paperspace for the key of another team. The rule
// is the same for every kind of object, in reads, deletes, and waits.
//
// For reads and deletes, [Reader.Confirm] applies the rule. At the first moment, a read of
// the object and a complete list do not find it; at the second moment, another list and
// another read do not find it either. If any of the four finds it, it exists, unless it is a
// list from before the first read. All objects
// that are missing in a run share both lists and the pause between them: an object that
// turns up missing later finds both lists complete and does not wait. That costs two lists
// for each kind and at most two reads for each missing object.
//
// For waits, the polls of a wait.Watcher are the moments; see judgment.absent. For
// machines that Paperspace has agreed to destroy, two lists are enough if reads of a sample
// agree with them.
//
// The rule depends neither on the clock of another machine nor on an earlier run: the pause
// is measured within the process.

// Gap is the least time between the two moments. A replica that was observed to lag behind
// caught up within two seconds.
const Gap = 5 * time.Second

// evidence is what a [Reader] knows about missing objects. The Reader's mu guards it.
type evidence[T paperspace.Gettable] struct {
	gap time.Duration
	// lists are the lists that confirm absences, in the order in which they were started.
	// Unlike the list that serves reads, they outlive writes: the fact that a list did not
	// contain an object stays true whatever happens to other objects.
	lists []*listing[T]
	// sighted holds the time at which an object was last found or created. A list that was
	// started before that is no evidence about the object.
	sighted map[string]time.Time
}

// Saw records that an object exists.
func (r *Reader[T]) Saw(id string) { r.saw(id, time.Now()) }

// saw records that an object existed at a time.
func (r *Reader[T]) saw(id string, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sighted == nil {
		r.sighted = map[string]time.Time{}
	}
	if at.After(r.sighted[id]) {
		r.sighted[id] = at
	}
}

// Exists returns the finding for an object that exists, and records that it does.
func (r *Reader[T]) Exists(id string, t T) Finding[T] {
	r.Saw(id)
	r.mu.Lock()
	r.silence = silence{}
	r.mu.Unlock()
	return Finding[T]{Object: t, Found: true}
}

// Confirm finds out whether an object is gone after a read, sent at the given time, did not
// find it. notFound is the error of that read. If Confirm returns an error, the object might
// exist.
func (r *Reader[T]) Confirm(ctx context.Context, id string, sent time.Time, notFound error) (Finding[T], error) {
	if r.Expect != nil {
		r.Expect()
	}
	for {
		first := r.firstList(id)
		if err := first.end(ctx); err != nil {
			return Finding[T]{}, r.unconfirmed(ctx, id, notFound, err)
		}
		if t, listed := first.get(id); listed {
			if r.outdated(first, id, sent) {
				continue
			}
			return r.Exists(id, t), nil
		}
		due := first.ended().Add(r.gap)
		if err := timing.Sleep(ctx, time.Until(due)); err != nil {
			return Finding[T]{}, r.unconfirmed(ctx, id, notFound, err)
		}
		second := r.secondList(due) //nolint:contextcheck // a shared list outlives the reader that starts it
		if err := second.end(ctx); err != nil {
			return Finding[T]{}, r.unconfirmed(ctx, id, notFound, err)
		}
		if t, listed := second.get(id); listed {
			if r.outdated(second, id, sent) {
				continue
			}
			return r.Exists(id, t), nil
		}
		if sent.Before(due) {
			switch t, err := r.Show(ctx, id); {
			case err == nil:
				return r.Exists(id, t), nil
			case !errors.Is(err, paperspace.ErrNotFound):
				return Finding[T]{}, r.unconfirmed(ctx, id, notFound, err)
			}
		}
		return Finding[T]{Empty: second.len() == 0}, nil
	}
}

// outdated reports whether a list that contains an object began before the read that did not
// find it. Such a list shows a state from before the read, and possibly from before a write
// of this client, so it proves nothing, and the object is looked for in later lists.
func (r *Reader[T]) outdated(l *listing[T], id string, sent time.Time) bool {
	if !l.begun.Before(sent) {
		return false
	}
	r.saw(id, l.begun)
	return true
}

// firstList returns the earliest list that can be the first moment for an object. If there
// is none, it uses the list that serves reads, and starts a new one if that one does not
// qualify.
func (r *Reader[T]) firstList(id string) *listing[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lists = slices.DeleteFunc(r.lists, func(l *listing[T]) bool { return !l.young() || l.failed() })
	for _, l := range r.lists {
		if l.begun.After(r.sighted[id]) {
			return l
		}
	}
	l := r.current
	if !l.young() || l.failed() || !l.begun.After(r.sighted[id]) {
		l = r.start()
	}
	r.lists = append(r.lists, l)
	return l
}

// secondList returns a list that was started at or after due, and starts one if
// there is none.
func (r *Reader[T]) secondList(due time.Time) *listing[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range slices.Backward(r.lists) {
		if !l.begun.Before(due) && !l.failed() {
			return l
		}
	}
	l := r.launch()
	r.lists = append(r.lists, l)
	return l
}

// ExpectMissing starts the first list before an object of this kind is missing. Terraform
// reads the dependents of a missing object only after it, and without this list they would
// wait for another pause.
func (r *Reader[T]) ExpectMissing() { r.firstList("") }

// unconfirmed returns the error for an object that was not found once and whose absence
// could not be confirmed.
func (r *Reader[T]) unconfirmed(ctx context.Context, id string, notFound, err error) error {
	e := &paperspace.Error{
		Op: fmt.Sprintf("read %s %s", r.Noun, id), Kind: paperspace.ErrUnavailable,
		Message: fmt.Sprintf("Paperspace did not find the %s (%s), and the requests that confirm that it is gone failed", r.Noun, notFound),
		Reasons: []paperspace.Reason{paperspace.GoneUnconfirmed{Noun: r.Noun}, paperspace.ConfirmationFailed{}},
		Err:     paperspace.HideNotFound(err),
	}
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.DeadlineExceeded):
		e.Kind = paperspace.ErrTimeout
		e.Message = fmt.Sprintf("Paperspace did not find the %s (%s), and there was not enough time to confirm that it is gone", r.Noun, notFound)
		e.Reasons = []paperspace.Reason{paperspace.GoneUnconfirmed{Noun: r.Noun}, paperspace.ConfirmationTakes{Least: Gap}}
	case ended != nil:
		e.Kind = nil
		e.Message = fmt.Sprintf("interrupted before it was confirmed that the %s is gone", r.Noun)
		e.Reasons = []paperspace.Reason{paperspace.GoneUnconfirmed{Noun: r.Noun}}
	}
	return e
}
