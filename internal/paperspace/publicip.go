package paperspace

import "context"

// PublicIP is a static public address of the team. It stays, and is billed, until it
// is released, whether or not a machine has it.
type PublicIP struct {
	Address   string // its key: there is no other ID
	Region    string
	MachineID string // "" if no machine has it
	CreatedAt string // RFC 3339 as sent
}

// PublicIPs lists the public addresses of the team (API v1 only).
type PublicIPs interface {
	// List returns the addresses that match every filter, in the service's order.
	List(ctx context.Context, f Filter) ([]PublicIP, error)
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (a PublicIP) Get(f Field) (string, bool) {
	switch f {
	case "address":
		return a.Address, true
	case FieldRegion:
		return a.Region, true
	case "machine_id":
		return a.MachineID, true
	case FieldCreated:
		return a.CreatedAt, true
	default:
		return "", false
	}
}
