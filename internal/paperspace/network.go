package paperspace

import "context"

// Network is a network that machines stand in.
type Network struct {
	ID        string
	Name      string
	Region    string
	Network   string // address, such as 10.64.21.0
	Netmask   string
	TeamID    string // "" where the generation does not say
	CreatedAt string // RFC 3339 as sent
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (n Network) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return n.ID, true
	case FieldName:
		return n.Name, true
	case FieldRegion:
		return n.Region, true
	case "network":
		return n.Network, true
	case "netmask":
		return n.Netmask, true
	case FieldTeamID:
		return n.TeamID, true
	case FieldCreated:
		return n.CreatedAt, true
	default:
		return "", false
	}
}

// Networks lists the networks of the key's team.
type Networks interface {
	// List returns the networks that match every filter, in the service's order.
	List(ctx context.Context, f Filter) ([]Network, error)
}

// PrivateNetworks makes and changes networks (API v1 only).
type PrivateNetworks interface {
	// Show reads one private network; the team's default network is none, and
	// [ErrNotFound] like one that does not exist.
	Show(ctx context.Context, id string) (Network, error)
	// Create sends one request that is never repeated once it may have
	// arrived; see [HadEffect] and [Client.CreateNetwork].
	Create(ctx context.Context, in NetworkCreate) (Network, error)
	// Rename is the only change there is.
	Rename(ctx context.Context, id, name string) error
	// Destroy is refused while machines stand in the network.
	Destroy(ctx context.Context, id string) error
}

// NetworkCreate is what a new private network shall be. The service picks its
// addresses.
type NetworkCreate struct {
	Name   string
	Region string
}
