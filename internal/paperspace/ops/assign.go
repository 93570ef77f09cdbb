package ops

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// UnassignPublicIP takes an address away from its machine, which might no longer exist.
func (c *Client) UnassignPublicIP(ctx context.Context, address, machineID string) error {
	return c.assign(ctx, address, machineID, "")
}

// AssignPublicIP assigns an unassigned address to a machine. It returns the other addresses
// that the machine lost by that: they stay in the account and are billed. If Paperspace
// rejects the request because the machine has another address, the error names that
// address. A dynamic address is in no list, so in that case the error only quotes the
// response.
func (c *Client) AssignPublicIP(ctx context.Context, address, machineID string) (left []string, err error) {
	before, err := c.PublicIPs.reader.Fresh.Read(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.assignFree(ctx, address, machineID); err != nil {
		return nil, err
	}
	had := func(all []paperspace.PublicIP, other string) bool {
		return slices.ContainsFunc(all, func(a paperspace.PublicIP) bool { return a.Address == other && a.MachineID == machineID })
	}
	after, err := c.PublicIPs.reader.Fresh.Read(ctx)
	if err != nil {
		return nil, nil //nolint:nilerr // the address is assigned
	}
	for _, a := range after {
		if a.MachineID == "" && a.Address != address && had(before, a.Address) {
			left = append(left, a.Address)
		}
	}
	return left, nil
}

// assignFree assigns an address to a machine. If Paperspace rejects the request while the
// machine has another address, assignFree waits until that address is gone: when two
// machines swap their addresses, the other resource unassigns it in the same run. That can
// happen between the rejection and the read that looks for it, so a rejection is final only
// if it repeats after a read that found no other address.
func (c *Client) assignFree(ctx context.Context, address, machineID string) error {
	for began, free := time.Now(), false; ; {
		err := c.assign(ctx, address, machineID, machineID)
		if !errors.Is(err, paperspace.ErrConflict) && !errors.Is(err, paperspace.ErrRejected) {
			return err
		}
		all, listErr := c.PublicIPs.reader.Fresh.Read(ctx)
		i := slices.IndexFunc(all, func(a paperspace.PublicIP) bool { return a.MachineID == machineID && a.Address != address })
		if listErr != nil || free && i < 0 {
			return err
		}
		if free = i < 0; free {
			continue
		}
		if time.Since(began) >= c.scaled(startFor, 100*time.Millisecond) || timing.Sleep(ctx, c.PollInterval) != nil {
			return paperspace.With(err, paperspace.AddressHeld{MachineID: machineID, Address: all[i].Address})
		}
	}
}

// assign requests that an address moves to the machine with the ID in to, or is unassigned
// if to is empty. machine is the machine that might be busy.
func (c *Client) assign(ctx context.Context, address, machine, to string) error {
	return c.whileMissing(ctx, func() bool { return c.canAssign(ctx, address, to) }, func() error {
		return c.whileBusy(ctx, oneMachine(machine), func() error { return c.API.PublicIPs.Assign(ctx, address, to) })
	})
}

// canAssign reports whether an address exists, and so does the machine that is to get it,
// if any.
func (c *Client) canAssign(ctx context.Context, address, machineID string) bool {
	if !c.PublicIPs.has(ctx, address) {
		return false
	}
	if machineID == "" {
		return true
	}
	_, err := c.Existing(ctx, machineID)
	return err == nil
}
