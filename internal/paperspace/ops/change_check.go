package ops

import (
	"context"
	"errors"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// checkHardware returns an error if new hardware is certain to be rejected. It does so
// before anything is sent, because otherwise the machine would be stopped in vain. It waits
// for capacity if the change does. A check that cannot be made is not an error, because
// Paperspace decides.
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
	if to == nil || len(paperspace.MachineUpdate{MachineType: to}.Differs(m)) == 0 {
		return nil
	}
	if c.Preflight {
		if fit, why := paperspace.SuitsType(m.MachineType, *to); fit == paperspace.Unfit {
			return &paperspace.Error{
				Op: changeType(m, *to), Kind: paperspace.ErrRejected,
				Message: why + ". Nothing was changed",
				Reasons: []paperspace.Reason{paperspace.TypeOfOtherGroup{From: m.MachineType, To: *to}, paperspace.CheckCanBeSkipped{}},
			}
		}
	}
	return c.checkTypeCapacity(ctx, ch, m, *to)
}

func changeType(m paperspace.Machine, to string) string {
	return fmt.Sprintf("change machine %s to type %s", m.Label(), to)
}

// checkGrowth rejects a size that is smaller than the disk, which might have grown since
// the change was planned.
func checkGrowth(m paperspace.Machine, u paperspace.MachineUpdate) error {
	if u.SizeGB == nil {
		return nil
	}
	has := m.GrownFromGB(*u.SizeGB)
	if has == *u.SizeGB {
		return nil
	}
	return &paperspace.Error{
		Op: fmt.Sprintf("change the disk of machine %s", m.Label()), Kind: paperspace.ErrRejected,
		Message: fmt.Sprintf("the disk already has %d GB, and a disk cannot shrink to %d GB. Nothing was changed", has, *u.SizeGB),
		Reasons: []paperspace.Reason{paperspace.DiskLarger{HasGB: has}},
	}
}

// checkTypeCapacity returns an error if the type is not available in the region of the
// machine, or waits for it if the change does.
func (c *Client) checkTypeCapacity(ctx context.Context, ch Change, m paperspace.Machine, to string) error {
	queryable, _ := paperspace.DedicatedGPU(to)
	if !queryable || c.Availability == nil || m.Region == "" {
		return nil
	}
	if ch.WaitForCapacity {
		err := c.AwaitCapacity(ctx, ch.Name, m.Region, to)
		var e *paperspace.Error
		if ctx.Err() == nil || !errors.As(err, &e) {
			return err
		}
		late := *e
		late.Op = "wait for capacity to " + changeType(m, to)
		late.Message += ". Nothing was changed"
		late.Reasons = []paperspace.Reason{paperspace.NoCapacityForChange{}}
		return &late
	}
	if available, err := c.HasCapacity(ctx, m.Region, to, c.PollInterval/2); err != nil || available {
		return nil //nolint:nilerr // a check that fails rejects nothing
	}
	return &paperspace.Error{
		Op: changeType(m, to), Kind: paperspace.ErrUnavailable,
		Message: fmt.Sprintf("Paperspace has no %s available in %s. Nothing was changed", to, m.Region),
		Reasons: []paperspace.Reason{paperspace.NoCapacity{}, paperspace.CheckCanBeSkipped{}},
	}
}
