package paperspace

import "context"

// Gettable is an object of Paperspace that returns its fields by their Terraform
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

// ListMachines returns the machines that match every filter. It leaves out those that
// Paperspace shows only with the date of their deletion.
func (c *Client) ListMachines(ctx context.Context, f Filter) ([]Machine, error) {
	var all []Machine
	for m, err := range c.Machines.List(ctx, f) {
		if err != nil {
			return nil, err
		}
		if !m.BeingDestroyed() {
			all = append(all, m)
		}
	}
	return all, nil
}
