package v1api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// objects implements the requests that are the same for all kinds of objects. T is the type of the
// objects, and A is their wire form.
type objects[A wireObject[T], T paperspace.Gettable] struct {
	*client
	noun       string // "private network", for errors
	collection string // its path
	filters    map[paperspace.Field]string
	// secrets reads the secrets of an object, which responses about it contain and errors must not
	// show. It is nil for kinds without secrets.
	secrets func(ctx context.Context, id string) ([]string, error)
}

// List returns the objects that match f, the oldest first.
// API reference: privateNetworks-list, publicIps-list, snapshots-list, customTemplates-list, and
// sharedDrives-list.
func (c objects[A, T]) List(ctx context.Context, f paperspace.Filter) ([]T, error) {
	return list[A, T](ctx, c.private(), listing{"list " + paperspace.Plural(c.noun), path(c.collection), narrowed(byAge(), f, c.filters)}, f)
}

// Show reads one object. A response of null with status 200 means that it does not exist.
// API reference: privateNetworks-get, snapshots-get, customTemplates-get, and sharedDrives-get.
// There is no such operation for a public IP address.
func (c objects[A, T]) Show(ctx context.Context, id string) (T, error) {
	return show[A, T](ctx, c.private(), "read "+c.noun+" "+id, path(c.collection, id), id)
}

// Rename changes the name of an object.
// API reference: privateNetworks-update, snapshots-update, customTemplates-update, and
// sharedDrives-update.
func (c objects[A, T]) Rename(ctx context.Context, id, name string) error {
	return c.send(ctx, "rename "+c.noun+" "+id, http.MethodPut, id, map[string]any{"name": name})
}

// Destroy returns when Paperspace has accepted the request.
// API reference: privateNetworks-delete, publicIps-release, snapshots-delete,
// customTemplates-delete, and sharedDrives-delete.
func (c objects[A, T]) Destroy(ctx context.Context, id string) error {
	return c.send(ctx, "destroy "+c.noun+" "+id, http.MethodDelete, id, nil)
}

// send sends a write about one object that can be carried out twice.
func (c objects[A, T]) send(ctx context.Context, op, method, id string, body any) (err error) {
	r := transport.Request{Op: op, Method: method, Path: path(c.collection, id), Body: body, Repeat: transport.Idempotent}
	if c.secrets != nil {
		r.Private, r.Unquoted = true, true
		if r.Secrets, err = c.secrets(ctx, id); err != nil {
			return err
		}
	}
	return c.http.Do(ctx, r, nil)
}

// create sends a create, which is not retried. It returns the object, and the handle of its event
// if the response contains one.
func (c objects[A, T]) create(ctx context.Context, name string, body map[string]any) (t T, event string, err error) {
	r := transport.Request{
		Op:     fmt.Sprintf("create %s %q", c.noun, name),
		Method: http.MethodPost, Path: path(c.collection), Body: body, Repeat: transport.Once, Private: c.secrets != nil, Unquoted: c.secrets != nil,
	}
	var made created[A]
	if err := c.http.Do(ctx, r, &made); err != nil {
		return t, "", err
	}
	if made.object.key() == "" {
		return t, "", r.NoID(c.noun)
	}
	return made.object.domain(), made.event, nil
}

// private returns the client for reads, which does not quote responses if they contain secrets.
func (c objects[A, T]) private() *client {
	return &client{http: c.http, private: c.secrets != nil}
}

// created is the response to a create: {event, data} if the create takes time, and the object
// itself otherwise.
type created[A any] struct {
	object A
	event  string
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *created[A]) UnmarshalJSON(raw []byte) error {
	var wrapped struct {
		Event *eventResponse `json:"event"`
		Data  *A             `json:"data"`
	}
	if err := json.Unmarshal(raw, &wrapped); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	if wrapped.Event != nil {
		c.event = string(wrapped.Event.ID)
	}
	if wrapped.Data != nil {
		c.object = *wrapped.Data
		return nil
	}
	return json.Unmarshal(raw, &c.object) //nolint:wrapcheck // the transport says what was decoded
}

// eventOf is the response to a request that is carried out later.
type eventOf struct {
	Event eventResponse `json:"event"`
}

// act sends a request that is carried out later, and returns the handle of its event.
func (c *client) act(ctx context.Context, r transport.Request) (event string, err error) {
	var response eventOf
	err = c.http.Do(ctx, r, &response)
	return string(response.Event.ID), err
}

// byName is a filter by name. Paperspace matches parts of names.
var byName = map[paperspace.Field]string{paperspace.FieldName: "name"}

// regionName returns the full name of a region. In responses about addresses, drives, and single
// templates, sources show the code in some and the name in others, which would look like a change.
func regionName(shown wire.Line) string {
	name, _ := paperspace.RegionName(string(shown))
	return name
}
