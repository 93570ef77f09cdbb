package paperspace

import (
	"context"
	"fmt"
	"time"
)

// UntilRestarted is reached when a machine is ready after it has been down. A
// machine might stay ready for some seconds after its restart was accepted, and
// the restart's event is done before the machine is ready again: neither alone
// will do.
var UntilRestarted = Target{name: "restarted", power: Ready, anew: true, reached: func(m Machine) bool { return m.State == Ready }}

// goesDown notes that a restart shows. The states of a start count only
// along with the event of the restart, because a late response might show them from
// before it.
func (j *judgement) goesDown(m Machine, event bool) {
	j.down = j.down || event || m.State == Restarting || m.State == Stopping
}

// wasDown reports whether a machine that is ready has been restarted: it was seen
// in between, or its restart is over.
func (j *judgement) wasDown(m Machine, restart Event, known bool) bool {
	return j.down || m.Events != nil && known && !restart.Running() && !restart.Failed()
}

// Restart restarts a machine that runs, once. A request whose response was lost
// is not sent again, because CORE takes a second one for a wish for yet another
// restart: the events show whether it arrived.
func (c *Client) Restart(ctx context.Context, p Power) error {
	began := time.Now()
	m, err := c.atRest(ctx, p, upOrOff)
	if err != nil {
		return err
	}
	if m.State == Off {
		return &Error{
			Op: "restart machine " + named(m), Kind: ErrConflict,
			Message: "the machine is off, and only one that runs can be restarted",
			Reasons: []Reason{IsOff{}},
		}
	}
	p.tell("Machine %s is %s: restarting it.", named(m), m.State)
	known := KnownEvents(m.Events)
	err = c.sendFree(ctx, oneMachine(p.ID), func() error { return c.Machines.Restart(ctx, p.ID) })
	if HadEffect(err) {
		p.tell("The response to the restart of machine %s was lost. The provider reads its events.", named(m))
		if err := c.restartArrived(ctx, m, known, err); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return c.await(ctx, p, m, UntilRestarted, known, began)
}

// restartLooks are the pauses before the looks for a restart whose response was
// lost: a request can be cut off while the backend still works on it.
var restartLooks = []time.Duration{2 * time.Second, 8 * time.Second}

// restartArrived is nil when Paperspace shows a restart that it did not
// know of before. It is asked twice, as after a create: a request can be cut
// off while the backend still works on it.
func (c *Client) restartArrived(ctx context.Context, m Machine, known map[string]bool, lost error) error {
	var took time.Duration
	for _, pause := range restartLooks {
		took += pause
		err := sleep(ctx, pause)
		var now Machine
		if err == nil {
			now, err = c.Existing(ctx, m.ID)
		}
		if err != nil {
			return &Error{
				Op: "restart machine " + named(m), Kind: ErrUnavailable, Effect: true,
				Message: fmt.Sprintf("the response to the restart was lost (%s), and the events of the machine could not be read", lost),
				Reasons: []Reason{RestartUnknown{}},
				Err:     err,
			}
		}
		if now.State == Restarting || anyNew(now.Events, known, "restart") {
			return nil
		}
	}
	return &Error{
		Op: "restart machine " + named(m), Kind: ErrUnavailable, Effect: true,
		Message: fmt.Sprintf("the response to the restart was lost, and after %s Paperspace shows no restart", took),
		Reasons: []Reason{RestartNotRepeated{}},
		Err:     lost,
	}
}
