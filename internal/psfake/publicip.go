package psfake

import (
	"cmp"
	"time"
)

// Address is a static public IP address of the account.
type Address struct {
	IP, Region string
	MachineID  string // empty if it is not assigned
	Created    time.Time
}

// PublicIPs lists the account's static public IP addresses, in order of their creation.
func (w *Server) PublicIPs() []Address {
	t, done := w.begin()
	defer done()
	return t.PublicIPs()
}

// ClaimPublicIP adds a static public IP address in a region to the account.
func (w *Server) ClaimPublicIP(region string) Address {
	t, done := w.begin()
	defer done()
	return t.ClaimPublicIP(region)
}

// ReleasePublicIP removes a static public IP address from the account and from its machine, and reports whether the
// account had it.
func (w *Server) ReleasePublicIP(ip string) bool {
	t, done := w.begin()
	defer done()
	return t.ReleasePublicIP(ip)
}

// ReuseAddress makes an address the next one that is claimed, as if Paperspace reused an address that another client
// released.
func (w *Server) ReuseAddress(ip string) {
	_, done := w.lock()
	defer done()
	w.reused = ip
}

// AssignPublicIP assigns a static public IP address of the account to a machine, or unassigns it if the ID is empty.
// It returns false if the address or the machine does not exist.
func (w *Server) AssignPublicIP(ip, machineID string) bool {
	t, done := w.begin()
	defer done()
	a, ok := t.PublicIP(ip)
	if _, known := w.machines.get(machineID); !ok || !known && machineID != "" {
		return false
	}
	t.AssignPublicIP(a, machineID)
	return true
}

// KeptAddresses returns the public IP addresses that no machine has, such as those of destroyed machines.
func (w *Server) KeptAddresses() []string {
	var kept []string
	for _, a := range w.PublicIPs() {
		if a.MachineID == "" {
			kept = append(kept, a.IP)
		}
	}
	return kept
}

// PublicIPs returns the static public IP addresses of the account. The machines record which address is assigned to
// them.
func (t *Tx) PublicIPs() []Address {
	holder := map[string]string{}
	for _, m := range t.machines.allAt(t.at) {
		if m.AssignPublicIP && m.PublicIP != "" {
			holder[m.PublicIP] = m.ID
		}
	}
	all := t.addresses.allAt(t.at)
	for i := range all {
		all[i].MachineID = holder[all[i].IP]
	}
	return all
}

// PublicIP returns one static public IP address of the account.
func (t *Tx) PublicIP(ip string) (Address, bool) {
	for _, a := range t.PublicIPs() {
		if a.IP == ip {
			return a, true
		}
	}
	return Address{}, false
}

// claim adds the static public IP address of a machine to the account.
func (w *state) claim(m Machine, at time.Time) {
	if !m.AssignPublicIP || m.PublicIP == "" {
		return
	}
	if _, ok := w.addresses.get(m.PublicIP); !ok {
		w.addresses.put(m.PublicIP, at, Address{IP: m.PublicIP, Region: m.Region, Created: at})
	}
}

// ClaimPublicIP adds a static public IP address in a region to the account.
func (t *Tx) ClaimPublicIP(region string) Address {
	t.changes++
	a := Address{IP: cmp.Or(t.reused, t.publicAddress()), Region: region, Created: t.at}
	t.reused = ""
	t.addresses.put(a.IP, t.at, a)
	return a
}

// AssignPublicIP assigns an address to a machine, or unassigns it if the ID is empty. The former machine then has no
// public IP address.
func (t *Tx) AssignPublicIP(a Address, machineID string) {
	if a.MachineID == machineID {
		return
	}
	if a.MachineID != "" {
		t.Change(a.MachineID, func(m *Machine) { m.AssignPublicIP, m.PublicIP = false, "" })
	}
	if machineID != "" {
		t.Change(machineID, func(m *Machine) {
			m.AssignPublicIP, m.DynamicPublicIP, m.PublicIP = true, false, a.IP
		})
	}
}

// ReleasePublicIP removes an address from the account and from its machine, and reports whether the account had it.
func (t *Tx) ReleasePublicIP(ip string) bool {
	a, ok := t.PublicIP(ip)
	if ok {
		t.AssignPublicIP(a, "")
		t.changes++
		t.addresses.remove(ip, t.at)
	}
	return ok
}
