package paperspace

import (
	"context"
	"fmt"
	"time"
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

// createOnce is a create that must happen at most once. T is what it makes.
//
// A request whose response was lost might have been carried out, so it is not
// simply sent again. What it made is looked for among the objects that appear
// in the account after it was sent. No decision depends on a clock: new is
// what no response has shown before the request, which is why one list of the
// account is always read first.
type createOnce[T Gettable] struct {
	name   string // creates of one kind and name run one after the other
	called string // see kindOptions; "" for the default
	billed bool   // what the create makes is billed
	warned bool   // a plan that creates one warns of others of its name
	// recycled is true if a new object can have the ID of one that existed before.
	recycled bool

	client *Client
	fleet  *BulkReader[T] // the objects of this kind

	send    func(ctx context.Context) (T, error)
	compare func(T) likeness
	// examine reads a candidate individually and compares what a list might leave
	// out; can be nil.
	examine func(ctx context.Context, t T) (T, likeness, error)
	// settle waits while Paperspace is making what it might not show until it is made;
	// can be nil.
	settle func(ctx context.Context) error
	// explain completes the error of a create that made nothing; can be nil.
	explain func(ctx context.Context, err error) error
}

// likeness is how an object compares with what was ordered.
type likeness int

const (
	unrelated likeness = iota // it has another name, or it is being destroyed
	unequal                   // it has the name, and something that was not ordered
	undecided                 // nothing contradicts, but a value is not shown
	equal                     // everything is as ordered
)

// run creates one object. If ctx is interrupted or times out before the request
// is sent, nothing was created, and the error says so. Every error after an
// ambiguous request has [HadEffect] set and says that something might exist.
func (o createOnce[T]) run(ctx context.Context) (made Created[T], err error) {
	unlock, err := o.client.creates.lock(ctx, o.fleet.noun+" "+folded(o.name))
	if err != nil {
		return made, o.notSent(err)
	}
	defer unlock()
	if err := o.fleet.prime(ctx); err != nil {
		return made, o.notSent(err)
	}
	mark := o.fleet.seen.mark()
	t, lost := o.attempt(ctx, mark)
	switch {
	case lost == nil:
		return Created[T]{Object: t}, nil
	case !HadEffect(lost):
		return made, o.rejected(ctx, lost)
	}
	t, found, err := o.search(ctx, mark, lost, o.client.searchTime())
	if err == nil && !found && o.settle != nil {
		if err := o.settle(ctx); err != nil {
			return made, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and Paperspace is still working on it or on another one", reason(lost)), err)
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
func (o createOnce[T]) retry(ctx context.Context, mark int, lost error) (made Created[T], err error) {
	t, err := o.attempt(ctx, mark)
	if err == nil {
		made.Object, made.Resent = t, true
		if found, lookErr := o.look(withoutDeadline(ctx), mark); lookErr == nil {
			made.Others = o.ids(found.all())
		}
		return made, nil
	}
	within := time.Duration(0) // a rejection might be due to what the first request made
	if HadEffect(err) {
		within = o.client.searchTime()
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
func (o createOnce[T]) attempt(ctx context.Context, mark int) (T, error) {
	t, err := o.send(ctx)
	if err != nil {
		return t, err
	}
	id := o.id(t)
	if (o.recycled || !o.seenBefore(t, mark)) && o.fleet.seen.claim(id, o.name) {
		return t, nil
	}
	var none T
	return none, o.mightExist(fmt.Sprintf("the response names %s %s, which existed before the request", o.fleet.noun, id), nil)
}

// search polls the account for what a request with a lost response has made.
// It has its own time limit, so that the timeout of the operation does not
// end it; an interrupt leads to one last poll. Nothing found is not an error as long
// as the last poll succeeded.
func (o createOnce[T]) search(ctx context.Context, mark int, lost error, within time.Duration) (none T, found bool, err error) {
	ctx = withoutDeadline(ctx)
	began := time.Now()
	for {
		pause := o.client.searchPause(time.Since(began))
		interrupted := within > 0 && sleep(ctx, pause) != nil
		lookCtx, cancel := context.WithCancel(ctx)
		if interrupted {
			cancel()
			lookCtx, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastLook)
		}
		like, lookErr := o.look(lookCtx, mark)
		cancel()
		elapsed := time.Since(began)
		switch {
		case lookErr == nil && like.only() && o.fleet.seen.claim(o.id(like.equal[0]), o.name):
			return like.equal[0], true, nil
		case lookErr == nil && len(like.equal) > 1:
			return none, false, o.several(like.all(), lost)
		case interrupted:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made was interrupted", reason(lost)), ctx.Err())
		case elapsed < within || lookErr != nil && elapsed < 2*within:
			// Not shown yet, or Paperspace is away.
		case lookErr != nil:
			return none, false, o.mightExist(fmt.Sprintf("the response to the create was lost (%s), and the search for what it made failed", reason(lost)), lookErr)
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

// look reads the account once, and a single candidate individually.
func (o createOnce[T]) look(ctx context.Context, mark int) (c candidates[T], err error) {
	all, err := o.fleet.fresh.read(ctx)
	if err != nil {
		return c, err
	}
	var alike []T
	for _, t := range all {
		if o.compare(t) != unrelated && !o.seenBefore(t, mark) && !o.fleet.seen.managed(o.id(t)) {
			alike = append(alike, t)
		}
	}
	for _, t := range alike {
		like := o.compare(t)
		if o.examine != nil && len(alike) == 1 && like != unequal {
			if t, like, err = o.examine(ctx, t); err != nil {
				return c, err
			}
		}
		switch like {
		case equal:
			c.equal = append(c.equal, t)
		case undecided:
			c.undecided = append(c.undecided, t)
		case unequal, unrelated:
			c.unequal = append(c.unequal, t)
		}
	}
	return c, nil
}

func (o createOnce[T]) seenBefore(t T, mark int) bool {
	if o.recycled {
		return o.fleet.seen.seenBefore(sightingOf(t), mark)
	}
	return o.fleet.seen.seenBefore(o.id(t), mark)
}

func (o createOnce[T]) id(t T) string {
	id, _ := t.Get(FieldID)
	return id
}

func (o createOnce[T]) ids(all []T) []string {
	var ids []string
	for _, t := range all {
		ids = append(ids, o.id(t))
	}
	return ids
}
