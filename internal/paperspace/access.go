package paperspace

import "context"

// Access is the part of the API that gives users other than the owner access to a machine.
type Access interface {
	// Grant gives a user access to a machine. It is not an error if the user already has it.
	Grant(ctx context.Context, machineID, userID string) error
	// Revoke ends the access. An unknown user or machine is [ErrNotFound].
	Revoke(ctx context.Context, machineID, userID string) error
}

// AccessList lists the users with access to a machine (API v1 only).
type AccessList interface {
	// Users returns the IDs of the users.
	Users(ctx context.Context, machineID string) ([]string, error)
}
