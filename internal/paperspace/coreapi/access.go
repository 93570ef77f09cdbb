package coreapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// access implements [paperspace.Access]. The documentation describes a GET that can
// only grant; the official client really sent the POST used here, the only
// form that can revoke, and a GET that changes data is never sent.
type access struct{ *client }

func (c access) Grant(ctx context.Context, machineID, userID string) error {
	return c.set(ctx, machineID, userID, true)
}

func (c access) Revoke(ctx context.Context, machineID, userID string) error {
	return c.set(ctx, machineID, userID, false)
}

func (c access) set(ctx context.Context, machineID, userID string, enable bool) error {
	verb := "grant"
	if !enable {
		verb = "revoke"
	}
	// Sources differ in what the response is; nothing in it is needed.
	return c.write(ctx, machineID, transport.Request{
		Op:     fmt.Sprintf("%s the access of user %s to machine %s", verb, userID, machineID),
		Method: http.MethodPost, Path: machineAccess.path(machineID), Repeat: transport.Idempotent, Whole: enable,
		Body: map[string]any{"machineId": machineID, "userId": userID, "enableAccess": enable},
	})
}
