package paperspace

import "context"

// Network is a network that machines are attached to.
type Network struct {
	ID        string
	Name      string
	Region    string
	Network   string // address, such as 10.64.21.0
	Netmask   string
	TeamID    string // "" if the API version does not show it (v1)
	CreatedAt string // RFC 3339 as sent
}

// Get returns a field by its Terraform name, for [Filter.Match].
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

// Networks lists the networks of the team that the key belongs to.
type Networks interface {
	// List returns the networks that match f, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]Network, error)
}

// PrivateNetworks is the part of the API for private networks. With API v1, they are
// [Renamable].
type PrivateNetworks interface {
	Objects[Network, NetworkCreate]
}

// NetworkCreate holds the settings of a new private network. Paperspace chooses its addresses.
type NetworkCreate struct {
	Name   string
	Region string
}

func (in NetworkCreate) Title() string { return in.Name }
