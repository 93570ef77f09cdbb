package paperspace

import (
	"context"
	"sync"
)

// catalogue remembers the templates: they are checked for every machine of a
// plan and do not change within one.
type catalogue struct {
	mu  sync.Mutex // held while asking: the others want the same answer
	all []Template
}

// AllTemplates lists every template that the key may use, asking once per
// client. An error is not remembered.
func (c *Client) AllTemplates(ctx context.Context) ([]Template, error) {
	c.catalogue.mu.Lock()
	defer c.catalogue.mu.Unlock()
	if c.catalogue.all != nil {
		return c.catalogue.all, nil
	}
	all, err := c.Templates.List(ctx, nil)
	if err != nil {
		return nil, err
	}
	c.catalogue.all = all
	return all, nil
}
