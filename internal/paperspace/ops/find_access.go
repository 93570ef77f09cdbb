package ops

import (
	"context"
	"iter"
	"sync"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
)

// An accessor is the ID of a user who has access to a machine.
type accessor string

// Get implements [paperspace.Gettable].
func (a accessor) Get(f paperspace.Field) (string, bool) { return string(a), f == paperspace.FieldID }

// accessReaders are the readers of the users with access, by machine.
type accessReaders struct {
	mu        sync.Mutex
	byMachine map[string]*bulk.Reader[accessor]
}

// HasAccess reports whether a user has access to a machine. It returns false without an
// error only if the access is gone by the rule in bulk/gone.go. The caller must check that
// the API version has an [paperspace.AccessList].
func (c *Client) HasAccess(ctx context.Context, machineID, userID string) (bool, error) {
	finding, err := c.accessTo(machineID).Read(ctx, userID)
	return finding.Found, err
}

func (c *Client) accessTo(machineID string) *bulk.Reader[accessor] {
	c.accessReaders.mu.Lock()
	defer c.accessReaders.mu.Unlock()
	f := c.accessReaders.byMachine[machineID]
	if f == nil {
		f = bulk.NewReader(c.gap(), bulk.ListedOnly("access of user", func(ctx context.Context) iter.Seq2[accessor, error] {
			users, err := c.AccessList.Users(ctx, machineID)
			var all []accessor
			for _, id := range users {
				all = append(all, accessor(id))
			}
			return paperspace.Each(all, err)
		}))
		if c.accessReaders.byMachine == nil {
			c.accessReaders.byMachine = map[string]*bulk.Reader[accessor]{}
		}
		c.accessReaders.byMachine[machineID] = f
	}
	return f
}

// ReadUser reads one user, see [bulk.Reader.Read]. The caller must check that the API
// version has [paperspace.Users].
func (c *Client) ReadUser(ctx context.Context, id string) (bulk.Finding[paperspace.User], error) {
	return c.userReader.Read(ctx, id)
}
