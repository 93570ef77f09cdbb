package coreapi

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// calls are all methods with the ID of a machine.
var calls = map[string]func(ctx context.Context, m paperspace.Machines, id string) error{
	"show": func(ctx context.Context, m paperspace.Machines, id string) error {
		_, err := m.Show(ctx, id)
		return err
	},
	"events": func(ctx context.Context, m paperspace.Machines, id string) error {
		_, err := m.Events(ctx, id)
		return err
	},
	"start":   func(ctx context.Context, m paperspace.Machines, id string) error { return m.Start(ctx, id) },
	"stop":    func(ctx context.Context, m paperspace.Machines, id string) error { return m.Stop(ctx, id) },
	"restart": func(ctx context.Context, m paperspace.Machines, id string) error { return m.Restart(ctx, id) },
	"destroy": func(ctx context.Context, m paperspace.Machines, id string) error {
		return m.Destroy(ctx, id, paperspace.Release{})
	},
	"update": func(ctx context.Context, m paperspace.Machines, id string) error {
		return m.Update(ctx, id, paperspace.MachineUpdate{Name: new("web")})
	},
}

func TestRoutes(t *testing.T) {
	one := func(name string) func(context.Context, paperspace.API) error {
		return func(ctx context.Context, api paperspace.API) error { return calls[name](ctx, api.Machines, "ps123abc") }
	}
	const body = `{"machineId":"ps123abc"}`
	for name, c := range map[string]struct {
		call       func(context.Context, paperspace.API) error
		wireObject string
		want       request
	}{
		"availability": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Availability.Available(ctx, "East Coast (NY2)", "GPU+")
			return err
		}, `{"available": true}`, request{method: "GET", path: "/machines/getAvailability", query: "machineType=GPU%2B&region=East%20Coast%20%28NY2%29"}},
		"availability by code": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Availability.Available(ctx, "ams1", "P4000")
			return err
		}, `{"available": true}`, request{method: "GET", path: "/machines/getAvailability", query: "machineType=P4000&region=Europe%20%28AMS1%29"}},
		"create": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Machines.Create(ctx, paperspace.MachineCreate{Name: "web"})
			return err
		}, `{"id": "ps1"}`, request{method: "POST", path: "/machines/createSingleMachinePublic",
			body: `{"region":"","machineType":"","size":0,"billingType":"","machineName":"web","templateId":""}`}},
		"list": {func(ctx context.Context, api paperspace.API) error {
			_, err := all(api.Machines.List(ctx, nil))
			return err
		}, `[]`, request{method: "GET", path: "/machines/getMachines"}},
		"list filtered": {func(ctx context.Context, api paperspace.API) error {
			_, err := all(api.Machines.List(ctx, paperspace.Filter{paperspace.FieldName: "a b&c+d", paperspace.FieldID: "ps1"}))
			return err
		}, `[]`, request{method: "GET", path: "/machines/getMachines", query: "machineId=ps1&name=a%20b%26c%2Bd"}},
		"show":    {one("show"), `{"id": "ps123abc"}`, request{method: "GET", path: "/machines/getMachinePublic", query: "machineId=ps123abc"}},
		"events":  {one("events"), `{"id": "ps123abc"}`, request{method: "GET", path: "/machines/getMachinePublic", query: "machineId=ps123abc"}},
		"start":   {one("start"), ``, request{method: "POST", path: "/machines/ps123abc/start", body: body}},
		"stop":    {one("stop"), ``, request{method: "POST", path: "/machines/ps123abc/stop", body: body}},
		"restart": {one("restart"), ``, request{method: "POST", path: "/machines/ps123abc/restart", body: body}},
		"destroy": {one("destroy"), ``, request{method: "POST", path: "/machines/ps123abc/destroyMachine", body: body}},
		"update": {one("update"), ``, request{method: "POST", path: "/machines/ps123abc/updateMachinePublic",
			body: `{"machineId":"ps123abc","machineName":"web"}`}},
		"templates": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Templates.List(ctx, paperspace.Filter{paperspace.FieldLabel: "Windows 10"})
			return err
		}, `[]`, request{method: "GET", path: "/templates/getTemplates", query: "label=Windows%2010"}},
		"users": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Users.List(ctx, paperspace.Filter{paperspace.FieldEmail: "a+b@example.com"})
			return err
		}, `[]`, request{method: "GET", path: "/users/getUsers", query: "email=a%2Bb%40example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, reply{body: c.wireObject})
			if err := c.call(t.Context(), api); err != nil {
				t.Fatal(err)
			}
			got := w.onlyOrAgain(t)
			if got.method != c.want.method || got.path != c.want.path || got.query != c.want.query || got.body != c.want.body {
				t.Errorf("sent\n%s %s ? %s %s, want\n%s %s ? %s %s", got.method, got.path, got.query, got.body,
					c.want.method, c.want.path, c.want.query, c.want.body)
			}
			if got.header.Get("X-Api-Key") != key || got.header.Get("Authorization") != "" || got.header.Get("Accept") != "application/json" {
				t.Errorf("sent the headers %v", got.header)
			}
			if hasType := got.header.Get("Content-Type") == "application/json"; hasType != (got.body != "") {
				t.Errorf("Content-Type %q with the body %q", got.header.Get("Content-Type"), got.body)
			}
		})
	}
}

