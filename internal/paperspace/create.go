package paperspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"
)

// How a create whose answer was lost is followed up. The service is asked
// twice before anything is made again: a request can be cut off while the
// backend still works on it.
var lookAfter = []time.Duration{2 * time.Second, 8 * time.Second}

// outlast are the pauses after looks that failed, beyond what the transport
// repeats by itself: long enough together for a service to restart. Giving up
// leaves a person to find out whether there is something that costs money.
var outlast = []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute}

const (
	// buyAgain bounds how often a create is sent again after it provably had
	// no effect.
	buyAgain = 4
	// clockSlack covers the resolution of the Date header, one second, and the
	// time between stamping the header and the object.
	clockSlack = 3 * time.Second
)

// purchase is a create that has to happen exactly once. T is what it makes.
type purchase[T any] struct {
	what  string // "machine", for messages
	name  string // creates of one kind and name take turns
	costs bool   // one that nobody wants costs money
	ids   *ids   // what of this kind was seen, and when

	id   func(t T) string
	send func(ctx context.Context) (T, error)
	// list yields what has this name.
	list func(ctx context.Context) iter.Seq2[T, error]
	// couldBe says whether t, which nobody had seen before, may be what a create
	// sent at that time has made.
	couldBe func(t T, sent time.Time) bool
	// failed completes the error of a create that made nothing.
	failed func(ctx context.Context, err error) error
}

// once makes one T, exactly one. A request whose answer was lost is never
// simply sent again: what it may have made is looked for and adopted if it can
// be no other; only when the service has said twice that there is none is the
// request repeated. Creates of one name take turns, so that what they make
// cannot be confused.
func (p purchase[T]) once(ctx context.Context, turns *turns, clock func() time.Time) (made T, err error) {
	leave, err := turns.take(ctx, p.what+" "+p.name)
	if err != nil {
		return made, fmt.Errorf("waiting for another create of the name %q: %w", p.name, err)
	}
	defer leave()
	for again := 0; ; again++ {
		mark, sent := p.ids.mark(), clock()
		made, err = p.send(ctx)
		if err == nil {
			return made, nil
		}
		if !HadEffect(err) {
			return made, p.failed(ctx, err)
		}
		made, found, lookErr := p.lookFor(ctx, mark, sent, err)
		switch {
		case lookErr != nil || found:
			return made, lookErr
		case again >= buyAgain:
			return made, p.failed(ctx, err)
		}
	}
}

// lookFor looks for what a create with a lost answer may have made: of the
// same name, never seen before it, and not different in anything that the
// service shows already.
func (p purchase[T]) lookFor(ctx context.Context, mark int, sent time.Time, lost error) (made T, found bool, err error) {
	for _, pause := range lookAfter {
		if err := sleep(ctx, pause); err != nil {
			return made, false, p.unknownFate(lost, err)
		}
		all, err := p.candidates(ctx, mark, sent)
		if err != nil {
			return made, false, p.unknownFate(lost, err)
		}
		switch len(all) {
		case 0:
		case 1:
			return all[0], true, nil
		default:
			var ids []string
			for _, t := range all {
				ids = append(ids, p.id(t))
			}
			return made, false, &Error{
				Op: p.op(), Kind: ErrConflict, Effect: true,
				Message: fmt.Sprintf("the answer was lost, and several new %ss of this name exist now: %s", p.what, strings.Join(ids, ", ")),
				Advice:  "Find out in the Paperspace console which of them are wanted, import one with terraform import, and delete the others" + p.cost(": they cost money") + ".",
				Err:     lost,
			}
		}
	}
	return made, false, nil
}

// candidates lists what a create sent at that time may have made. It outlasts
// an outage.
func (p purchase[T]) candidates(ctx context.Context, mark int, sent time.Time) ([]T, error) {
	for failed := 0; ; failed++ {
		all, err := p.look(ctx, mark, sent)
		passing := errors.Is(err, ErrUnavailable) || errors.Is(err, ErrNotService)
		if !passing || failed == len(outlast) || sleep(ctx, outlast[failed]) != nil {
			return all, err
		}
	}
}

func (p purchase[T]) look(ctx context.Context, mark int, sent time.Time) (all []T, err error) {
	for t, err := range p.list(ctx) {
		if err != nil {
			return nil, err
		}
		if !p.ids.seenBefore(p.id(t), mark) && p.couldBe(t, sent) {
			all = append(all, t)
		}
	}
	return all, nil
}

