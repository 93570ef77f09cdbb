package v1api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// access implements [paperspace.Access] and [paperspace.AccessList].
type access struct{ *client }

type accessorResponse struct {
	User struct {
		ID wire.ID `json:"id"`
	} `json:"user"`
	DTDeleted wire.Line `json:"dtDeleted"`
}

func (a accessorResponse) key() string    { return string(a.User.ID) }
func (a accessorResponse) gone() bool     { return a.DTDeleted != "" }
func (a accessorResponse) domain() string { return string(a.User.ID) }

// Grant succeeds if the user has access afterward, because it is not known how Paperspace responds
// if the user already has access.
// API reference: Machine, machines-addAccessor.
func (c access) Grant(ctx context.Context, machineID, userID string) error {
	op := fmt.Sprintf("grant the access of user %s to machine %s", userID, machineID)
	err := c.http.Do(ctx, transport.Request{
		Op: op, Method: http.MethodPost, Path: path(machinesPath, machineID, accessorsElem), Repeat: transport.Idempotent, Whole: true,
		Body: map[string]any{"userId": userID},
	}, nil)
	if rejected(err) {
		if users, listErr := c.Users(ctx, machineID); listErr == nil && slices.Contains(users, userID) {
			return nil
		}
	}
	return err
}

// Revoke implements [paperspace.Access]. API reference: Machine, machines-removeAccessor.
func (c access) Revoke(ctx context.Context, machineID, userID string) error {
	op := fmt.Sprintf("revoke the access of user %s to machine %s", userID, machineID)
	return c.write(ctx, op, http.MethodDelete, path(machinesPath, machineID, accessorsElem, userID), nil)
}

// Users returns the users with access. It skips users who are still listed after their access has
// ended.
// API reference: Machine, machines-listAccessors.
func (c access) Users(ctx context.Context, machineID string) ([]string, error) {
	var all []string
	op := "list who has access to machine " + machineID
	query := url.Values{"orderBy": {"id"}, "order": {"asc"}}
	for id, err := range pages[accessorResponse, string](ctx, c.client, listing{op, path(machinesPath, machineID, accessorsElem), query}) {
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
}
