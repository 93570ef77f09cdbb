package ops

import (
	"context"
	"errors"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
)

// Create makes one machine at most once; see [once.Create].
func (c *Client) Create(ctx context.Context, in paperspace.MachineCreate) (once.Created[paperspace.Machine], error) {
	return once.Create[paperspace.Machine]{
		Name: in.Name, Billed: true, Warned: true, Objects: c.BulkReader, Locks: &c.creates, PollInterval: c.PollInterval,
		Send:    func(ctx context.Context) (paperspace.Machine, error) { return c.Machines.Create(ctx, in) },
		Compare: func(m paperspace.Machine) paperspace.Likeness { return in.Compare(m, c.Traits) },
		Examine: func(ctx context.Context, m paperspace.Machine) (paperspace.Machine, paperspace.Likeness, error) {
			return c.examine(ctx, m.ID, in)
		},
		Explain: func(ctx context.Context, err error) error { return c.withNewUser(ctx, in, err) },
	}.Run(ctx)
}

// examine reads a machine and compares it with an order. If the order names no network, a
// machine in a private network is not the ordered one: Paperspace attaches a machine
// without a network to the default network of the team, which is not private. If the API
// version does not show which networks are private, the network is ignored.
func (c *Client) examine(ctx context.Context, id string, in paperspace.MachineCreate) (paperspace.Machine, paperspace.Likeness, error) {
	m, err := c.Machines.Show(ctx, id)
	if err != nil {
		return m, paperspace.Undecided, err
	}
	like := in.Compare(m, c.Traits)
	switch {
	case like != paperspace.Equal || in.NetworkID != "" || c.PrivateNetworks == nil || c.Traits.NetworksListed:
		return m, like, nil
	case m.NetworkID == "": // every machine gets one while it is provisioned
		return m, paperspace.Undecided, nil
	}
	switch _, err := c.PrivateNetworks.Show(ctx, m.NetworkID); {
	case err == nil:
		return m, paperspace.Unequal, nil
	case errors.Is(err, paperspace.ErrNotFound):
		return m, paperspace.Equal, nil
	default:
		return m, paperspace.Undecided, err
	}
}

// withNewUser completes the error of a create that was also to create a user: Paperspace
// creates the user first, so the user might exist, and the error must name it.
func (c *Client) withNewUser(ctx context.Context, in paperspace.MachineCreate, err error) error {
	if in.NewUser == nil || c.Users == nil {
		return err
	}
	users, listErr := c.Users.List(ctx, paperspace.Filter{paperspace.FieldEmail: in.NewUser.Email})
	if listErr != nil || len(users) == 0 {
		return err
	}
	return paperspace.With(err, paperspace.UserExists{Email: in.NewUser.Email, ID: users[0].ID})
}
