package v1api

import (
	"context"
	"slices"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// After a rejected start or stop, the machine and its events are read: if it is already in the
// target state, or about to be, the request succeeds. Events appear before the state changes.
func TestRejectedPowerCalls(t *testing.T) {
	busy := reply{412, `{"code": "PRECONDITION_FAILED", "message": "This machine is currently busy."}`}
	event := func(name, state string) string {
		return `{"id": "ev1", "machineId": "ps1", "name": "` + name + `", "state": "` + state + `"}`
	}
	for name, c := range map[string]struct {
		state, events string
		start, stop   bool // whether the rejected request succeeds
	}{
		"ready":                                {"ready", "", true, false},
		"serviceready":                         {"serviceready", "", true, false},
		"starting":                             {"starting", event("start", "in progress"), true, false},
		"provisioning":                         {"provisioning", event("create", "new"), true, false},
		"restarting":                           {"restarting", event("restart", "in progress"), true, false},
		"off":                                  {"off", "", false, true},
		"stopping":                             {"stopping", event("stop", "in progress"), false, true},
		"upgrading, which ends off":            {"upgrading", "", false, true},
		"an unknown state":                     {"dancing", "", false, false},
		"off, and a start was accepted":        {"off", event("start", "new"), true, false},
		"ready, and a stop was accepted":       {"ready", event("stop", "new"), false, true},
		"ready, and a restart was accepted":    {"ready", event("restart", "new"), true, false},
		"ready after a stop that failed":       {"ready", event("stop", "error"), true, false},
		"off, and the newest has ended":        {"off", event("stop", "done") + "," + event("start", "in progress"), false, true},
		"off, with another kind of event":      {"off", event("vm-upgrade", "in progress") + "," + event("stop", "done"), false, true},
		"ready, with another kind of event on": {"ready", event("snapshot-create", "new") + "," + event("stop", "new"), false, true},
	} {
		for verb, enough := range map[string]bool{"start": c.start, "stop": c.stop} {
			w, api := scripted(t, busy, reply{body: `{"id": "ps1", "state": "` + c.state + `"}`}, reply{body: items(c.events)})
			err := machineCalls[verb](t.Context(), api, "ps1")
			if enough && err != nil {
				t.Errorf("%s while it is %s: %v", verb, name, err)
			}
			if !enough {
				wantKind(t, err, paperspace.ErrConflict)
			}
			if len(w.sent) != 3 {
				t.Errorf("%s: sent %q", verb, w.lines())
			}
		}
	}
}

// If the machine or its events cannot be read after a rejected start or stop, the error is that of
// the rejection.
func TestRejectedPowerCallWithUnknownState(t *testing.T) {
	no := reply{409, `{"code": "CONFLICT", "message": "no"}`}
	for name, look := range map[string][]reply{
		"no show":   {no, {500, ``}},
		"gone":      {no, {404, `{"code": "NOT_FOUND"}`}},
		"no events": {no, {body: `{"id": "ps1", "state": "ready"}`}, {500, ``}},
	} {
		_, api := scripted(t, look...)
		err := api.Machines.Start(t.Context(), "ps1")
		if wantKind(t, err, paperspace.ErrConflict); paperspace.HadEffect(err) {
			t.Errorf("%s: had effect: %v", name, err)
		}
	}
	// The machine is read only after a rejection, and not after that of a restart, because the state
	// does not show which restart it is from.
	for _, c := range []struct {
		verb       string
		wireObject reply
	}{
		{"start", reply{401, `{"message": "no"}`}}, {"stop", reply{404, `{"code": "NOT_FOUND"}`}}, {"start", reply{500, ``}}, {"restart", no},
	} {
		w, api := scripted(t, c.wireObject)
		if err := machineCalls[c.verb](t.Context(), api, "ps1"); err == nil || len(w.sent) != 1 {
			t.Errorf("%s: %v, sent %q", c.verb, err, w.lines())
		}
	}
}

func TestDestroyReleasesAddresses(t *testing.T) {
	gone := reply{404, `{"code": "NOT_FOUND", "message": "no"}`}
	no := reply{400, `{"code": "BAD_REQUEST", "message": "no"}`}
	done := reply{body: `{}`}
	const list, first, second, destroy = "GET /v1/public-ips?limit=120&order=asc&orderBy=dtCreated",
		"DELETE /v1/public-ips/198.51.100.7", "DELETE /v1/public-ips/198.51.100.10", "DELETE /v1/machines/psx1y2z3"
	addresses := reply{body: golden(t, "public_ips.json")}
	for name, c := range map[string]struct {
		replies []reply
		want    []string
		kind    error
		effect  bool
	}{
		"all is well":            {[]reply{addresses, done, done, done}, []string{list, first, second, destroy}, nil, false},
		"no addresses":           {[]reply{{body: items(``)}, done}, []string{list, destroy}, nil, false},
		"one is gone":            {[]reply{addresses, gone, done, done}, []string{list, first, second, destroy}, nil, false},
		"one is rejected":        {[]reply{addresses, no}, []string{list, first}, paperspace.ErrRejected, false},
		"the second is rejected": {[]reply{addresses, done, no}, []string{list, first, second}, paperspace.ErrRejected, true},
		"a page says gone":       {[]reply{addresses, {404, `<html></html>`}}, []string{list, first}, paperspace.ErrUnavailable, false},
		"no list":                {[]reply{{body: `{}`}}, []string{list}, paperspace.ErrNotService, false},
		"the machine stays":      {[]reply{addresses, done, done, no}, []string{list, first, second, destroy}, paperspace.ErrRejected, true},
		"nothing was released":   {[]reply{addresses, gone, gone, no}, []string{list, first, second, destroy}, paperspace.ErrRejected, false},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, c.replies...)
			err := api.Machines.Destroy(t.Context(), "psx1y2z3", paperspace.Release{Any: true})
			if wantKind(t, err, c.kind); paperspace.HadEffect(err) != c.effect {
				t.Errorf("had effect %v: %v", !c.effect, err)
			}
			w.wantSent(t, c.want...)
		})
	}
}

