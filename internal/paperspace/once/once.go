package once

import (
	"context"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// Created is what an at-most-once create has led to.
type Created[T any] struct {
	Object T
	// Adopted is true if the response to the create was lost and Object is the
	// one new object in the account that is equal to what was ordered.
	Adopted bool
	// Others are the IDs of further objects of the same name that appeared after
	// a create whose response was lost. Each might be what that create made.
	Others []string
	// Resent is true if the request was sent twice, because nothing appeared after
	// the first one within the search.
	Resent bool
}

// Create is a create that must happen at most once. T is what it makes.
//
// A request whose response was lost might have been carried out, so it is not
// simply sent again. What it made is looked for among the objects that appear
// in the account after it was sent. No decision depends on a clock: new is
// what no response has shown before the request, which is why one list of the
// account is always read first.
type Create[T paperspace.Gettable] struct {
	Name   string // creates of one kind and name run one after the other
	Called string // see kindOptions; "" for the default
	Billed bool   // what the create makes is billed
	Warned bool   // a plan that creates one warns of others of its name
	// recycled is true if a new object can have the ID of one that existed before.
	Recycled bool

	Objects *bulk.Reader[T] // the objects of this kind
	Locks   *KeyedMutex     // of creates, by kind and name
	// PollInterval is what tests shorten the search with; see [timing.Scaled].
	PollInterval time.Duration

	Send    func(ctx context.Context) (T, error)
	Compare func(T) paperspace.Likeness
	// examine reads a candidate individually and compares what a list might leave
	// out; can be nil.
	Examine func(ctx context.Context, t T) (T, paperspace.Likeness, error)
	// settle waits while Paperspace is making what it might not show until it is made;
	// can be nil.
	Settle func(ctx context.Context) error
	// explain completes the error of a create that made nothing; can be nil.
	Explain func(ctx context.Context, err error) error
}

const (
	// lostFor is how long a create whose response was lost is looked for: lists
	// have shown new machines per minute and a half late, and a backend can finish
	// what a gateway has given up.
	lostFor = 2 * time.Minute
	// searchPauses bound the growing pauses of that search.
	firstSearchPause, lastSearchPause = 2 * time.Second, 30 * time.Second
	// lastPoll limits the poll that ends a search after an interrupt.
	lastPoll = 10 * time.Second
)

// SearchTime returns how long a create whose response was lost is looked for, less if the
// poll interval is that of a test.
func SearchTime(pollInterval time.Duration) time.Duration {
	return timing.Scaled(lostFor, time.Second, pollInterval)
}

// searchPause is the pause after a search has taken some time: half as long
// again, so that what shows late costs few requests.
func (o Create[T]) searchPause(elapsed time.Duration) time.Duration {
	least, most := timing.Scaled(firstSearchPause, time.Second, o.PollInterval), timing.Scaled(lastSearchPause, time.Second, o.PollInterval)
	return min(max(elapsed/2, least), most)
}

// Run creates one object. If ctx is interrupted or times out before the request
// is sent, nothing was created, and the error says so. Every error after an
// ambiguous request has [paperspace.HadEffect] set and says that something might exist.
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

// retry sends the request a second and last time, after a search that found
// nothing in the whole time.
func (o Create[T]) retry(ctx context.Context, mark int, lost error) (made Created[T], err error) {
	t, err := o.attempt(ctx, mark)
	if err == nil {
		made.Object, made.Resent = t, true
		if found, pollErr := o.poll(timing.WithoutDeadline(ctx), mark); pollErr == nil {
			made.Others = o.ids(found.all())
		}
		return made, nil
	}
	within := time.Duration(0) // a rejection might be due to what the first request made
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

// attempt sends the request and makes sure that what came back is new.
func (o Create[T]) attempt(ctx context.Context, mark int) (T, error) {
	t, err := o.Send(ctx)
	if err != nil {
		return t, err
	}
	id := o.id(t)
	if (o.Recycled || !o.seenBefore(t, mark)) && o.Objects.Seen.Claim(id, o.Name) {
		return t, nil
	}
	var none T
	return none, o.mightExist(fmt.Sprintf("the response names %s %s, which existed before the request", o.Objects.Noun, id), nil)
}

// search polls the account for what a request with a lost response has made.
// It has its own time limit, so that the timeout of the operation does not
// end it; an interrupt leads to one last poll. Nothing found is not an error as long
// as the last poll succeeded.
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
		case pollErr == nil && like.only() && o.Objects.Seen.Claim(o.id(like.equal[0]), o.Name):
			return like.equal[0], true, nil
		case pollErr == nil && len(like.equal) > 1:
			return none, false, o.several(like.all(), lost)
		case interrupted:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made was interrupted", paperspace.InBrief(lost)), ctx.Err())
		case elapsed < within || pollErr != nil && elapsed < 2*within:
			// Not shown yet, or Paperspace is away.
		case pollErr != nil:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made failed", paperspace.InBrief(lost)), pollErr)
		case len(like.all()) > 0:
			return none, false, o.several(like.all(), lost)
		default:
			return none, false, nil
		}
	}
}

// candidates are the new objects of the name, by how they compare.
type candidates[T any] struct{ equal, undecided, unequal []T }

func (c candidates[T]) all() []T {
	return append(append(c.equal[:len(c.equal):len(c.equal)], c.undecided...), c.unequal...)
}

// only reports whether there is one candidate, and it is equal to the order.
func (c candidates[T]) only() bool { return len(c.equal) == 1 && len(c.all()) == 1 }

// poll reads the account once, and a single candidate individually.
func (o Create[T]) poll(ctx context.Context, mark int) (c candidates[T], err error) {
	all, err := o.Objects.Fresh.Read(ctx)
	if err != nil {
		return c, err
	}
	var alike []T
	for _, t := range all {
		if o.Compare(t) != paperspace.Unrelated && !o.seenBefore(t, mark) && !o.Objects.Seen.Managed(o.id(t)) {
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
	return o.Objects.Seen.SeenBefore(o.id(t), mark)
}

func (o Create[T]) id(t T) string {
	id, _ := t.Get(paperspace.FieldID)
	return id
}

func (o Create[T]) ids(all []T) []string {
	var ids []string
	for _, t := range all {
		ids = append(ids, o.id(t))
	}
	return ids
}
