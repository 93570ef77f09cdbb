package v1api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// show reads one object. A response that has no ID, or another's, says nothing
// about the one that was asked for.
func show[A wireObject[T], T any](ctx context.Context, c *client, op, path, id string) (T, error) {
	var none T
	var a *A
	if err := c.get(ctx, op, path, nil, &a); err != nil {
		return none, err
	}
	switch {
	case a == nil:
		return none, nothingThere(op, path, "the response is null")
	case (*a).key() != id:
		return none, noService(op, path, fmt.Sprintf("the response is about %q", (*a).key()))
	case (*a).gone():
		return none, nothingThere(op, path, "it has been deleted")
	}
	return (*a).domain(), nil
}

// nothingThere is a 200 that denies the object: v1 returns null for a private
// network that does not exist, and shows a deleted script for a while. For a snapshot, a
// custom template, and a shared drive, no source reports whether the response is a null or
// 404. Both mean that it was not found, which is treated as deleted only after a second look.
func nothingThere(op, path, message string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: path, Status: http.StatusOK, Message: message,
	}
}

// noService is a 200 to a read that is not what Paperspace responds.
func noService(op, path, message string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: path, Status: http.StatusOK, Message: message,
	}
}
