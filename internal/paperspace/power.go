package paperspace

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Power is a wish about the power of one machine that might be managed anywhere:
// what an action requests.
type Power struct {
	ID string
	// Wait is false when it is enough that Paperspace has accepted the request.
	Wait bool
	// Notify receives the progress as lines of text, in the goroutine of the
	// caller. May be nil.
	Notify func(line string)
}

func (p Power) tell(format string, args ...any) {
	if p.Notify != nil {
		p.Notify(fmt.Sprintf(format, args...))
	}
}

// notify returns a [Wait.Notify] that calls Notify.
func (p Power) notify(m Machine) func(Progress) {
	return func(now Progress) {
		p.tell("Machine %s is %s, %s elapsed.", named(m), now.State, Short(now.Waited.Round(time.Second)))
	}
}

func named(m Machine) string { return fmt.Sprintf("%q (%s)", m.Name, m.ID) }

// SwitchOn starts a machine that is not up. One in the middle of something
// else is waited for first, even if the start itself is not: a server that is
// asked too early accepts the request and forgets it.
func (c *Client) SwitchOn(ctx context.Context, p Power) error {
	return c.switchTo(ctx, p, UntilReady, settledState, "starting", c.Start)
}

// SwitchOff stops a machine that is not off; see [Client.SwitchOn].
func (c *Client) SwitchOff(ctx context.Context, p Power) error {
	return c.switchTo(ctx, p, UntilOff, upOrOff, "stopping", c.Stop)
}

func (c *Client) switchTo(ctx context.Context, p Power, target Target, rest resting, doing string, send func(context.Context, string) error) error {
	began := time.Now()
	m, err := c.atRest(ctx, p, func(s State) bool {
		return rest(s) || !p.Wait && s != Upgrading && s.HeadsFor(target.power) // an upgrade ends where it began
	})
	switch {
	case err != nil:
		return err
	case m.State.HeadsFor(target.power):
		p.tell("Machine %s is %s: nothing to do.", named(m), m.State)
		return nil
	}
	p.tell("Machine %s is %s: %s it.", named(m), m.State, doing)
	if err := send(ctx, p.ID); err != nil {
		return err
	}
	return c.await(ctx, p, m, target, KnownEvents(m.Events), began)
}

// Destroy requests the end of a machine, and switches it off first only if
// Paperspace requires that: API v1's documentation says that it does, and its
// clients that it does not.
func (c *Client) Destroy(ctx context.Context, id string, release Release) error {
	send := func() error { return c.Machines.Destroy(ctx, id, release) }
	err := c.sendFree(ctx, oneMachine(id), send)
	if !errors.Is(err, ErrConflict) {
		return err
	}
	before, readErr := c.Existing(ctx, id)
	if offErr := c.SwitchOff(ctx, Power{ID: id, Wait: true}); offErr != nil {
		return err // which says what was wanted
	}
	again := c.sendFree(ctx, oneMachine(id), send)
	if HadEffect(again) || !errors.Is(again, ErrConflict) && !errors.Is(again, ErrRefused) || readErr != nil || before.State == Off {
		return again
	}
	startErr := c.Restore(withoutDeadline(ctx), id, UntilServiceReady)
	return With(again, StoppedForDestroy{Off: startErr != nil})
}

// await waits for what was asked for, if that is wanted.
func (c *Client) await(ctx context.Context, p Power, m Machine, target Target, known map[string]bool, began time.Time) error {
	if !p.Wait {
		p.tell("Paperspace accepted the request for machine %s.", named(m))
		return nil
	}
	got, err := c.Watcher.Wait(ctx, Wait{ID: m.ID, Name: m.Name, Target: target, Known: known, Notify: p.notify(m)})
	if err == nil {
		p.tell("Machine %s is %s, after %s.", named(m), got.State, Short(time.Since(began).Round(time.Second)))
	}
	return err
}

// resting says of a state that a machine in it can be asked for something.
type resting func(State) bool

func settledState(s State) bool { return s.Settled() }

// upOrOff takes the services' being up for up: a machine without a Paperspace
// agent never gets further.
func upOrOff(s State) bool { return s.Settled() || s == ServiceReady }

// atRest returns the machine, with its events, once it can be asked for
// something.
func (c *Client) atRest(ctx context.Context, p Power, rest resting) (Machine, error) {
	hints := true // taken from events
	for {
		see := func(m Machine) State { return m.State }
		if hints {
			see = underWay
		}
		m, err := c.Existing(ctx, p.ID)
		if err == nil {
			err = m.RefuseDestroyed("change the power state of machine " + p.ID)
		}
		if err != nil {
			return m, err
		}
		shown := m.State
		if m.State = see(m); rest(m.State) {
			return m, nil
		}
		p.tell("Machine %s is %s: waiting until that is over.", named(m), m.State)
		over := UntilShows("done with what it is doing", func(m Machine) bool { return rest(see(m)) })
		// Some events never end: where nothing but an event says that the machine
		// is busy, it is believed for a while.
		brief := ctx
		cancel := func() {}
		if rest(shown) {
			brief, cancel = context.WithTimeout(ctx, idle)
		}
		_, err = c.Watcher.Wait(brief, Wait{ID: m.ID, Name: m.Name, Target: over, Notify: p.notify(m)})
		cancel()
		switch {
		case errors.Is(err, ErrTimeout) && ctx.Err() == nil:
			hints = false
		case err != nil:
			return m, err
		}
	}
}

// underWay is the state that the machine shows or is about to: an accepted
// request is among the events some seconds before the state follows.
func underWay(m Machine) State {
	for _, e := range m.Events {
		switch e.Name {
		case "create", "start", "stop", "restart", eventUpgrade, eventMigrate, eventTemplateCreate, eventSnapshotRestore:
		default:
			continue
		}
		switch {
		case !e.Running():
		case e.Name == eventUpgrade || e.Name == eventMigrate || e.Name == eventTemplateCreate || e.Name == eventSnapshotRestore:
			return Upgrading // which ends where it began
		case m.State == Off && e.Name != "stop":
			return Starting
		case (m.State == Ready || m.State == ServiceReady) && e.Name == "stop":
			return Stopping
		case m.State == Ready && e.Name == "restart":
			return Restarting
		}
		return m.State // only the newest counts
	}
	return m.State
}
