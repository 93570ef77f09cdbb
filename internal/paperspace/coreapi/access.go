package coreapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// access implements [paperspace.Access]. It sends the POST of the official client and of the later
// documentation, the only form that can also revoke access. The original documentation has only a
// GET, which can grant access but not revoke it.
type access struct{ *client }

// Grant implements [paperspace.Access]. CORE reference: machines > setAccessForUser.
func (c access) Grant(ctx context.Context, machineID, userID string) error {
	return c.set(ctx, machineID, userID, true)
}

// Revoke implements [paperspace.Access]. CORE reference: machines > setAccessForUser.
func (c access) Revoke(ctx context.Context, machineID, userID string) error {
	return c.set(ctx, machineID, userID, false)
}

func (c access) set(ctx context.Context, machineID, userID string, enable bool) error {
	verb := "grant"
	if !enable {
		verb = "revoke"
	}
	// Sources disagree about the response, but nothing in it is needed.
	return c.write(ctx, machineID, transport.Request{
		Op:     fmt.Sprintf("%s the access of user %s to machine %s", verb, userID, machineID),
		Method: http.MethodPost, Path: machineAccess.path(machineID), Repeat: transport.Idempotent, Whole: enable,
		Body: map[string]any{"machineId": machineID, "userId": userID, "enableAccess": enable},
	})
}
