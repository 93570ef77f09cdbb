package once

import (
	"context"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// Created is the result of an at-most-once create.
type Created[T any] struct {
	Object T
	// Adopted is true if the response to the create was lost and Object is the only new
	// object in the account that equals the order.
	Adopted bool
	// Others are the IDs of further objects with the same name that appeared after a create
	// whose response was lost. Each of them might be what that create made.
	Others []string
	// Resent is true if the request was sent twice, because the search after the first one
	// found nothing.
	Resent bool
}

// Create is a create that must happen at most once. T is the type of the object.
//
// A request whose response was lost might have been carried out, so it is not simply
// retried. Instead, Create looks for its object among the objects that appear in the
// account after the request. No decision depends on a clock: an object is new if no
// response before the request has shown it, so one list of the account is always read
// first.
type Create[T paperspace.Gettable] struct {
	Name   string // creates with the same kind and name run one after the other
	Called string // the format of the object in messages, with the kind and Name; "" for the default
	Billed bool   // the object is billed
	Warned bool   // a plan with this create warns of existing objects with the name
	// Recycled is true if a new object can have the ID of an earlier one.
	Recycled bool

	Objects *bulk.Reader[T] // the objects of this kind
	Locks   *KeyedMutex     // by kind and name
	// PollInterval shortens the search in tests; see [timing.Scaled].
	PollInterval time.Duration

	Send    func(ctx context.Context) (T, error)
	Compare func(T) paperspace.Likeness
	// Examine reads a candidate individually and compares what a list might leave out. It
	// can be nil.
	Examine func(ctx context.Context, t T) (T, paperspace.Likeness, error)
	// Settle waits while Paperspace is making an object that it might not show until it is
	// made. It can be nil.
	Settle func(ctx context.Context) error
	// Explain completes the error of a create that created nothing. It can be nil.
	Explain func(ctx context.Context, err error) error
}

const (
	// lostFor is how long the search for a lost create takes: lists have been observed to
	// show new machines a minute and a half late, and a backend can finish a request that a
	// gateway has given up.
	lostFor = 2 * time.Minute
	// firstSearchPause and lastSearchPause bound the growing pauses of that search.
	firstSearchPause, lastSearchPause = 2 * time.Second, 30 * time.Second
	// lastPoll limits the poll that ends a search after an interrupt.
	lastPoll = 10 * time.Second
)

// SearchTime returns how long the search for a lost create takes. A poll interval of less
// than a second, as in tests, shortens it.
func SearchTime(pollInterval time.Duration) time.Duration {
	return timing.Scaled(lostFor, time.Second, pollInterval)
}

// searchPause returns the next pause of a search: half of the elapsed time, so that an
// object that appears late costs few requests.
func (o Create[T]) searchPause(elapsed time.Duration) time.Duration {
	least, most := timing.Scaled(firstSearchPause, time.Second, o.PollInterval), timing.Scaled(lastSearchPause, time.Second, o.PollInterval)
	return min(max(elapsed/2, least), most)
}

// Run creates one object. If ctx ends before the request is sent, nothing was created, and
// the error says so. Every error after an ambiguous request satisfies
// [paperspace.HadEffect] and says that the object might exist.
func (o Create[T]) Run(ctx context.Context) (made Created[T], err error) {
	unlock, err := o.Locks.Lock(ctx, o.Objects.Noun+" "+paperspace.Folded(o.Name))
	if err != nil {
		return made, o.notSent(err)
	}
	defer unlock()
	if err := o.Objects.Prime(ctx); err != nil {
		return made, o.notSent(err)
	}
	mark := o.Objects.Seen.Mark()
	t, lost := o.attempt(ctx, mark)
	switch {
	case lost == nil:
		return Created[T]{Object: t}, nil
	case !paperspace.HadEffect(lost):
		return made, o.rejected(ctx, lost)
	}
	t, found, err := o.search(ctx, mark, lost, SearchTime(o.PollInterval))
	if err == nil && !found && o.Settle != nil {
		if err := o.Settle(ctx); err != nil {
			return made, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and Paperspace is still working on it or on another one", paperspace.InBrief(lost)), err)
		}
		t, found, err = o.search(ctx, mark, lost, 0)
	}
	if err != nil || found {
		return Created[T]{Object: t, Adopted: true}, err
	}
	return o.retry(ctx, mark, lost)
}

// retry sends the request a second and last time, after a search that found nothing.
func (o Create[T]) retry(ctx context.Context, mark int, lost error) (made Created[T], err error) {
	t, err := o.attempt(ctx, mark)
	if err == nil {
		made.Object, made.Resent = t, true
		if found, pollErr := o.poll(timing.WithoutDeadline(ctx), mark); pollErr == nil {
			made.Others = o.ids(found.all())
		}
		return made, nil
	}
	within := time.Duration(0) // one poll, because a rejection might be due to the object of the first request
	if paperspace.HadEffect(err) {
		within = SearchTime(o.PollInterval)
	}
	t, found, searchErr := o.search(ctx, mark, lost, within)
	switch {
	case searchErr != nil || found:
		return Created[T]{Object: t, Adopted: true}, searchErr
	default:
		return made, o.mightExist("the response to the create was lost, and a second attempt failed", err)
	}
}

// attempt sends the request and checks that the returned object is new.
func (o Create[T]) attempt(ctx context.Context, mark int) (T, error) {
	t, err := o.Send(ctx)
	if err != nil {
		return t, err
	}
	id := paperspace.IDOf(t)
	if (o.Recycled || !o.seenBefore(t, mark)) && o.Objects.Seen.Claim(id, o.Name) {
		return t, nil
	}
	var none T
	return none, o.mightExist(fmt.Sprintf("the response names %s %s, which existed before the request", o.Objects.Noun, id), nil)
}

// search polls the account for the object of a request whose response was lost. It has its
// own time limit, so the timeout of the operation does not end it. An interrupt leads to
// one last poll. If nothing is found, that is not an error as long as the last poll
// succeeded.
func (o Create[T]) search(ctx context.Context, mark int, lost error, within time.Duration) (none T, found bool, err error) {
	ctx = timing.WithoutDeadline(ctx)
	began := time.Now()
	for {
		pause := o.searchPause(time.Since(began))
		interrupted := within > 0 && timing.Sleep(ctx, pause) != nil
		pollCtx, cancel := context.WithCancel(ctx)
		if interrupted {
			cancel()
			pollCtx, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastPoll)
		}
		like, pollErr := o.poll(pollCtx, mark)
		cancel()
		elapsed := time.Since(began)
		switch {
		case pollErr == nil && like.only() && o.Objects.Seen.Claim(paperspace.IDOf(like.equal[0]), o.Name):
			return like.equal[0], true, nil
		case pollErr == nil && len(like.equal) > 1:
			return none, false, o.several(like.all(), lost)
		case interrupted:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made was interrupted", paperspace.InBrief(lost)), ctx.Err())
		case elapsed < within || pollErr != nil && elapsed < 2*within:
			// The object is not shown yet, or Paperspace is unavailable.
		case pollErr != nil:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made failed", paperspace.InBrief(lost)), pollErr)
		case len(like.all()) > 0:
			return none, false, o.several(like.all(), lost)
		default:
			return none, false, nil
		}
	}
}

