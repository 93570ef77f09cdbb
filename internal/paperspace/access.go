package paperspace

import "context"

// Access decides who may use a machine besides its owner.
type Access interface {
	// Grant lets a user use a machine; granting twice is no error.
	Grant(ctx context.Context, machineID, userID string) error
	// Revoke takes it back; an unknown user or machine is [ErrNotFound].
	Revoke(ctx context.Context, machineID, userID string) error
}

// AccessList tells who may use a machine (API v1 only; CORE has no such call).
type AccessList interface {
	// Users returns the ids of the users who have access.
	Users(ctx context.Context, machineID string) ([]string, error)
}
