package psfake

import (
	"fmt"
	"time"
)

// order asks for a machine. Its Machine holds what was asked for; everything
// the service decides is empty.
type order struct {
	Machine
	newUser *User // created before the machine, and kept when that fails
	boot    bool  // else it ends off
}

// outcome bends what an accepted call leads to.
type outcome struct {
	stuck   bool
	failure string        // the error of the event it ends with
	early   bool          // a new machine shows its static address at once, whatever the dialect says of CORE
	lag     time.Duration // how long a restart still reads as before it

	reuse     string // the machine that a create is answered with
	tombstone *Fault // what becomes of a machine that is destroyed
}

// unknownError says that something named does not exist.
type unknownError struct{ noun, id string }

func (e unknownError) Error() string { return fmt.Sprintf("%s %q not found", e.noun, e.id) }

// refusedError says that the service does not do what it understood.
type refusedError string

func (e refusedError) Error() string { return string(e) }

// place an order. The user comes first: whatever is wrong with the rest, the
// new user is there afterwards.
func (w *World) order(o order, now time.Time, out outcome) (Machine, error) {
	m := o.Machine
	if o.newUser != nil {
		if w.emailKnown(o.newUser.Email) {
			return m, refusedError("User creation error: the email address is already associated with a Paperspace account")
		}
		w.changes++
		m.UserID = w.addUser(*o.newUser, now).ID
	}
	if err := w.complete(&m, now); err != nil {
		return m, err
	}
	if w.soldOut(m.Region, m.MachineType) {
		return m, refusedError(Capacity)
	}
	if other, ok := w.machines.get(out.reuse); ok {
		return other, nil
	}
	w.changes++
	w.launch(&m, o.boot, now, out)
	return m, nil
}

// complete checks what an order names and fills in what it leaves open.
func (w *World) complete(m *Machine, now time.Time) error {
	t, ok := w.templates.get(m.TemplateID)
	switch {
	case !ok || !w.offers(t):
		return unknownError{"template", m.TemplateID}
	case t.isWindows() && isCPUType(m.MachineType):
		return refusedError("Windows templates cannot be used with CPU-only machine types")
	case t.isUbuntu() && isGridType(m.MachineType):
		return refusedError("Ubuntu templates cannot be used with GRID GPU machine types")
	case t.Region != "" && t.Region != m.Region:
		return refusedError("The template belongs to another region")
	}
	if _, ok := w.users.get(m.UserID); m.UserID != "" && !ok {
		return unknownError{"user", m.UserID}
	}
	if m.TeamID != "" && m.TeamID != w.team {
		return unknownError{"team", m.TeamID}
	}
	if _, ok := w.scripts.get(m.ScriptID); m.ScriptID != "" && !ok {
		return unknownError{"script", m.ScriptID}
	}
	if m.NetworkID != "" {
		if n, ok := w.networks.get(m.NetworkID); !ok {
			return unknownError{"network", m.NetworkID}
		} else if n.Region != m.Region {
			return refusedError("The network belongs to another region")
		}
	}
	m.OS, m.AgentType = t.OS, t.AgentType
	m.Created = now
	w.furnish(m, now)
	return nil
}

// furnish fills in what is empty and follows from the rest.
func (w *World) furnish(m *Machine, now time.Time) {
	if m.ID == "" {
		m.ID = w.newID("ps", known(&w.machines))
	}
	if m.UserID == "" {
		m.UserID = w.caller
	}
	if m.TeamID == "" {
		m.TeamID = w.team
	}
	if m.NetworkID == "" {
		m.NetworkID = w.defaultNetwork(m.Region, now).ID
	}
	if m.PrivateIP == "" {
		n, _ := w.networks.get(m.NetworkID)
		m.PrivateIP = w.privateAddress(n)
	}
	m.equip()
}

// equip fills in what is empty and follows from the type.
func (m *Machine) equip() {
	h := lookHardware(m.MachineType)
	if m.CPUs == 0 {
		m.CPUs = h.cpus
	}
	if m.RAM == 0 {
		m.RAM = h.ram
	}
	if m.GPU == "" {
		m.GPU = h.gpu
	}
}
