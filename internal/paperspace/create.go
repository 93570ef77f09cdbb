package paperspace

import (
	"context"
	"errors"
)

// Create makes one machine at most once; see [createOnce].
func (c *Client) Create(ctx context.Context, in MachineCreate) (Created[Machine], error) {
	return createOnce[Machine]{
		name: in.Name, billed: true, warned: true, client: c, fleet: c.BulkReader,
		send:    func(ctx context.Context) (Machine, error) { return c.Machines.Create(ctx, in) },
		compare: func(m Machine) likeness { return in.compare(m, c.Traits) },
		examine: func(ctx context.Context, m Machine) (Machine, likeness, error) { return c.examine(ctx, m.ID, in) },
		explain: func(ctx context.Context, err error) error { return c.withNewUser(ctx, in, err) },
	}.run(ctx)
}

// examine reads a machine and compares it with an order. If no network was
// ordered, a machine in a private network is not the ordered one: Paperspace attaches
// a machine without one to the default network of the team, which is not private. If the
// API version does not show which networks are private, the network decides nothing.
func (c *Client) examine(ctx context.Context, id string, in MachineCreate) (Machine, likeness, error) {
	m, err := c.Machines.Show(ctx, id)
	if err != nil {
		return m, undecided, err
	}
	like := in.compare(m, c.Traits)
	switch {
	case like != equal || in.NetworkID != "" || c.PrivateNetworks == nil || c.Traits.NetworksListed:
		return m, like, nil
	case m.NetworkID == "": // every machine gets one while it is provisioned
		return m, undecided, nil
	}
	switch _, err := c.PrivateNetworks.Show(ctx, m.NetworkID); {
	case err == nil:
		return m, unequal, nil
	case errors.Is(err, ErrNotFound):
		return m, equal, nil
	default:
		return m, undecided, err
	}
}

// withNewUser completes the error of a create that was to make a user as well:
// Paperspace makes the user first, so the user can exist and must be named.
func (c *Client) withNewUser(ctx context.Context, in MachineCreate, err error) error {
	if in.NewUser == nil || c.Users == nil {
		return err
	}
	users, listErr := c.Users.List(ctx, Filter{FieldEmail: in.NewUser.Email})
	if listErr != nil || len(users) == 0 {
		return err
	}
	return With(err, UserExists{Email: in.NewUser.Email, ID: users[0].ID})
}
