package paperspace

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// An accessor is the ID of a user who has access to a machine.
type accessor string

// Get implements [Gettable].
func (a accessor) Get(f Field) (string, bool) { return string(a), f == FieldID }

// accessReaders are the BulkReaders of those who have access, by machine.
type accessReaders struct {
	mu        sync.Mutex
	byMachine map[string]*BulkReader[accessor]
}

// HasAccess reports whether a user has access to a machine. It reports false only
// if the access is gone by the rule in gone.go. The caller must check that the API
// version has an [AccessList].
func (c *Client) HasAccess(ctx context.Context, machineID, userID string) (bool, error) {
	finding, err := c.accessTo(machineID).Read(ctx, userID)
	return finding.Found, err
}

func (c *Client) accessTo(machineID string) *BulkReader[accessor] {
	c.accessReaders.mu.Lock()
	defer c.accessReaders.mu.Unlock()
	f := c.accessReaders.byMachine[machineID]
	if f == nil {
		f = newBulkReader(c.gap(), listedOnly("access of user", func(ctx context.Context) iter.Seq2[accessor, error] {
			users, err := c.AccessList.Users(ctx, machineID)
			var all []accessor
			for _, id := range users {
				all = append(all, accessor(id))
			}
			return Each(all, err)
		}))
		if c.accessReaders.byMachine == nil {
			c.accessReaders.byMachine = map[string]*BulkReader[accessor]{}
		}
		c.accessReaders.byMachine[machineID] = f
	}
	return f
}

// FindUser reads one user, see [BulkReader.Read]. The caller must check that the API
// version has [Users].
func (c *Client) FindUser(ctx context.Context, id string) (Finding[User], error) {
	return c.userFleet.Read(ctx, id)
}

// listedOnly returns the kind of objects that can be listed and not read one by
// one. A read is then its own list, because a shared one might be older than
// the last write.
func listedOnly[T Gettable](noun string, list func(ctx context.Context) iter.Seq2[T, error]) source[T] {
	return source[T]{noun: noun, list: list, partial: true, show: func(ctx context.Context, id string) (none T, err error) {
		op := fmt.Sprintf("read %s %s", noun, id)
		for t, err := range list(ctx) {
			if err != nil {
				// If what the list belongs to is not found, that says nothing about the object.
				return none, hideNotFound(err)
			}
			if got, _ := t.Get(FieldID); got == id {
				return t, nil
			}
		}
		return none, &Error{Op: op, Kind: ErrNotFound, Message: "the list does not contain it"}
	}}
}