func (p purchase[T]) cost(words string) string {
	if !p.costs {
		return ""
	}
	return words
}

func (p purchase[T]) op() string { return fmt.Sprintf("create %s %q", p.what, p.name) }

// unknownFate is the honest answer when a create was lost and looking for what
// it made failed too.
func (p purchase[T]) unknownFate(lost, why error) error {
	return &Error{
		Op: p.op(), Kind: ErrUnavailable, Effect: true,
		Message: fmt.Sprintf("the answer to the create was lost (%s), and looking for the %s it may have made failed", lost, p.what),
		Advice: fmt.Sprintf("A %s named %q may exist%s. Look for it in the Paperspace console; if it is there, "+
			"adopt it with terraform import instead of applying again.", p.what, p.name, p.cost(" and cost money")),
		Err: why,
	}
}

// bornBefore says whether something was there before a create was sent, by the
// service's own clock.
func bornBefore(created, sent time.Time) bool { return created.Before(sent.Add(-clockSlack)) }

// Create makes one machine, exactly one, whatever happens to the answers on
// the way; see [purchase.once].
//
// The caller must pass a context that an interrupt does not end: between the
// request and its answer nobody knows the machine's id.
func (c *Client) Create(ctx context.Context, in MachineCreate) (Machine, error) {
	m, err := purchase[Machine]{
		what: "machine", name: in.Name, costs: true, ids: c.ids,
		id:   func(m Machine) string { return m.ID },
		send: func(ctx context.Context) (Machine, error) { return c.Machines.Create(ctx, in) },
		list: func(ctx context.Context) iter.Seq2[Machine, error] {
			return c.bare.List(ctx, Filter{FieldName: in.Name})
		},
		couldBe: func(m Machine, sent time.Time) bool { return c.couldBe(m, in, sent) },
		failed:  func(ctx context.Context, err error) error { return c.withNewUser(ctx, in, err) },
	}.once(ctx, &c.turns, c.Clock)
	if err == nil {
		c.Manages(m.ID, in.Name)
	}
	return m, err
}

func (c *Client) couldBe(m Machine, in MachineCreate, sent time.Time) bool {
	if m.Name != in.Name || c.ids.managed(m.ID) || m.BeingDestroyed() {
		return false
	}
	if at, known := m.Created(); known && bornBefore(at, sent) {
		return false
	}
	return (m.MachineType == "" || strings.EqualFold(m.MachineType, in.MachineType)) &&
		(m.Region == "" || SameRegion(m.Region, in.Region)) &&
		m.HasSizeGB(in.SizeGB)
}

// withNewUser completes the error of a create that was to make a user as well:
// the service makes the user first, so the user may exist and must be named.
func (c *Client) withNewUser(ctx context.Context, in MachineCreate, err error) error {
	if in.NewUser == nil || c.Users == nil {
		return err
	}
	users, listErr := c.Users.List(ctx, Filter{FieldEmail: in.NewUser.Email})
	var e *Error
	if listErr != nil || len(users) == 0 || !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Advice = strings.TrimSpace(fmt.Sprintf("%s The user %s exists as %s: to go on with that user, set user_id = %q instead of email, password, first_name and last_name.",
		e.Advice, in.NewUser.Email, users[0].ID, users[0].ID))
	return &named
}

// Unbroken is a context for a create: it has the deadline of ctx, but an
// interrupt does not end it, since between the request and its answer nobody
// knows what was made. If ctx is over already, nothing is to be sent, which
// nothing says in a sentence.
func Unbroken(ctx context.Context, op, nothing string) (context.Context, context.CancelFunc, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, &Error{Op: op, Message: "interrupted before anything was sent", Advice: nothing, Err: err}
	}
	free := context.WithoutCancel(ctx)
	if deadline, ok := ctx.Deadline(); ok {
		free, cancel := context.WithDeadline(free, deadline)
		return free, cancel, nil
	}
	return free, func() {}, nil
}

// turns lets operations of one name go one after the other.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

func (t *turns) take(ctx context.Context, name string) (leave func(), err error) {
	for {
		t.mu.Lock()
		ahead, taken := t.busy[name]
		if !taken {
			mine := make(chan struct{})
			if t.busy == nil {
				t.busy = map[string]chan struct{}{}
			}
			t.busy[name] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.busy, name)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-ahead:
		}
	}
}

// sleep waits for d or for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
