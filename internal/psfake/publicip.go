package psfake

import (
	"cmp"
	"time"
)

// Address is a static public address of the account.
type Address struct {
	IP, Region string
	MachineID  string // empty while no machine has it
	Created    time.Time
}

// PublicIPs lists the account's static public addresses, in order of the claim.
func (w *Server) PublicIPs() []Address {
	t, done := w.begin()
	defer done()
	return t.PublicIPs()
}

// ClaimPublicIP gives the account a static public address in a region.
func (w *Server) ClaimPublicIP(region string) Address {
	t, done := w.begin()
	defer done()
	return t.ClaimPublicIP(region)
}

// ReleasePublicIP takes a static public address from the account, and from the
// machine that has it, and reports whether the account had it.
func (w *Server) ReleasePublicIP(ip string) bool {
	t, done := w.begin()
	defer done()
	return t.ReleasePublicIP(ip)
}

// ReuseAddress makes an address the next one that is claimed, as if the service handed
// out again what another client has released.
func (w *Server) ReuseAddress(ip string) {
	_, done := w.look()
	defer done()
	w.reused = ip
}

// AssignPublicIP gives a static public address of the account to a machine, or
// to none if the ID is empty. It returns false if there is no such
// address or machine.
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

// KeptAddresses returns the public addresses that stay on the account although
// no machine has them, as after the machine was destroyed.
func (w *Server) KeptAddresses() []string {
	var kept []string
	for _, a := range w.PublicIPs() {
		if a.MachineID == "" {
			kept = append(kept, a.IP)
		}
	}
	return kept
}

// PublicIPs returns the static addresses of the account. Which machine has an
// address comes from the machines, because that is where it is changed.
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

// PublicIP returns one of them.
func (t *Tx) PublicIP(ip string) (Address, bool) {
	for _, a := range t.PublicIPs() {
		if a.IP == ip {
			return a, true
		}
	}
	return Address{}, false
}

// claim sees to it that the account has the static address of a machine.
func (w *state) claim(m Machine, at time.Time) {
	if !m.AssignPublicIP || m.PublicIP == "" {
		return
	}
	if _, ok := w.addresses.get(m.PublicIP); !ok {
		w.addresses.put(m.PublicIP, at, Address{IP: m.PublicIP, Region: m.Region, Created: at})
	}
}

// ClaimPublicIP gives the account a static address in a region.
func (t *Tx) ClaimPublicIP(region string) Address {
	t.changes++
	a := Address{IP: cmp.Or(t.reused, t.publicAddress()), Region: region, Created: t.at}
	t.reused = ""
	t.addresses.put(a.IP, t.at, a)
	return a
}

// AssignPublicIP gives an address to a machine, or to none if the ID is empty. The
// machine that had it is left without a public address.
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

// ReleasePublicIP takes an address from the account, and from the machine that has
// it, and reports whether the account had it.
func (t *Tx) ReleasePublicIP(ip string) bool {
	a, ok := t.PublicIP(ip)
	if ok {
		t.AssignPublicIP(a, "")
		t.changes++
		t.addresses.remove(ip, t.at)
	}
	return ok
}
