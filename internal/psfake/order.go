package psfake

import (
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Order is a request for a machine. Its Machine has the requested settings. All fields that the server sets are empty.
type Order struct {
	Machine
	NewUser   *User // created before the machine, and kept if the create fails
	Boot      bool  // boot the machine; otherwise it ends off
	Addressed bool  // the static public IP address is shown immediately, even in the observed behavior
}

// UnknownError is returned if an object that a request names does not exist.
type UnknownError struct{ Kind, ID string }

func (e UnknownError) Error() string { return fmt.Sprintf("%s %q not found", e.Kind, e.ID) }

// Order creates a machine. It creates the new user first, who remains even if the create then fails.
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

// complete checks an order and sets the fields that it omits.
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

// furnish sets every empty field that depends on the other fields.
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

// equip sets every empty field that depends on the machine type.
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
