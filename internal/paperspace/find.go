package paperspace

import (
	"context"
	"errors"
)

// Gettable is an object of the service that tells its fields by their Terraform
// names.
type Gettable interface {
	Get(f Field) (value string, known bool)
}

// Finding is what a read of one object that Terraform manages found out.
type Finding[T any] struct {
	Object T
	Found  bool
	// Empty is true when the account has no object of the kind at all, as the key
	// of a wrong team would have it.
	Empty bool
}

// FindScript reads one script that Terraform manages, see [Fleet.Read].
func (c *Client) FindScript(ctx context.Context, id string) (Finding[Script], error) {
	return c.scriptFleet.Read(ctx, id)
}

// FindNetwork is [Client.FindScript] for a private network.
func (c *Client) FindNetwork(ctx context.Context, id string) (Finding[Network], error) {
	return c.networkFleet.Read(ctx, id)
}

// DestroyScript destroys a script. One that does not exist is a success, if the
// account's own list agrees.
func (c *Client) DestroyScript(ctx context.Context, id string) error {
	return c.scriptFleet.remove(ctx, id, c.Scripts.Destroy)
}

// DestroyNetwork is [Client.DestroyScript] for a private network.
func (c *Client) DestroyNetwork(ctx context.Context, id string) error {
	return c.networkFleet.remove(ctx, id, c.PrivateNetworks.Destroy)
}

func (f *Fleet[T]) remove(ctx context.Context, id string, destroy func(ctx context.Context, id string) error) error {
	err := destroy(ctx, id)
	if err == nil || ctx.Err() != nil {
		return err
	}
	// "Not found", or a failure after the effect: only the list can tell.
	found, readErr := f.Read(ctx, id)
	switch {
	case readErr == nil && !found.Found:
		return nil
	case readErr != nil && errors.Is(err, ErrNotFound):
		return readErr
	}
	return err
}
