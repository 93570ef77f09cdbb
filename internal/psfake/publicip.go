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
func (w *World) PublicIPs() []Address {
	now, done := w.look()
	defer done()
	return view{World: w, at: now}.publicIPs()
}

// ClaimPublicIP gives the account a static public address in a region.
func (w *World) ClaimPublicIP(region string) Address {
	now, done := w.look()
	defer done()
	return w.claimAddress(region, now)
}

// ReleasePublicIP takes a static public address from the account, and from the
// machine that has it, and reports whether the account had it.
func (w *World) ReleasePublicIP(ip string) bool {
	now, done := w.look()
	defer done()
	return w.releaseAddress(ip, now)
}

// ReuseAddress makes an address the next one that is claimed, as if the service handed
// out again what another client has released.
func (w *World) ReuseAddress(ip string) {
	_, done := w.look()
	defer done()
	w.reused = ip
}

// AssignPublicIP gives a static public address of the account to a machine, or
// to none if the ID is empty. It returns false if there is no such
// address or machine.
func (w *World) AssignPublicIP(ip, machineID string) bool {
	now, done := w.look()
	defer done()
	a, ok := view{World: w, at: now}.publicIP(ip)
	if _, known := w.machines.get(machineID); !ok || !known && machineID != "" {
		return false
	}
	w.lendAddress(a, machineID, now)
	return true
}

// KeptAddresses returns the public addresses that stay on the account although
// no machine has them, as after the machine was destroyed.
func (w *World) KeptAddresses() []string {
	var kept []string
	for _, a := range w.PublicIPs() {
		if a.MachineID == "" {
			kept = append(kept, a.IP)
		}
	}
	return kept
}

// publicIPs finds who has an address by looking at the machines, which are
// where it is changed.
func (v view) publicIPs() []Address {
	holder := map[string]string{}
	for _, m := range v.machines.allAt(v.at) {
		if m.AssignPublicIP && m.PublicIP != "" {
			holder[m.PublicIP] = m.ID
		}
	}
	all := v.addresses.allAt(v.at)
	for i := range all {
		all[i].MachineID = holder[all[i].IP]
	}
	return all
}

// publicIP finds one address.
func (v view) publicIP(ip string) (Address, bool) {
	for _, a := range v.publicIPs() {
		if a.IP == ip {
			return a, true
		}
	}
	return Address{}, false
}

// claim sees to it that the account has the static address of a machine.
func (w *World) claim(m Machine, at time.Time) {
	if !m.AssignPublicIP || m.PublicIP == "" {
		return
	}
	if _, ok := w.addresses.get(m.PublicIP); !ok {
		w.addresses.put(m.PublicIP, at, Address{IP: m.PublicIP, Region: m.Region, Created: at})
	}
}

func (w *World) claimAddress(region string, at time.Time) Address {
	a := Address{IP: cmp.Or(w.reused, w.publicAddress()), Region: region, Created: at}
	w.reused = ""
	w.addresses.put(a.IP, at, a)
	return a
}

// lendAddress gives an address to a machine, or to none. Whoever had it is left
// without a public address.
func (w *World) lendAddress(a Address, machineID string, at time.Time) {
	if a.MachineID == machineID {
		return
	}
	if a.MachineID != "" {
		w.update(a.MachineID, at, func(m *Machine) { m.AssignPublicIP, m.PublicIP = false, "" })
	}
	if machineID != "" {
		w.update(machineID, at, func(m *Machine) {
			m.AssignPublicIP, m.DynamicPublicIP, m.PublicIP = true, false, a.IP
		})
	}
}

func (w *World) releaseAddress(ip string, at time.Time) bool {
	a, ok := view{World: w, at: at}.publicIP(ip)
	if ok {
		w.lendAddress(a, "", at)
		w.addresses.remove(ip, at)
	}
	return ok
}
