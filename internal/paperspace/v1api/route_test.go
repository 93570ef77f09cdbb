package v1api

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// machineCalls are all methods with the ID of a machine.
var machineCalls = map[string]func(ctx context.Context, api paperspace.API, id string) error{
	"show": func(ctx context.Context, api paperspace.API, id string) error {
		_, err := api.Machines.Show(ctx, id)
		return err
	},
	"events": func(ctx context.Context, api paperspace.API, id string) error {
		_, err := api.Machines.Events(ctx, id)
		return err
	},
	"update": func(ctx context.Context, api paperspace.API, id string) error {
		return api.Machines.Update(ctx, id, paperspace.MachineUpdate{Name: new("web")})
	},
	"update a group": func(ctx context.Context, api paperspace.API, id string) error {
		return api.Machines.Update(ctx, id, paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(8))})
	},
	"start":   func(ctx context.Context, api paperspace.API, id string) error { return api.Machines.Start(ctx, id) },
	"stop":    func(ctx context.Context, api paperspace.API, id string) error { return api.Machines.Stop(ctx, id) },
	"restart": func(ctx context.Context, api paperspace.API, id string) error { return api.Machines.Restart(ctx, id) },
	"destroy": func(ctx context.Context, api paperspace.API, id string) error {
		return api.Machines.Destroy(ctx, id, paperspace.Release{})
	},
	"grant": func(ctx context.Context, api paperspace.API, id string) error { return api.Access.Grant(ctx, id, "u1") },
	"revoke": func(ctx context.Context, api paperspace.API, id string) error {
		return api.Access.Revoke(ctx, id, "u1")
	},
	"access": func(ctx context.Context, api paperspace.API, id string) error {
		_, err := api.AccessList.Users(ctx, id)
		return err
	},
}

// networkCalls and scriptCalls are the methods with the ID of a network or a script.
var networkCalls = map[string]func(ctx context.Context, api paperspace.API, id string) error{
	"show": func(ctx context.Context, api paperspace.API, id string) error {
		_, err := api.PrivateNetworks.Show(ctx, id)
		return err
	},
	"rename": func(ctx context.Context, api paperspace.API, id string) error {
		return api.PrivateNetworks.(paperspace.Renamable).Rename(ctx, id, "backend") //nolint:forcetypeassert // API v1 renames networks
	},
	"destroy": func(ctx context.Context, api paperspace.API, id string) error {
		return api.PrivateNetworks.Destroy(ctx, id)
	},
}

var scriptCalls = map[string]func(ctx context.Context, api paperspace.API, id string) error{
	"show": func(ctx context.Context, api paperspace.API, id string) error {
		_, err := api.Scripts.Show(ctx, id)
		return err
	},
	"update": func(ctx context.Context, api paperspace.API, id string) error {
		return api.ScriptEdits.Update(ctx, id, paperspace.ScriptUpdate{
			Name: new("hello"), Text: new("exit"), IsEnabled: new(false), RunOnce: new(true),
		})
	},
	"destroy": func(ctx context.Context, api paperspace.API, id string) error { return api.Scripts.Destroy(ctx, id) },
	"assign": func(ctx context.Context, api paperspace.API, id string) error {
		return api.ScriptEdits.Assign(ctx, id, "ps1")
	},
	"unassign": func(ctx context.Context, api paperspace.API, id string) error {
		return api.ScriptEdits.Unassign(ctx, id, "ps1")
	},
}

