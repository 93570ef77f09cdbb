package paperspace

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// StillOff is the error of a machine that was stopped for something and could not be
// started again. What it was stopped for is done.
type StillOff struct{ err error }

// Error implements error.
func (e *StillOff) Error() string { return e.err.Error() }

// Unwrap returns the reason.
func (e *StillOff) Unwrap() error { return e.err }

// An Offness is work that a machine has to be off for.
type Offness struct {
	Power
	// Stop is true if a machine that is on is to be stopped.
	Stop bool
	// LeaveOff is true if a machine that was stopped stays off after work that succeeded.
	LeaveOff bool
	// WasOff is called for a machine that was off already, although Stop is true. It stays off,
	// but an earlier run that was killed might be what stopped it. May be nil.
	WasOff func(m Machine)
	// Purpose completes "Machine m has to be off to …".
	Purpose string
}

// WhileOff does work on a machine that is off, and starts the machine again if it had
// to be stopped, unless it is to be left off. Work on one machine runs one after the
// other.
//
// The machine is started whether the work succeeds or fails, and after an interrupt,
// too, because nothing else would start it: neither the state of Terraform nor
// Paperspace records that it was on. If that fails, the error says that the machine is
// off; it is [StillOff] if the work succeeded. After a kill, which nothing can outlast,
// the next run finds the machine off; see Offness.WasOff.
func (c *Client) WhileOff(ctx context.Context, o Offness, work func(ctx context.Context) error) error {
	unlock, err := c.stops.lock(ctx, o.ID)
	if err != nil {
		return err
	}
	defer unlock()
	m, err := c.atRest(ctx, Power{ID: o.ID, Wait: true, Notify: o.Notify}, upOrOff)
	switch {
	case err != nil:
		return err
	case m.State == Off:
		if o.Stop {
			o.tell("Machine %s is off already, and stays off.", named(m))
		}
		if o.Stop && o.WasOff != nil {
			o.WasOff(m)
		}
		return work(ctx)
	case !o.Stop:
		return &Error{
			Op: o.Purpose, Kind: ErrConflict, Message: fmt.Sprintf("machine %s is %q, and it has to be off for that", named(m), m.State), Reasons: []Reason{MustBeOff{}},
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

// startAgain starts a machine that was stopped. After an interrupt, it does not wait
// until the machine is up.
func (c *Client) startAgain(ctx context.Context, o Offness) error {
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), restoreWithin)
	defer cancel()
	p := Power{ID: o.ID, Wait: ctx.Err() == nil, Notify: o.Notify}
	return c.outlast(own, func() error {
		return c.switchTo(own, p, UntilServiceReady, upOrOff, "starting", c.Start)
	})
}

// notStarted completes the error of work, nil if it succeeded, after which the machine
// could not be started.
func notStarted(purpose string, m Machine, work, start error) error {
	if work == nil {
		return &StillOff{&Error{Op: "start machine " + named(m) + " again", Kind: ErrFailed, Message: reason(start), Reasons: []Reason{HasToBeStarted{}}, Err: start}}
	}
	var e *Error
	if !errors.As(work, &e) {
		work = &Error{Op: purpose, Err: work}
	}
	return With(work, StoppedAndOff{Machine: named(m), Why: reason(start)}, HasToBeStarted{})
}

// RestoreSnapshot replaces the disk of its machine with a snapshot. No source reports whether
// the machine has to be off. It is stopped for it, because a disk that is replaced while
// the machine writes to it is of no use, and started again if it was on. With p.Wait false, RestoreSnapshot
// returns when Paperspace has accepted the request, and leaves the machine off.
func (c *Client) RestoreSnapshot(ctx context.Context, id string, snapshotFirst bool, p Power) error {
	s, err := c.Snapshots.Show(ctx, id)
	if err != nil {
		return err
	}
	p.ID = s.MachineID
	return c.WhileOff(ctx, Offness{Power: p, Stop: true, LeaveOff: !p.Wait, Purpose: "restore snapshot " + id},
		func(ctx context.Context) error { return c.restoreSnapshot(ctx, s, snapshotFirst, p) })
}

// restoreSnapshot sends the request at most once: a second restore would undo what the
// machine has written since the first. Whether a request whose response was lost had
// its effect is shown by a new event.
func (c *Client) restoreSnapshot(ctx context.Context, s Snapshot, snapshotFirst bool, p Power) error {
	before, err := c.Existing(ctx, s.MachineID)
	if err != nil {
		return err
	}
	known := KnownEvents(before.Events)
	p.tell("Restoring snapshot %q (%s) onto machine %s.", s.Name, s.ID, named(before))
	began, handle := time.Now(), ""
	err = c.deliver(ctx, s.MachineID, true, func() (err error) {
		c.write(func() { handle, err = c.API.Snapshots.Restore(ctx, s.ID, snapshotFirst) })
		return err
	}, func(m Machine) bool {
		e, arrived := newest(m.Events, known, eventSnapshotRestore)
		handle = e.Handle
		return arrived
	})
	switch {
	case HadEffect(err) && ctx.Err() == nil:
		return &Error{
			Op: "restore snapshot " + s.ID, Kind: ErrUnavailable, Effect: true,
			Message: fmt.Sprintf("the response to the restore was lost (%s), and machine %s shows no event of a restore", reason(err), named(before)),
			Reasons: []Reason{SnapshotRestoreNotRepeated{}},
			Err:     err,
		}
	case err != nil:
		return err
	case !p.Wait:
		p.tell("Paperspace has accepted the request. Machine %s stays off.", named(before))
		return nil
	}
	if err := c.awaitEvent(ctx, s.MachineID, eventSnapshotRestore, handle, p.notify(before)); err != nil {
		return err
	}
	p.tell("Snapshot %q (%s) is restored, after %s.", s.Name, s.ID, Short(time.Since(began).Round(time.Second)))
	return nil
}
