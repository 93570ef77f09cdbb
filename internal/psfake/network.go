package psfake

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"
)

// Network is a private network of the team. Machines without a network are in the default network of their region.
type Network struct {
	ID, Name, Region, Network, Netmask, TeamID string
	Number                                     int // the ID in the team calls of CORE
	Default                                    bool
	Created                                    time.Time
}

// AddNetwork adds a network and sets every field that is empty.
func (w *Server) AddNetwork(n Network) Network {
	now, done := w.lock()
	defer done()
	return w.addNetwork(n, now)
}

// Networks lists the networks in order of creation.
func (w *Server) Networks() []Network {
	_, done := w.lock()
	defer done()
	return w.networks.all()
}

// RemoveNetwork removes a network and reports whether it existed.
func (w *Server) RemoveNetwork(id string) bool {
	now, done := w.lock()
	defer done()
	return w.networks.remove(id, now)
}

func (w *state) addNetwork(n Network, now time.Time) Network {
	if n.ID == "" {
		n.ID = w.newID("n", known(&w.networks))
	}
	if n.Number == 0 {
		n.Number = 1 + len(w.networks.order)
	}
	if n.Name == "" {
		n.Name = "Network " + n.ID
	}
	if n.Region == "" {
		n.Region = EastCoast
	}
	if n.Network == "" {
		w.networkCount++
		n.Network = offset("10.64.32.0", w.networkCount<<8)
	}
	if n.Netmask == "" {
		n.Netmask = "255.255.255.0"
	}
	if n.TeamID == "" {
		n.TeamID = w.team
	}
	if n.Created.IsZero() {
		n.Created = now
	}
	w.networks.put(n.ID, earlier(n.Created, now), n)
	return n
}

// defaultNetwork returns the team's default network of a region, and creates it if it does not exist.
func (w *state) defaultNetwork(region string, now time.Time) Network {
	for _, n := range w.networks.all() {
		if n.Default && n.Region == region {
			return n
		}
	}
	return w.addNetwork(Network{Region: region, Default: true}, now)
}

// AddNetwork adds a network and sets every field that is empty.
func (t *Tx) AddNetwork(n Network) Network {
	t.changes++
	return t.addNetwork(n, t.at)
}

// HoldsMachines reports whether a network has machines that prevent its deletion.
func (t *Tx) HoldsMachines(networkID string) bool {
	return slices.ContainsFunc(t.machines.all(), func(m Machine) bool {
		return m.NetworkID == networkID && (!m.Destroying || t.behavior.V1.KeepNetworks)
	})
}

func (w *state) privateAddress(n Network) string {
	w.privateCount++
	return offset(n.Network, 1+w.privateCount)
}

// publicAddress returns a new address from 198.18.0.0/15, which RFC 2544 reserves for benchmarks.
func (w *state) publicAddress() string {
	w.publicCount++
	return offset("198.18.0.0", w.publicCount)
}

func offset(base string, by uint32) string {
	addr, err := netip.ParseAddr(base)
	if err != nil || !addr.Is4() {
		addr = netip.AddrFrom4([4]byte{10, 64, 0, 0})
	}
	b := addr.As4()
	binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])+by)
	return netip.AddrFrom4(b).String()
}
