package paperspace

import (
	"context"
	"errors"
	"fmt"
)

// checkHardware returns an error if new hardware is certain to be rejected,
// before anything is sent: otherwise the machine would be stopped in vain. It
// waits for capacity if the change does. A check that fails is no reason to
// reject, because Paperspace decides.
func (c *Client) checkHardware(ctx context.Context, ch Change) error {
	if !c.Preflight && !ch.WaitForCapacity {
		return nil
	}
	m, err := c.Existing(ctx, ch.ID)
	if err != nil {
		return err
	}
	if m.Name == "" {
		m.Name = ch.Name
	}
	if c.Preflight {
		if err := checkGrowth(m, ch.Update); err != nil {
			return err
		}
	}
	to := ch.Update.MachineType
	if to == nil || len(MachineUpdate{MachineType: to}.Differs(m)) == 0 {
		return nil
	}
	if c.Preflight {
		if fit, why := SuitsType(m.MachineType, *to); fit == Unfit {
			return &Error{
				Op: changeType(m, *to), Kind: ErrRefused,
				Message: why + ". Nothing was changed",
				Reasons: []Reason{TypeOfOtherGroup{From: m.MachineType, To: *to}, CheckCanBeSkipped{}},
			}
		}
	}
	return c.checkTypeCapacity(ctx, ch, m, *to)
}

func changeType(m Machine, to string) string {
	return fmt.Sprintf("change machine %s to type %s", named(m), to)
}

// checkGrowth rejects a size that is smaller than the disk has become since
// the change was planned.
func checkGrowth(m Machine, u MachineUpdate) error {
	if u.SizeGB == nil {
		return nil
	}
	has := m.GrownFromGB(*u.SizeGB)
	if has == *u.SizeGB {
		return nil
	}
	return &Error{
		Op: fmt.Sprintf("change the disk of machine %s", named(m)), Kind: ErrRefused,
		Message: fmt.Sprintf("the disk already has %d GB, and a disk cannot shrink to %d GB. Nothing was changed", has, *u.SizeGB),
		Reasons: []Reason{DiskLarger{HasGB: has}},
	}
}

// checkTypeCapacity returns an error if the type is not available in the
// region of the machine, or waits for it.
func (c *Client) checkTypeCapacity(ctx context.Context, ch Change, m Machine, to string) error {
	ask, _ := DedicatedGPU(to)
	if !ask || c.Availability == nil || m.Region == "" {
		return nil
	}
	if ch.WaitForCapacity {
		err := c.AwaitCapacity(ctx, ch.Name, m.Region, to)
		var e *Error
		if ctx.Err() == nil || !errors.As(err, &e) {
			return err
		}
		late := *e
		late.Op = "wait for capacity to " + changeType(m, to)
		late.Message += ". Nothing was changed"
		late.Reasons = []Reason{NoCapacityForChange{}}
		return &late
	}
	if available, err := c.HasCapacity(ctx, m.Region, to, c.PollInterval/2); err != nil || available {
		return nil //nolint:nilerr // a check that fails rejects nothing
	}
	return &Error{
		Op: changeType(m, to), Kind: ErrUnavailable,
		Message: fmt.Sprintf("Paperspace has no %s available in %s. Nothing was changed", to, m.Region),
		Reasons: []Reason{NoCapacity{}, CheckCanBeSkipped{}},
	}
}
