package psfake

import (
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Order asks for a machine. Its Machine holds what was asked for; everything
// the service decides is empty.
type Order struct {
	Machine
	NewUser   *User // created before the machine, and kept when that fails
	Boot      bool  // else it ends off
	Addressed bool  // it shows its static address at once, in the observed behavior, too
}

// UnknownError says that something named does not exist.
type UnknownError struct{ Noun, ID string }

func (e UnknownError) Error() string { return fmt.Sprintf("%s %q not found", e.Noun, e.ID) }

// Order creates a machine. The user comes first: whatever is wrong with the rest,
// the new user is there afterwards.
func (t *Tx) Order(o Order) (Machine, error) {
	m := o.Machine
	if o.NewUser != nil {
		if t.emailKnown(o.NewUser.Email) {
			return m, wire.Rejection("User creation error: the email address is already associated with a Paperspace account")
		}
		t.changes++
		m.UserID = t.addUser(*o.NewUser, t.at).ID
	}
	if err := t.complete(&m); err != nil {
		return m, err
	}
	if t.SoldOut(m.Region, m.MachineType) {
		return m, wire.Rejection(Capacity)
	}
	if other, ok := t.machines.get(t.out.reuse); ok {
		return other, nil
	}
	t.changes++
	t.launch(&m, o, t.at, t.out)
	return m, nil
}

// complete checks what an order names and fills in what it leaves open.
func (t *Tx) complete(m *Machine) error {
	template, ok := t.templates.get(m.TemplateID)
	switch {
	case !ok || !t.Offers(template):
		return UnknownError{"template", m.TemplateID}
	case template.IsWindows() && GroupOf(m.MachineType) == CPUGroup:
		return wire.Rejection("Windows templates cannot be used with CPU-only machine types")
	case template.isUbuntu() && GroupOf(m.MachineType) == GridGroup:
		return wire.Rejection("Ubuntu templates cannot be used with GRID GPU machine types")
	case template.Region != "" && template.Region != m.Region:
		return wire.Rejection("The template belongs to another region")
	}
	if _, ok := t.users.get(m.UserID); m.UserID != "" && !ok {
		return UnknownError{"user", m.UserID}
	}
	if m.TeamID != "" && m.TeamID != t.team {
		return UnknownError{"team", m.TeamID}
	}
	if _, ok := t.scripts.get(m.ScriptID); m.ScriptID != "" && !ok {
		return UnknownError{"script", m.ScriptID}
	}
	if m.NetworkID != "" {
		if n, ok := t.networks.get(m.NetworkID); !ok {
			return UnknownError{"network", m.NetworkID}
		} else if n.Region != m.Region {
			return wire.Rejection("The network belongs to another region")
		}
	}
	m.OS, m.AgentType = template.OS, template.AgentType
	m.Created = t.at
	t.furnish(m, t.at)
	return nil
}

// furnish fills in what is empty and follows from the rest.
func (w *state) furnish(m *Machine, now time.Time) {
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
	h := HardwareOf(m.MachineType)
	if m.CPUs == 0 {
		m.CPUs = h.CPUs
	}
	if m.RAM == 0 {
		m.RAM = h.RAM
	}
	if m.GPU == "" {
		m.GPU = h.GPU
	}
}
