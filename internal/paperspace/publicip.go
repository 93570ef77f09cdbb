package paperspace

import (
	"context"
	"strconv"
)

// PublicIP is a static public IP address of the team. It exists, and is billed, until it is
// released, even if no machine uses it.
type PublicIP struct {
	Address   string // also serves as the ID
	Region    string
	MachineID string // "" if it is not assigned
	CreatedAt string // RFC 3339 as sent
}

// PublicIPs is the part of the API for the public IP addresses of the team (API v1 only).
type PublicIPs interface {
	Objects[PublicIP, PublicIPClaim]
	// Assign assigns an address to a machine in the same region. If machineID is "", it removes
	// the address from its machine. It is unknown whether the machine must be off, which Assign
	// does not take care of, or whether the address replaces one that the machine already has;
	// see ops.Client.AssignPublicIP.
	Assign(ctx context.Context, address, machineID string) error
}

// PublicIPClaim holds the settings of a new public IP address.
type PublicIPClaim struct{ Region string }

func (in PublicIPClaim) Title() string {
	name, _ := RegionName(in.Region)
	return name
}

// Compare returns Equal for every unassigned address in the region, because addresses have no
// name.
func (in PublicIPClaim) Compare(a PublicIP) Likeness {
	if a.MachineID != "" || !SameRegion(a.Region, in.Region) {
		return Unrelated
	}
	return Equal
}

// Get returns a field by its Terraform name, for [Filter.Match].
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
