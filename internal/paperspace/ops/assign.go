package ops

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// UnassignPublicIP takes an address from its machine, which might be gone.
func (c *Client) UnassignPublicIP(ctx context.Context, address, machineID string) error {
	return c.assign(ctx, address, machineID, "")
}

// AssignPublicIP gives an address that no machine has to a machine. It returns the other
// addresses that the machine had before and has no longer: they stay in the account and
// are billed. If Paperspace rejects an address for a machine that has another one, the
// error names that one, or quotes the response if it is a dynamic one, which is in no list.
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

// assignFree assigns an address to a machine. If that is rejected while the machine has
// another address, assignFree waits for that to leave: when two machines swap their
// addresses, the other resource takes it away in the same run.
func (c *Client) assignFree(ctx context.Context, address, machineID string) error {
	for began := time.Now(); ; {
		err := c.assign(ctx, address, machineID, machineID)
		if !errors.Is(err, paperspace.ErrConflict) && !errors.Is(err, paperspace.ErrRefused) {
			return err
		}
		all, listErr := c.PublicIPs.reader.Fresh.Read(ctx)
		i := slices.IndexFunc(all, func(a paperspace.PublicIP) bool { return a.MachineID == machineID && a.Address != address })
		if listErr != nil || i < 0 {
			return err
		}
		if time.Since(began) >= c.scaled(startFor, 100*time.Millisecond) || timing.Sleep(ctx, c.PollInterval) != nil {
			return paperspace.With(err, paperspace.AddressHeld{MachineID: machineID, Address: all[i].Address})
		}
	}
}

// assign sends one request about an address; machine is the one that might be busy.
func (c *Client) assign(ctx context.Context, address, machine, to string) error {
	return c.whileMissing(ctx, func() bool { return c.canAssign(ctx, address, to) }, func() error {
		return c.whileBusy(ctx, oneMachine(machine), func() error { return c.API.PublicIPs.Assign(ctx, address, to) })
	})
}

// canAssign reports whether an address exists, and the machine that is to have it, if
// any.
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
