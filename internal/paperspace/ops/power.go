package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// Power is a request to change the power state of one machine, which need not be managed by
// this configuration. Actions send it.
type Power struct {
	ID string
	// Wait is false if it is enough that Paperspace accepts the request.
	Wait bool
	// Notify receives the progress as lines of text, in the goroutine of the caller. It can
	// be nil.
	Notify func(line string)
}

func (p Power) reportf(format string, args ...any) {
	if p.Notify != nil {
		p.Notify(fmt.Sprintf(format, args...))
	}
}

// notify returns a [wait.Wait.Notify] that calls Notify.
func (p Power) notify(m paperspace.Machine) func(wait.Progress) {
	return func(now wait.Progress) {
		p.reportf("Machine %s is %s, %s elapsed.", m.Label(), now.State, paperspace.Short(now.Waited.Round(time.Second)))
	}
}

// SwitchOn starts a machine that is not running. If the machine is in a transition,
// SwitchOn waits for its end first, even if p.Wait is false, because Paperspace accepts a
// start that comes too early and never carries it out.
func (c *Client) SwitchOn(ctx context.Context, p Power) error {
	return c.switchTo(ctx, p, switching{wait.UntilReady, paperspace.State.Settled, "starting", c.Start})
}

// SwitchOff stops a machine that is not off; see [Client.SwitchOn].
func (c *Client) SwitchOff(ctx context.Context, p Power) error {
	return c.switchTo(ctx, p, switching{wait.UntilOff, paperspace.State.UpOrOff, "stopping", c.Stop})
}

// switching is how a machine gets to a target.
type switching struct {
	target wait.Target
	rest   resting
	doing  string // "starting", for messages
	send   func(ctx context.Context, id string) error
}

// starting returns the switching of a start to the target, for a machine that might already
// be starting.
func (c *Client) starting(target wait.Target) switching {
	return switching{target, paperspace.State.UpOrOff, "starting", c.Start}
}

func (c *Client) switchTo(ctx context.Context, p Power, s switching) error {
	began := time.Now()
	m, err := c.atRest(ctx, p, func(now paperspace.State) bool {
		return s.rest(now) || !p.Wait && now != paperspace.Upgrading && s.target.Follows(now) // an upgrade ends in the state that it began in
	})
	switch {
	case err != nil:
		return err
	case s.target.Follows(m.State):
		p.reportf("Machine %s is %s: nothing to do.", m.Label(), m.State)
		return nil
	}
	p.reportf("Machine %s is %s: %s it.", m.Label(), m.State, s.doing)
	if err := s.send(ctx, p.ID); err != nil {
		return err
	}
	return c.await(ctx, p, wait.Wait{ID: m.ID, Name: m.Name, Target: s.target, Known: paperspace.KnownEvents(m.Events)}, began)
}

// Destroy requests the destruction of a machine. It stops the machine first only if
// Paperspace requires that: according to the documentation of API v1, it does, and the
// clients of API v1 assume that it does not.
func (c *Client) Destroy(ctx context.Context, id string, release paperspace.Release) error {
	send := func() error { return c.Machines.Destroy(ctx, id, release) }
	err := c.sendFree(ctx, oneMachine(id), send)
	if !errors.Is(err, paperspace.ErrConflict) {
		return err
	}
	before, readErr := c.Existing(ctx, id)
	if offErr := c.SwitchOff(ctx, Power{ID: id, Wait: true}); offErr != nil {
		return err // of the destroy, which is what the caller requested
	}
	again := c.sendFree(ctx, oneMachine(id), send)
	if paperspace.HadEffect(again) || !errors.Is(again, paperspace.ErrConflict) && !errors.Is(again, paperspace.ErrRejected) || readErr != nil || before.State == paperspace.Off {
		return again
	}
	startErr := c.Restore(timing.WithoutDeadline(ctx), id, wait.UntilServiceReady)
	return paperspace.With(again, paperspace.StoppedForDestroy{Off: startErr != nil})
}

// await waits for the target of w, unless p.Wait is false.
func (c *Client) await(ctx context.Context, p Power, w wait.Wait, began time.Time) error {
	m := paperspace.Machine{ID: w.ID, Name: w.Name}
	if !p.Wait {
		p.reportf("Paperspace accepted the request for machine %s.", m.Label())
		return nil
	}
	w.Notify = p.notify(m)
	got, err := c.Watcher.Wait(ctx, w)
	if err == nil {
		p.reportf("Machine %s is %s, after %s.", m.Label(), got.State, paperspace.Short(time.Since(began).Round(time.Second)))
	}
	return err
}

// resting reports whether a machine in a state can take a power request.
type resting func(paperspace.State) bool

// atRest returns the machine with its events, once it can take a power request.
func (c *Client) atRest(ctx context.Context, p Power, rest resting) (paperspace.Machine, error) {
	hints := true // whether events count in addition to the state
	for {
		see := func(m paperspace.Machine) paperspace.State { return m.State }
		if hints {
			see = paperspace.Machine.Heading
		}
		m, err := c.Existing(ctx, p.ID)
		if err == nil {
			err = m.RejectDestroyed("change the power state of machine " + p.ID)
		}
		if err != nil {
			return m, err
		}
		shown := m.State
		if m.State = see(m); rest(m.State) {
			return m, nil
		}
		p.reportf("Machine %s is %s: waiting until that is over.", m.Label(), m.State)
		over := wait.UntilShows("done with what it is doing", func(m paperspace.Machine) bool { return rest(see(m)) })
		// Some events never end. If only an event shows that the machine is busy, it counts
		// for a limited time. A response without events would end that wait, and the next
		// read would begin another one.
		brief := ctx
		cancel := func() {}
		if rest(shown) {
			over = over.ShownByEvents()
			brief, cancel = context.WithTimeout(ctx, wait.Idle)
		}
		_, err = c.Watcher.Wait(brief, wait.Wait{ID: m.ID, Name: m.Name, Target: over, Notify: p.notify(m)})
		cancel()
		switch {
		case errors.Is(err, paperspace.ErrTimeout) && ctx.Err() == nil:
			hints = false
		case err != nil:
			return m, err
		}
	}
}