// All documented filters of the list of machines are supported. The parameter for the ID is
// machineId.
func TestMachineFilterNames(t *testing.T) {
	want := map[paperspace.Field]string{
		"id": "machineId", "name": "name", "os": "os", "ram": "ram", "cpus": "cpus", "gpu": "gpu",
		"storage_total": "storageTotal", "storage_used": "storageUsed", "usage_rate": "usageRate",
		"shutdown_timeout_in_hours": "shutdownTimeoutInHours", "perform_auto_snapshot": "performAutoSnapshot",
		"auto_snapshot_frequency": "autoSnapshotFrequency", "auto_snapshot_save_count": "autoSnapshotSaveCount",
		"agent_type": "agentType", "dt_created": "dtCreated", "state": "state", "updates_pending": "updatesPending",
		"network_id": "networkId", "private_ip_address": "privateIpAddress", "public_ip_address": "publicIpAddress",
		"region": "region", "user_id": "userId", "team_id": "teamId", "script_id": "scriptId", "dt_last_run": "dtLastRun",
	}
	if len(want) != 25 || len(machineFilters) != len(want) {
		t.Errorf("%d filters, the seed has 25", len(machineFilters))
	}
	for field, name := range want {
		for _, value := range []string{"a b", "null", ""} {
			w, api := scripted(t, reply{body: `[]`})
			if _, err := all(api.Machines.List(t.Context(), paperspace.Filter{field: value})); err != nil {
				t.Fatal(err)
			}
			sent := w.onlyOrAgain(t)
			query, err := url.ParseQuery(sent.query)
			if value == paperspace.Null && (name == "os" || name == "publicIpAddress" || name == "name") {
				if len(query) != 0 || err != nil { // matched only by the provider
					t.Errorf("%s = null was sent as %v, %v", field, query, err)
				}
				continue
			}
			if err != nil || len(query) != 1 || query.Get(name) != value {
				t.Errorf("%s = %q was sent as %q, want the name %s", field, value, sent.query, name)
			}
		}
		if _, known := (paperspace.Machine{}).Get(field); !known {
			t.Errorf("%s is not matched on this side", field)
		}
	}
}

func TestIDsAreEscaped(t *testing.T) {
	for id, path := range map[string]string{
		"ps 1": "ps%201", "ps/../1": "ps%2F..%2F1", "psé世": "ps%C3%A9%E4%B8%96", "ps?a=b#c": "ps%3Fa=b%23c", "ps%2F": "ps%252F",
	} {
		for name, call := range calls {
			w, api := scripted(t, reply{body: fmt.Sprintf(`{"id": %q}`, id)})
			if err := call(t.Context(), api.Machines, id); err != nil {
				t.Errorf("%s of %q: %v", name, id, err)
				continue
			}
			got := w.only(t)
			if query, err := url.ParseQuery(got.query); got.method == "GET" && (err != nil || query.Get("machineId") != id) {
				t.Errorf("%s of %q asks for %q", name, id, got.query)
			}
			if got.method == "POST" && (object(t, got.body)["machineId"] != id || got.path[:len("/machines/"+path+"/")] != "/machines/"+path+"/") {
				t.Errorf("%s of %q goes to %s with %s", name, id, got.path, got.body)
			}
		}
	}
}

// A read with an empty ID could be a list, and a destroy of "." could be a request to another
// route.
func TestImpossibleIDsAreNotSent(t *testing.T) {
	for _, id := range []string{"", " ", ".", ".."} {
		for name, call := range calls {
			w, api := scripted(t, reply{body: `{"id": "ps1"}`})
			err := call(t.Context(), api.Machines, id)
			isRead := name == "show" || name == "events"
			if isRead && id != "" {
				continue // a query value is harmless
			}
			if err == nil || paperspace.HadEffect(err) || len(w.sent) != 0 {
				t.Errorf("%s of %q: %v, %d requests", name, id, err, len(w.sent))
			}
		}
	}
}

// The path of the endpoint is a prefix of all request paths.
func TestEndpointWithPath(t *testing.T) {
	w, api := scriptedAt(t, "https://example.com/paper%20space/core/", reply{})
	if err := api.Machines.Start(t.Context(), "ps1"); err != nil {
		t.Fatal(err)
	}
	if got := w.only(t).path; got != "/paper%20space/core/machines/ps1/start" {
		t.Errorf("went to %s", got)
	}
}