// candidates are the new objects with the name, by the result of the comparison.
type candidates[T any] struct{ equal, undecided, unequal []T }

func (c candidates[T]) all() []T {
	return append(append(c.equal[:len(c.equal):len(c.equal)], c.undecided...), c.unequal...)
}

// only reports whether there is exactly one candidate and it equals the order.
func (c candidates[T]) only() bool { return len(c.equal) == 1 && len(c.all()) == 1 }

// poll reads the account once, and reads a single candidate individually.
func (o Create[T]) poll(ctx context.Context, mark int) (c candidates[T], err error) {
	all, err := o.Objects.Fresh.Read(ctx)
	if err != nil {
		return c, err
	}
	var alike []T
	for _, t := range all {
		if o.Compare(t) != paperspace.Unrelated && !o.seenBefore(t, mark) && !o.Objects.Seen.Managed(paperspace.IDOf(t)) {
			alike = append(alike, t)
		}
	}
	for _, t := range alike {
		like := o.Compare(t)
		if o.Examine != nil && len(alike) == 1 && like != paperspace.Unequal {
			if t, like, err = o.Examine(ctx, t); err != nil {
				return c, err
			}
		}
		switch like {
		case paperspace.Equal:
			c.equal = append(c.equal, t)
		case paperspace.Undecided:
			c.undecided = append(c.undecided, t)
		case paperspace.Unequal, paperspace.Unrelated:
			c.unequal = append(c.unequal, t)
		}
	}
	return c, nil
}

func (o Create[T]) seenBefore(t T, mark int) bool {
	if o.Recycled {
		return o.Objects.Seen.SeenBefore(bulk.SightingOf(t), mark)
	}
	return o.Objects.Seen.SeenBefore(paperspace.IDOf(t), mark)
}

func (o Create[T]) ids(all []T) []string {
	var ids []string
	for _, t := range all {
		ids = append(ids, paperspace.IDOf(t))
	}
	return ids
}
