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

// wireObject is the wire shape of an object T of the domain.
type wireObject[T any] interface{ domain() T }

// array is a body that is an array of A, read one by one as it streams in: the
// list of a large account is the most that the provider ever holds.
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

// ended says what is wrong when something follows the value.
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

// A collection is all objects of a kind, or a part of them.
type collection struct {
	op      string // for errors
	route   route
	filters map[paperspace.Field]string // what the route can narrow by, and the parameter for it
}

// read reads a route that returns an array. A null is not an empty one: a
// machine that a list lacks can be taken for gone.
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

// noList is the error of a list that cannot be used.
func (c *client) noList(from collection, message string) error {
	return c.explain(&paperspace.Error{
		Op: from.op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: from.route.path(), Status: http.StatusOK, Message: message,
	})
}

// list reads a whole list that CORE never pages: templates, users, networks
// and scripts. What has no ID, such as a null, is no object.
func list[A wireObject[T], T paperspace.Gettable](ctx context.Context, c *client, from collection, f paperspace.Filter) ([]T, error) {
	var all []T
	for _, query := range queries(f, from.filters) {
		found, err := read[A, T](ctx, c, from, query, new(transport.ListSize))
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			if id, _ := t.Get(paperspace.FieldID); id != "" && f.Match(t.Get) {
				all = append(all, t)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	return all, nil
}

// about reports whether a response to the request for one object is about it. One
// that is about another would put the other's properties under its name.
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

// nothingThere is a 200 whose body holds no object, which means not found: the
// old provider met it.
func nothingThere(op string, r route) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: string(r),
		Status: http.StatusOK, Message: "the response is empty",
	}
}
