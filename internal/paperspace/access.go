package paperspace

import "context"

// Access decides who can use a machine besides its owner.
type Access interface {
	// Grant lets a user use a machine; granting twice is not an error.
	Grant(ctx context.Context, machineID, userID string) error
	// Revoke takes it back; an unknown user or machine is [ErrNotFound].
	Revoke(ctx context.Context, machineID, userID string) error
}

// AccessList returns who can use a machine (API v1 only; CORE has no such call).
type AccessList interface {
	// Users returns the IDs of the users who have access.
	Users(ctx context.Context, machineID string) ([]string, error)
}