func TestRoutes(t *testing.T) {
	const byAge = "limit=120&order=asc&orderBy=dtCreated"
	type call = func(ctx context.Context, api paperspace.API) error
	machine := func(name string) call {
		return func(ctx context.Context, api paperspace.API) error { return machineCalls[name](ctx, api, "ps1") }
	}
	network := func(name string) call {
		return func(ctx context.Context, api paperspace.API) error { return networkCalls[name](ctx, api, "n1") }
	}
	script := func(name string) call {
		return func(ctx context.Context, api paperspace.API) error { return scriptCalls[name](ctx, api, "sc1") }
	}
	for name, c := range map[string]struct {
		call    call
		replies []reply
		want    []string
	}{
		"show machine": {machine("show"), ok(`{"id": "ps1"}`), []string{"GET /v1/machines/ps1"}},
		"list machines": {func(ctx context.Context, api paperspace.API) error {
			_, err := collect(api.Machines.List(ctx, nil))
			return err
		}, ok(items(``)), []string{"GET /v1/machines?" + byAge}},
		"list machines, filtered": {func(ctx context.Context, api paperspace.API) error {
			_, err := collect(api.Machines.List(ctx, paperspace.Filter{
				"name": "a b&c+d", "machine_type": "GPU+", "agent_type": "LinuxHeadless", "region": "ny2", "os": paperspace.Null,
			}))
			return err
		}, ok(items(``)), []string{"GET /v1/machines?agentType=LinuxHeadless&limit=120&machineType=GPU%2B&name=a%20b%26c%2Bd&order=asc&orderBy=dtCreated"}},
		"list machines without a name": {func(ctx context.Context, api paperspace.API) error {
			_, err := collect(api.Machines.List(ctx, paperspace.Filter{"name": paperspace.Null}))
			return err
		}, ok(items(``)), []string{"GET /v1/machines?" + byAge}},
		"events":       {machine("events"), ok(items(``)), []string{"GET /v1/machine-events?limit=50&machineId=ps1&order=desc&orderBy=dtCreated"}},
		"update":       {machine("update"), ok(`{}`), []string{`PUT /v1/machines/ps1 {"name":"web"}`}},
		"start":        {machine("start"), ok(`{}`), []string{"PATCH /v1/machines/ps1/start"}},
		"stop":         {machine("stop"), ok(`{}`), []string{"PATCH /v1/machines/ps1/stop"}},
		"restart":      {machine("restart"), ok(`{}`), []string{"PATCH /v1/machines/ps1/restart"}},
		"destroy":      {machine("destroy"), ok(`{}`), []string{"DELETE /v1/machines/ps1"}},
		"grant":        {machine("grant"), ok(`{}`), []string{`POST /v1/machines/ps1/accessors {"userId":"u1"}`}},
		"revoke":       {machine("revoke"), ok(`{}`), []string{"DELETE /v1/machines/ps1/accessors/u1"}},
		"access":       {machine("access"), ok(items(``)), []string{"GET /v1/machines/ps1/accessors?limit=120&order=asc&orderBy=id"}},
		"show network": {network("show"), ok(`{"id": "n1"}`), []string{"GET /v1/private-networks/n1"}},
		"list networks": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Networks.List(ctx, paperspace.Filter{"name": "backend", "region": "ny2"})
			return err
		}, ok(items(``)), []string{"GET /v1/private-networks?limit=120&name=backend&order=asc&orderBy=dtCreated"}},
		"create network": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.PrivateNetworks.Create(ctx, paperspace.NetworkCreate{Name: "backend", Region: "Europe (AMS1)"})
			return err
		}, ok(`{"id": "n1"}`), []string{`POST /v1/private-networks {"name":"backend","region":"ams1"}`}},
		"rename network":  {network("rename"), ok(`{}`), []string{`PUT /v1/private-networks/n1 {"name":"backend"}`}},
		"destroy network": {network("destroy"), ok(`{}`), []string{"DELETE /v1/private-networks/n1"}},
		"show script":     {script("show"), ok(`{"id": "sc1"}`), []string{"GET /v1/startup-scripts/sc1"}},
		"list scripts": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Scripts.List(ctx, paperspace.Filter{"name": "hello", "is_enabled": "true"})
			return err
		}, ok(items(``)), []string{"GET /v1/startup-scripts?limit=120&name=hello&order=asc&orderBy=dtCreated"}},
		"create script": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Scripts.Create(ctx, paperspace.ScriptCreate{Name: "hello", Text: "exit", Description: "Says hello", MachineID: "ps1"})
			return err
		}, ok(`{"id": "sc1"}`), []string{`POST /v1/startup-scripts {"isRunOnce":false,"name":"hello","script":"exit"}`}},
		"update script": {script("update"), ok(`{}`),
			[]string{`PUT /v1/startup-scripts/sc1 {"isEnabled":false,"isRunOnce":true,"name":"hello","script":"exit"}`}},
		"destroy script": {script("destroy"), ok(`{}`), []string{"DELETE /v1/startup-scripts/sc1"}},
		"assign":         {script("assign"), ok(`{}`), []string{`POST /v1/startup-scripts/sc1/assign {"machineId":"ps1"}`}},
		"unassign":       {script("unassign"), ok(`{}`), []string{`POST /v1/startup-scripts/sc1/unassign {"machineId":"ps1"}`}},
		"templates": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Templates.List(ctx, paperspace.Filter{"name": "Ours", "label": "Ours"})
			return err
		}, ok(items(``)), []string{
			"GET /v1/os-templates?limit=120&name=Ours&order=asc&orderBy=name",
			"GET /v1/custom-templates?limit=120&name=Ours&order=asc&orderBy=dtCreated",
		}},
		"users": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Users.List(ctx, paperspace.Filter{"email": "a+b@example.com"})
			return err
		}, ok(`{"team": {"id": "te1"}}`, items(``)), []string{
			"GET /v1/auth/session", "GET /v1/teams/te1/users?limit=120&order=asc&orderBy=dtConfirmed",
		}},
		"availability": {func(ctx context.Context, api paperspace.API) error {
			_, err := api.Availability.Available(ctx, "East Coast (NY2)", "gpu+")
			return err
		}, ok(`{"available": true}`), []string{"GET /v1/machine-availability?machineType=GPU%2B&region=ny2"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, c.replies...)
			if err := c.call(t.Context(), api); err != nil {
				t.Fatal(err)
			}
			w.wantSent(t, c.want...)
			for _, got := range w.sent {
				if got.header.Get("Authorization") != "Bearer "+key || got.header.Get("X-Api-Key") != "" || got.header.Get("Accept") != "application/json" {
					t.Errorf("%s: the headers are %v", got.line(), got.header)
				}
				// Paperspace rejects a Content-Type without a body.
				types := got.header.Values("Content-Type")
				if want := []string{"application/json"}; got.body != "" && !slices.Equal(types, want) || got.body == "" && len(types) != 0 {
					t.Errorf("%s: Content-Type %q", got.line(), types)
				}
			}
		})
	}
}