// Unassigned addresses have an empty machine ID. They must not be released for a machine with an
// empty ID.
func TestDestroyOfNothingReleasesNothing(t *testing.T) {
	for _, id := range []string{"", " ", "."} {
		w, api := scripted(t, reply{body: golden(t, "public_ips.json")})
		if err := api.Machines.Destroy(t.Context(), id, paperspace.Release{Any: true}); err == nil || slices.ContainsFunc(w.sent, func(r request) bool { return r.method != "GET" }) {
			t.Errorf("%q: %v, sent %q", id, err, w.lines())
		}
	}
}

// Paperspace can reject a grant because the user already has access. Grant succeeds then.
func TestGrant(t *testing.T) {
	no := func(status int) reply { return reply{status, `{"code": "X", "message": "no"}`} }
	for name, c := range map[string]struct {
		replies []reply
		user    string
		kind    error
		sent    int
	}{
		"granted":                  {ok(`{}`), "u123abc", nil, 1},
		"granted before":           {[]reply{no(409), {body: golden(t, "accessors.json")}}, "u123abc", nil, 2},
		"granted before, by a 400": {[]reply{no(400), {body: golden(t, "accessors.json")}}, "u123abc", nil, 2},
		"not any more":             {[]reply{no(409), {body: golden(t, "accessors.json")}}, "u456def", paperspace.ErrConflict, 2},
		"rejected":                 {[]reply{no(400), {body: items(``)}}, "u123abc", paperspace.ErrRejected, 2},
		"unknown outcome":          {[]reply{no(409), no(500)}, "u123abc", paperspace.ErrConflict, 2},
		"no machine":               {[]reply{no(404)}, "u123abc", paperspace.ErrNotFound, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, c.replies...)
			wantKind(t, api.Access.Grant(t.Context(), "ps1", c.user), c.kind)
			if len(w.sent) != c.sent {
				t.Errorf("sent %q", w.lines())
			}
		})
	}
}

// The team of the key is read only once, but read again if that failed.
func TestTeamOfTheKey(t *testing.T) {
	list := func(api paperspace.API) ([]paperspace.User, error) { return api.Users.List(context.Background(), nil) }
	w, api := scripted(t, ok(`null`, `{"team": null}`, `{"user": {}}`, golden(t, "session.json"), golden(t, "user_list.json"))...)
	for _, kind := range []error{paperspace.ErrDenied, paperspace.ErrNotService, paperspace.ErrNotService} {
		_, err := list(api)
		wantKind(t, err, kind)
	}
	for range 2 {
		if all, err := list(api); err != nil || len(all) != 2 {
			t.Errorf("%+v, %v", all, err)
		}
	}
	const session, users = "GET /v1/auth/session", "GET /v1/teams/te456def/users?limit=120&order=asc&orderBy=dtConfirmed"
	w.wantSent(t, session, session, session, session, users, users)
}
