package v1api

import (
	"context"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// shows are methods that read one object.
var shows = map[string]func(ctx context.Context, api paperspace.API, id string) error{
	"machine": machineCalls["show"], "network": networkCalls["show"], "script": scriptCalls["show"],
}

// A response that is not about the requested object is an error, but not a "not found". Only null
// and a 404 are.
func TestShowOfSomethingElse(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		kind       error
		says       string
	}{
		"null":                {reply{body: `null`}, paperspace.ErrNotFound, "the response is null"},
		"another":             {reply{body: `{"id": "x2"}`}, paperspace.ErrNotService, `the response is about "x2"`},
		"no id":               {reply{body: `{"name": "web"}`}, paperspace.ErrNotService, `the response is about ""`},
		"an id that is null":  {reply{body: `{"id": null}`}, paperspace.ErrNotService, `the response is about ""`},
		"an error with a 200": {reply{body: `{"code": "INTERNAL_SERVER_ERROR", "message": "no"}`}, paperspace.ErrNotService, "about"},
		"wrapped":             {reply{body: `{"data": {"id": "x1"}}`}, paperspace.ErrNotService, "about"},
		"an id for no screen": {reply{body: `{"id": "x1\u001b[2J"}`}, paperspace.ErrNotService, "expected form"},
		"a list":              {reply{body: `[{"id": "x1"}]`}, paperspace.ErrNotService, "expected form"},
		"a page of it":        {reply{body: items(`{"id": "x1"}`)}, paperspace.ErrNotService, "about"},
		"nothing":             {reply{}, paperspace.ErrNotService, "empty"},
		"HTML":                {reply{body: `<html><title>Parked</title></html>`}, transport.ErrForeign, "Parked"},
		"404":                 {reply{404, `{"code": "NOT_FOUND", "message": "Not found"}`}, paperspace.ErrNotFound, "Not found"},
	} {
		for what, show := range shows {
			_, api := scripted(t, c.wireObject)
			err := show(t.Context(), api, "x1")
			wantKind(t, err, c.kind)
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v does not say %q", what, name, err, c.says)
			}
			if denied := c.kind == paperspace.ErrNotFound; paperspace.HadEffect(err) || (transport.Unrecognized(err) && denied) {
				t.Errorf("%s, %s: %v", what, name, err)
			}
		}
	}
}

// A deleted script is still shown for a while, and a network might be, too. Both count as not
// found. A machine is returned as long as it is shown, because it still has its network and
// address.
func TestShowOfADeletedObject(t *testing.T) {
	const body = `{"id": "x1", "dtDeleted": "2024-05-06T07:08:09.100Z"}`
	for what, kind := range map[string]error{"network": paperspace.ErrNotFound, "script": paperspace.ErrNotFound, "machine": nil} {
		_, api := scripted(t, reply{body: body})
		wantKind(t, shows[what](t.Context(), api, "x1"), kind)
	}
}

// After a 2xx response to a create without an ID, the object might exist.
func TestCreateWithoutAnID(t *testing.T) {
	for what, create := range map[string]func(api paperspace.API) error{
		"machine": func(api paperspace.API) error {
			_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
			return err
		},
		"network": func(api paperspace.API) error {
			_, err := api.PrivateNetworks.Create(t.Context(), paperspace.NetworkCreate{Name: "backend"})
			return err
		},
		"script": func(api paperspace.API) error {
			_, err := api.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "hello"})
			return err
		},
	} {
		for _, body := range []string{`{}`, `null`, `{"id": ""}`, `{"event": {"id": "ev1"}, "data": {}}`, `{"id": "x", `, ``, `[]`} {
			w, api := scripted(t, reply{body: body})
			err := create(api)
			wantKind(t, err, paperspace.ErrNotService)
			if !paperspace.HadEffect(err) || len(w.sent) != 1 {
				t.Errorf("%s, %q: had effect %v, sent %q", what, body, paperspace.HadEffect(err), w.lines())
			}
		}
	}
}
