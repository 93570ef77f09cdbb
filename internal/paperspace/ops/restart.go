package ops

import (
	"context"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// Restart restarts a running machine once. If the response is lost, it does not retry,
// because CORE carries out a second request as another restart. Instead it reads the
// events, which show whether the request arrived.
func (c *Client) Restart(ctx context.Context, p Power) error {
	began := time.Now()
	m, err := c.atRest(ctx, p, paperspace.State.UpOrOff)
	if err != nil {
		return err
	}
	if m.State == paperspace.Off {
		return &paperspace.Error{
			Op: "restart machine " + m.Label(), Kind: paperspace.ErrConflict,
			Message: "the machine is off, and only one that runs can be restarted",
			Reasons: []paperspace.Reason{paperspace.IsOff{}},
		}
	}
	p.reportf("Machine %s is %s: restarting it.", m.Label(), m.State)
	known := paperspace.KnownEvents(m.Events)
	err = c.sendFree(ctx, oneMachine(p.ID), func() error { return c.Machines.Restart(ctx, p.ID) })
	if paperspace.HadEffect(err) {
		p.reportf("The response to the restart of machine %s was lost. The provider reads its events.", m.Label())
		if err := c.restartArrived(ctx, m, known, err); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return c.await(ctx, p, wait.Wait{ID: m.ID, Name: m.Name, Target: wait.UntilRestarted, Known: known}, began)
}

// restartReads are the pauses before the reads that look for a restart whose response was
// lost: Paperspace might still be working on a request that was cut off.
var restartReads = []time.Duration{2 * time.Second, 8 * time.Second}

// restartArrived returns nil if Paperspace shows a restart that is not among the known
// events. It reads twice; see restartReads.
func (c *Client) restartArrived(ctx context.Context, m paperspace.Machine, known map[string]bool, lost error) error {
	var took time.Duration
	for _, pause := range restartReads {
		took += pause
		err := timing.Sleep(ctx, pause)
		var now paperspace.Machine
		if err == nil {
			now, err = c.Existing(ctx, m.ID)
		}
		if err != nil {
			return &paperspace.Error{
				Op: "restart machine " + m.Label(), Kind: paperspace.ErrUnavailable, Effect: true,
				Message: fmt.Sprintf("the response to the restart was lost (%s), and the events of the machine could not be read", lost),
				Reasons: []paperspace.Reason{paperspace.RestartUnknown{}},
				Err:     err,
			}
		}
		if now.State == paperspace.Restarting || paperspace.AnyNewEvent(now.Events, known, "restart") {
			return nil
		}
	}
	return &paperspace.Error{
		Op: "restart machine " + m.Label(), Kind: paperspace.ErrUnavailable, Effect: true,
		Message: fmt.Sprintf("the response to the restart was lost, and after %s Paperspace shows no restart", took),
		Reasons: []paperspace.Reason{paperspace.RestartNotRepeated{}},
		Err:     lost,
	}
}
