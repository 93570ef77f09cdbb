package paperspace

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// How a create whose answer was lost is followed up. The service is asked
// twice before anything is bought again: a request can be cut off while the
// backend still works on it.
var lookAfter = []time.Duration{2 * time.Second, 8 * time.Second}

const (
	// buyAgain bounds how often a create is sent again after it provably had
	// no effect.
	buyAgain = 4
	// clockSlack covers the resolution of the Date header, one second, and the
	// time between stamping the header and the machine.
	clockSlack = 3 * time.Second
)

// Create makes one machine, exactly one. A request whose answer was lost is
// never simply sent again: the machine it may have made is looked for and
// adopted if it can be no other; only when the service has said twice that
// there is none is the request repeated. Creates of one name take turns, so
// that their machines cannot be confused.
//
// The caller must pass a context that an interrupt does not end: between the
// request and its answer nobody knows the machine's id.
func (c *Client) Create(ctx context.Context, in MachineCreate) (Machine, error) {
	leave, err := c.turns.take(ctx, in.Name)
	if err != nil {
		return Machine{}, fmt.Errorf("waiting for another create of the name %q: %w", in.Name, err)
	}
	defer leave()
	for again := 0; ; again++ {
		mark, sent := c.ids.mark(), c.Clock()
		m, err := c.Machines.Create(ctx, in)
		if err == nil {
			return m, nil
		}
		if !HadEffect(err) {
			return Machine{}, c.withNewUser(ctx, in, err)
		}
		m, found, lookErr := c.lookFor(ctx, in, mark, sent, err)
		switch {
		case lookErr != nil:
			return Machine{}, lookErr
		case found:
			c.Manages(m.ID, in.Name)
			return m, nil
		case again >= buyAgain:
			return Machine{}, c.withNewUser(ctx, in, err)
		}
	}
}

// lookFor looks for the machine that a create with a lost answer may have
// made: same name, created since the request by the service's own clock, never
// seen before it, and not different in anything the service already shows.
func (c *Client) lookFor(ctx context.Context, in MachineCreate, mark int, sent time.Time, lost error) (Machine, bool, error) {
	for _, pause := range lookAfter {
		if err := sleep(ctx, pause); err != nil {
			return Machine{}, false, c.unknownFate(in, lost, err)
		}
		var found []Machine
		for m, err := range c.Machines.List(ctx, Filter{FieldName: in.Name}) {
			if err != nil {
				return Machine{}, false, c.unknownFate(in, lost, err)
			}
			if c.couldBe(m, in, mark, sent) {
				found = append(found, m)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], true, nil
		default:
			var ids []string
			for _, m := range found {
				ids = append(ids, m.ID)
			}
			return Machine{}, false, &Error{
				Op: fmt.Sprintf("create machine %q", in.Name), Kind: ErrConflict, Effect: true,
				Message: fmt.Sprintf("the answer was lost, and several new machines of this name exist now: %s", strings.Join(ids, ", ")),
				Advice:  "Find out in the Paperspace console which of them are wanted, import one with terraform import, and delete the others: they cost money.",
				Err:     lost,
			}
		}
	}
	return Machine{}, false, nil
}

func (c *Client) couldBe(m Machine, in MachineCreate, mark int, sent time.Time) bool {
	if m.Name != in.Name || c.ids.seenBefore(m.ID, mark) || c.ids.managed(m.ID) {
		return false
	}
	if at, known := m.Created(); known && at.Before(sent.Add(-clockSlack)) {
		return false
	}
	return (m.MachineType == "" || strings.EqualFold(m.MachineType, in.MachineType)) &&
		(m.Region == "" || SameRegion(m.Region, in.Region)) &&
		m.HasSizeGB(in.SizeGB)
}

// unknownFate is the honest answer when a create was lost and looking for its
// machine failed too.
func (c *Client) unknownFate(in MachineCreate, lost, why error) error {
	return &Error{
		Op: fmt.Sprintf("create machine %q", in.Name), Kind: ErrUnavailable, Effect: true,
		Message: fmt.Sprintf("the answer to the create was lost (%s), and looking for the machine it may have made failed", lost),
		Advice: fmt.Sprintf("A machine named %q may exist and cost money. Look for it in the Paperspace console; if it is there, "+
			"adopt it with terraform import instead of applying again.", in.Name),
		Err: why,
	}
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