func TestIDsAreEscaped(t *testing.T) {
	for id, escaped := range map[string]string{
		"ps 1": "ps%201", "ps/../1": "ps%2F..%2F1", "psé世": "ps%C3%A9%E4%B8%96", "ps?a=b#c": "ps%3Fa=b%23c", "ps%2F": "ps%252F",
	} {
		for collection, calls := range map[string]map[string]func(context.Context, paperspace.API, string) error{
			"machines": machineCalls, "private-networks": networkCalls, "startup-scripts": scriptCalls,
		} {
			for name, call := range calls {
				// The response is valid as an object and as a page.
				w, api := scripted(t, reply{body: `{"id": "` + id + `", "items": []}`})
				if err := call(t.Context(), api, id); err != nil {
					t.Errorf("%s of %q: %v", name, id, err)
				}
				for _, got := range w.sent {
					if got.path == "/v1/machine-events" && strings.Contains(got.query, "machineId=ps") {
						continue
					}
					if rest, is := strings.CutPrefix(got.path, "/v1/"+collection+"/"+escaped); !is || strings.HasPrefix(rest, "%") {
						t.Errorf("%s of %q goes to %s", name, id, got.path)
					}
				}
			}
		}
	}
}

// With an empty ID, the path would be that of the collection, and "." and ".." would lead to
// another path.
func TestImpossibleIDsAreNotSent(t *testing.T) {
	for _, id := range []string{"", " ", ".", ".."} {
		for _, calls := range []map[string]func(context.Context, paperspace.API, string) error{machineCalls, networkCalls, scriptCalls} {
			for name, call := range calls {
				if name == "events" && strings.TrimSpace(id) != "" {
					continue // a query value is harmless
				}
				w, api := scripted(t, reply{body: `{"id": "ps1", "items": [{"ip": "198.51.100.7"}]}`})
				err := call(t.Context(), api, id)
				if err == nil || paperspace.HadEffect(err) || len(w.sent) != 0 {
					t.Errorf("%s of %q: %v, sent %q", name, id, err, w.lines())
				}
			}
		}
	}
}
