package coreapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// answer is the wire shape of an object T of the domain.
type answer[T any] interface{ domain() T }

// array reads a route that answers an array. A null is not an empty one: a
// machine that a list lacks may be taken for gone.
func array[T any](ctx context.Context, c *client, op string, r route, query url.Values) ([]T, error) {
	var all []T
	if err := c.get(ctx, op, r, query, &all); err != nil {
		return nil, err
	}
	if all == nil {
		return nil, c.explain(&paperspace.Error{
			Op: op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: r.path(),
			Status: http.StatusOK, Message: "the answer is null where a list belongs",
		})
	}
	return all, nil
}

// list reads a whole list that CORE never pages: templates, users, networks
// and scripts. What has no id, such as a null, is no object.
func list[A answer[T], T paperspace.Gettable](ctx context.Context, c *client, op string, r route, f paperspace.Filter, names map[paperspace.Field]string) ([]T, error) {
	answers, err := array[A](ctx, c, op, r, filterQuery(f, names))
	if err != nil {
		return nil, err
	}
	var all []T
	for _, a := range answers {
		t := a.domain()
		if id, _ := t.Get(paperspace.FieldID); id != "" && f.Match(t.Get) {
			all = append(all, t)
		}
	}
	return all, nil
}

// about says whether an answer to the question for one object is about it. One
// that is about another would put the other's properties under its name.
func about(op string, r route, got wire.ID, want string) error {
	switch {
	case got == "":
		return nothingThere(op, r)
	case string(got) != want:
		return &paperspace.Error{
			Op: op, Kind: paperspace.ErrNotService, Method: http.MethodGet, Path: string(r),
			Status: http.StatusOK, Message: fmt.Sprintf("the answer is about %q", got),
		}
	}
	return nil
}

// nothingThere is a 200 whose body holds no object, which means not found: the
// old provider met it.
func nothingThere(op string, r route) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: string(r),
		Status: http.StatusOK, Message: "the answer holds nothing",
	}
}
