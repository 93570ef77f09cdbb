package paperspace

import (
	"context"
	"errors"
	"fmt"
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
	// Empty is true when the account has no such object at all, as the key of a
	// wrong team would have it.
	Empty bool
}

// managed is a kind of object that Terraform manages, apart from machines,
// which are read by the [Fleet].
type managed[T Gettable] struct {
	what    string // for messages
	show    func(ctx context.Context, id string) (T, error)
	list    func(ctx context.Context, f Filter) ([]T, error)
	destroy func(ctx context.Context, id string) error
}

func (c *Client) scripts() managed[Script] {
	return managed[Script]{"script", c.Scripts.Show, c.Scripts.List, c.Scripts.Destroy}
}

func (c *Client) privateNetworks() managed[Network] {
	return managed[Network]{"private network", c.PrivateNetworks.Show, c.Networks.List, c.PrivateNetworks.Destroy}
}

// FindScript reads one script. It is Found unless a show says that it does not
// exist and a list that parses as the service's own answer lacks it too: a
// retired host and a key of another team answer 404 to everything. An error says
// nothing about the script.
func (c *Client) FindScript(ctx context.Context, id string) (Finding[Script], error) {
	return c.scripts().find(ctx, id)
}

// FindNetwork is [Client.FindScript] for a private network.
func (c *Client) FindNetwork(ctx context.Context, id string) (Finding[Network], error) {
	return c.privateNetworks().find(ctx, id)
}

// DestroyScript destroys a script. One that does not exist is a success, if the
// account's own list agrees.
func (c *Client) DestroyScript(ctx context.Context, id string) error {
	return c.scripts().remove(ctx, id)
}

// DestroyNetwork is [Client.DestroyScript] for a private network.
func (c *Client) DestroyNetwork(ctx context.Context, id string) error {
	return c.privateNetworks().remove(ctx, id)
}

func (k managed[T]) find(ctx context.Context, id string) (Finding[T], error) {
	t, denied := k.show(ctx, id)
	if denied == nil {
		return Finding[T]{Object: t, Found: true}, nil
	}
	if !errors.Is(denied, ErrNotFound) {
		return Finding[T]{}, denied
	}
	all, err := k.list(ctx, nil)
	if err != nil {
		return Finding[T]{}, &Error{
			Op: fmt.Sprintf("read %s %s", k.what, id), Kind: ErrUnavailable,
			Message: fmt.Sprintf("the service says that the %[1]s does not exist (%[2]s), but the list of %[1]ss that would confirm it cannot be read", k.what, denied),
			Advice:  fmt.Sprintf("The %s is kept in the state. Check the endpoint and the key, then plan again.", k.what),
			Err:     err,
		}
	}
	for _, t := range all {
		if shown, _ := t.Get(FieldID); shown == id {
			return Finding[T]{Object: t, Found: true}, nil
		}
	}
	return Finding[T]{Empty: len(all) == 0}, nil
}

func (k managed[T]) remove(ctx context.Context, id string) error {
	err := k.destroy(ctx, id)
	if err == nil || ctx.Err() != nil {
		return err
	}
	// "Not found", or a failure after the effect: only the list can tell.
	found, readErr := k.find(ctx, id)
	switch {
	case readErr == nil && !found.Found:
		return nil
	case readErr != nil && errors.Is(err, ErrNotFound):
		return readErr
	}
	return err
}
