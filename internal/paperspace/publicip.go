package paperspace

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

// PublicIP is a static public IP address of the team. It stays, and is billed, until it
// is released, whether or not a machine has it.
type PublicIP struct {
	Address   string // its key: there is no other ID
	Region    string
	MachineID string // "" if no machine has it
	CreatedAt string // RFC 3339 as sent
}

// PublicIPs is the part of the API for the public IP addresses of the team (API v1 only).
type PublicIPs interface {
	Objects[PublicIP, PublicIPClaim]
	// Assign gives an address to a machine of its region, or takes it from its machine
	// if machineID is "". No source reports whether it needs the machine to be off, which is
	// not done here, or whether it replaces an address that the machine has already,
	// static or dynamic: see [Client.AssignPublicIP].
	Assign(ctx context.Context, address, machineID string) error
}

// PublicIPClaim is a new public IP address.
type PublicIPClaim struct{ Region string }

func (in PublicIPClaim) title() string {
	name, _ := RegionName(in.Region)
	return name
}

// compare takes any address of the region that no machine has for the claimed one,
// since addresses have no name.
func (in PublicIPClaim) compare(a PublicIP) likeness {
	if a.MachineID != "" || !SameRegion(a.Region, in.Region) {
		return unrelated
	}
	return equal
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (a PublicIP) Get(f Field) (string, bool) {
	switch f {
	case FieldID, "address":
		return a.Address, true
	case FieldRegion:
		return a.Region, true
	case FieldMachineID:
		return a.MachineID, true
	case "assigned":
		return strconv.FormatBool(a.MachineID != ""), true
	case FieldCreated:
		return a.CreatedAt, true
	default:
		return "", false
	}
}

// UnassignPublicIP takes an address from its machine, which might be gone.
func (c *Client) UnassignPublicIP(ctx context.Context, address, machineID string) error {
	return c.assign(ctx, address, machineID, "")
}

// AssignPublicIP gives an address that no machine has to a machine. It returns the other
// addresses that the machine had before and has no longer: they stay in the account and
// are billed. If Paperspace rejects an address for a machine that has another one, the
// error names that one, or quotes the response if it is a dynamic one, which is in no list.
func (c *Client) AssignPublicIP(ctx context.Context, address, machineID string) (left []string, err error) {
	before, err := c.PublicIPs.fleet.fresh.read(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.assignFree(ctx, address, machineID); err != nil {
		return nil, err
	}
	had := func(all []PublicIP, other string) bool {
		return slices.ContainsFunc(all, func(a PublicIP) bool { return a.Address == other && a.MachineID == machineID })
	}
	after, err := c.PublicIPs.fleet.fresh.read(ctx)
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
		if !errors.Is(err, ErrConflict) && !errors.Is(err, ErrRefused) {
			return err
		}
		all, listErr := c.PublicIPs.fleet.fresh.read(ctx)
		i := slices.IndexFunc(all, func(a PublicIP) bool { return a.MachineID == machineID && a.Address != address })
		if listErr != nil || i < 0 {
			return err
		}
		if time.Since(began) >= c.scaled(startFor, 100*time.Millisecond) || sleep(ctx, c.PollInterval) != nil {
			return With(err, AddressHeld{MachineID: machineID, Address: all[i].Address})
		}
	}
}

// assign sends one request about an address; machine is the one that might be busy.
func (c *Client) assign(ctx context.Context, address, machine, to string) error {
	return c.whileMissing(ctx, func() bool { return c.canAssign(ctx, address, to) }, func() error {
		return c.PublicIPs.change(ctx, oneMachine(machine), func() error { return c.API.PublicIPs.Assign(ctx, address, to) })
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
