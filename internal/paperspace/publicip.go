package paperspace

import (
	"context"
	"strconv"
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
	// static or dynamic: see ops.Client.AssignPublicIP.
	Assign(ctx context.Context, address, machineID string) error
}

// PublicIPClaim is a new public IP address.
type PublicIPClaim struct{ Region string }

func (in PublicIPClaim) Title() string {
	name, _ := RegionName(in.Region)
	return name
}

// Compare takes any address of the region that no machine has for the claimed one,
// since addresses have no name.
func (in PublicIPClaim) Compare(a PublicIP) Likeness {
	if a.MachineID != "" || !SameRegion(a.Region, in.Region) {
		return Unrelated
	}
	return Equal
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
