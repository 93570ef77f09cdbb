package ops

import (
	"context"
	"errors"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// StillOff means that a machine was stopped for some work, the work succeeded, and the
// machine could not be started again.
type StillOff struct{ err error }

// Error implements error.
func (e *StillOff) Error() string { return e.err.Error() }

// Unwrap returns the reason.
func (e *StillOff) Unwrap() error { return e.err }

// An Offness describes work that requires a machine to be off.
type Offness struct {
	Power
	// Stop is true if a running machine is to be stopped.
	Stop bool
	// LeaveOff is true if a machine that was stopped stays off after the work succeeds.
	LeaveOff bool
	// WasOff is called if Stop is true and the machine was already off. The machine stays
	// off, although an earlier run that was killed might have stopped it. It can be nil.
	WasOff func(m paperspace.Machine)
	// Purpose completes "Machine m has to be off to …".
	Purpose string
}

// WhileOff does work on a machine that is off. If it had to stop the machine, it starts it
// again, unless o.LeaveOff is set. Work on one machine is serialized.
//
// The machine is started whether the work succeeds or fails, and also after an interrupt,
// because nothing else would start it: neither the Terraform state nor Paperspace records
// that it was on. If the start fails, the error says that the machine is off; it is
// [StillOff] if the work succeeded. If the provider is killed, the next run finds the
// machine off; see Offness.WasOff.
func (c *Client) WhileOff(ctx context.Context, o Offness, work func(ctx context.Context) error) error {
	unlock, err := c.stops.Lock(ctx, o.ID)
	if err != nil {
		return paperspace.Ended(o.Purpose, "other work on machine "+o.ID+" has not ended", err)
	}
	defer unlock()
	m, err := c.atRest(ctx, Power{ID: o.ID, Wait: true, Notify: o.Notify}, paperspace.State.UpOrOff)
	switch {
	case err != nil:
		return err
	case m.State == paperspace.Off:
		if o.Stop {
			o.reportf("Machine %s is off already, and stays off.", m.Label())
		}
		if o.Stop && o.WasOff != nil {
			o.WasOff(m)
		}
		return work(ctx)
	case !o.Stop:
		return &paperspace.Error{
			Op: o.Purpose, Kind: paperspace.ErrConflict, Message: fmt.Sprintf("machine %s is %q, and it has to be off for that", m.Label(), m.State), Reasons: []paperspace.Reason{paperspace.MustBeOff{}},
		}
	}
	if err = c.SwitchOff(ctx, Power{ID: o.ID, Wait: true, Notify: o.Notify}); err == nil {
		err = work(ctx)
	}
	if err == nil && o.LeaveOff {
		return nil
	}
	if startErr := c.startAgain(ctx, o); startErr != nil {
		return notStarted(o.Purpose, m, err, startErr)
	}
	return err
}

// startAgain starts a machine that was stopped. After an interrupt, it does not wait until
// the machine is running.
func (c *Client) startAgain(ctx context.Context, o Offness) error {
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), restoreWithin)
	defer cancel()
	p := Power{ID: o.ID, Wait: ctx.Err() == nil, Notify: o.Notify}
	return c.outlast(own, func() error {
		return c.switchTo(own, p, c.starting(wait.UntilServiceReady))
	})
}

// notStarted returns the error for a machine that could not be started after work. It
// completes the error of the work, which is nil if the work succeeded.
func notStarted(purpose string, m paperspace.Machine, work, start error) error {
	if work == nil {
		return &StillOff{&paperspace.Error{
			Op: "start machine " + m.Label() + " again", Kind: paperspace.ErrFailed, Message: paperspace.InBrief(start),
			Reasons: []paperspace.Reason{paperspace.HasToBeStarted{}}, Err: start,
		}}
	}
	var e *paperspace.Error
	if !errors.As(work, &e) {
		work = &paperspace.Error{Op: purpose, Err: work}
	}
	return paperspace.With(work, paperspace.StoppedAndOff{Machine: m.Label(), Why: paperspace.InBrief(start)}, paperspace.HasToBeStarted{})
}
