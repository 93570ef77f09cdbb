package v1api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// show reads one object. A response without an ID, or with that of another object, is an error that
// does not mean "not found".
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

// nothingThere returns the error for a response with status 200 which shows that the object does
// not exist: v1 returns null for a private network that does not exist, and shows a deleted script
// for a while. For a snapshot, a custom template, or a shared drive, it is unknown whether the
// response is null or a 404. Either means "not found", and the object counts as deleted only after
// a second request.
func nothingThere(op, path, message string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: path, Status: http.StatusOK, Message: message,
	}
}

// noService returns the error for a response with status 200 to a read that does not have the form
// of the Paperspace API.
func noService(op, path, message string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: path, Status: http.StatusOK, Message: message,
	}
}
