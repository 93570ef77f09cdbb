package coreapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// wireObject is the wire form of an object T.
type wireObject[T any] interface{ domain() T }

// array is a body that is an array of A. It is decoded element by element as it arrives, because
// the list of a large account is the largest object in memory.
type array[A wireObject[T], T any] struct {
	all  []T // nil after a null
	size *transport.ListSize
}

// DecodeBody implements [transport.BodyDecoder].
func (l *array[A, T]) DecodeBody(r io.Reader) error {
	l.all = nil
	d := json.NewDecoder(l.size.Reader(r))
	switch begin, err := d.Token(); {
	case err != nil:
		return fmt.Errorf("decode: %w", err)
	case begin == nil:
		return ended(d)
	case begin != json.Delim('['):
		return &json.UnmarshalTypeError{Value: fmt.Sprintf("%v", begin), Type: reflect.TypeFor[[]A]()}
	}
	l.all = []T{}
	for d.More() {
		var a A
		if err := d.Decode(&a); err != nil {
			return fmt.Errorf("decode: %w", err)
		}
		l.all = append(l.all, a.domain())
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return ended(d)
}

// ended returns an error if something follows the value.
func ended(d *json.Decoder) error {
	switch more, err := d.Token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fmt.Errorf("decode: %w", err)
	default:
		return fmt.Errorf("%v follows the list: %w", more, io.ErrUnexpectedEOF)
	}
}

// A collection is a route that lists objects.
type collection struct {
	op      string // for errors
	route   route
	filters map[paperspace.Field]string // the fields that the route can filter by, and their parameters
}

// read reads a route that returns an array. It does not take null for an empty array, because a
// machine that a list does not contain can be taken for gone.
func read[A wireObject[T], T any](ctx context.Context, c *client, from collection, query url.Values, size *transport.ListSize) ([]T, error) {
	l := array[A, T]{size: size}
	if err := c.get(ctx, from.op, from.route, query, &l); err != nil {
		return nil, err
	}
	if l.all == nil {
		return nil, c.noList(from, "the response is null instead of a list")
	}
	return l.all, nil
}

// noList returns the error for a list that is not usable.
func (c *client) noList(from collection, message string) error {
	return c.explain(&paperspace.Error{
		Op: from.op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: from.route.path(), Status: http.StatusOK, Message: message,
	})
}

// list reads a list that has only one page: templates, users, networks, or scripts. It skips
// elements without an ID, such as null.
func list[A wireObject[T], T paperspace.Gettable](ctx context.Context, c *client, from collection, f paperspace.Filter) ([]T, error) {
	var all []T
	for _, query := range queries(f, from.filters) {
		found, err := read[A, T](ctx, c, from, query, new(transport.ListSize))
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			if paperspace.IDOf(t) != "" && f.Match(t.Get) {
				all = append(all, t)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	return all, nil
}

// about returns an error if the response to a read of one object is empty or about another object.
func about(op string, r route, got wire.ID, want string) error {
	switch {
	case got == "":
		return nothingThere(op, r)
	case string(got) != want:
		return &paperspace.Error{
			Op: op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: string(r),
			Status: http.StatusOK, Message: fmt.Sprintf("the response is about %q", got),
		}
	}
	return nil
}

// nothingThere returns the error for a response with status 200 and no object in its body, which
// means not found. The old provider observed such responses.
func nothingThere(op string, r route) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: string(r),
		Status: http.StatusOK, Message: "the response is empty",
	}
}
