package psfake_test

import (
	"fmt"
	"testing"
)

// version is an API version, with the requests that both versions support.
type version struct {
	name                  string
	create                func(name, extra string) request
	show, destroy, stop   func(id string) request
	update                func(id, body string) request
	list                  request
	createScript          func(name string) request
	showScript, endScript func(id string) request
	listScripts, listNets request
	nameKey, hoursKey     string // in an update
	hours                 func(n int) string
	itemsKey              string // in a list, "" = the list is an array
	dataKey               string // in the response to a create
}

type request struct{ method, path, body string }

var versions = []version{
	{
		name: "core",
		create: func(name, extra string) request {
			return request{"POST", "/machines/createSingleMachinePublic", fmt.Sprintf(
				`{"region":"East Coast (NY2)","machineType":"C5","size":50,"billingType":"hourly","machineName":%q,"templateId":"t0nspur5"%s}`, name, extra)}
		},
		show:    func(id string) request { return request{"GET", "/machines/getMachinePublic?machineId=" + id, ""} },
		destroy: func(id string) request { return request{"POST", "/machines/" + id + "/destroyMachine", ""} },
		stop:    func(id string) request { return request{"POST", "/machines/" + id + "/stop", ""} },
		update: func(id, body string) request {
			return request{"POST", "/machines/" + id + "/updateMachinePublic", body}
		},
		list: request{"GET", "/machines/getMachines", ""},
		createScript: func(name string) request {
			return request{"POST", "/scripts/createScript", fmt.Sprintf(`{"scriptName":%q,"scriptText":"true"}`, name)}
		},
		showScript:  func(id string) request { return request{"GET", "/scripts/getScript?scriptId=" + id, ""} },
		endScript:   func(id string) request { return request{"POST", "/scripts/" + id + "/destroy", ""} },
		listScripts: request{"GET", "/scripts/getScripts", ""},
		listNets:    request{"GET", "/networks/getNetworks", ""},
		nameKey:     "machineName", hoursKey: "shutdownTimeoutInHours",
		hours: func(n int) string { return fmt.Sprintf(`{"shutdownTimeoutInHours":%d}`, n) },
	},
	{
		name: "v1",
		create: func(name, extra string) request {
			return request{"POST", "/v1/machines", fmt.Sprintf(
				`{"name":%q,"machineType":"C5","templateId":"t0nspur5","diskSize":50,"region":"ny2"%s}`, name, extra)}
		},
		show:    func(id string) request { return request{"GET", "/v1/machines/" + id, ""} },
		destroy: func(id string) request { return request{"DELETE", "/v1/machines/" + id, ""} },
		stop:    func(id string) request { return request{"PATCH", "/v1/machines/" + id + "/stop", "{}"} },
		update:  func(id, body string) request { return request{"PUT", "/v1/machines/" + id, body} },
		list:    request{"GET", "/v1/machines?limit=120", ""},
		createScript: func(name string) request {
			return request{"POST", "/v1/startup-scripts", fmt.Sprintf(`{"name":%q,"script":"true"}`, name)}
		},
		showScript:  func(id string) request { return request{"GET", "/v1/startup-scripts/" + id, ""} },
		endScript:   func(id string) request { return request{"DELETE", "/v1/startup-scripts/" + id, ""} },
		listScripts: request{"GET", "/v1/startup-scripts?limit=120", ""},
		listNets:    request{"GET", "/v1/private-networks?limit=120", ""},
		nameKey:     "name", hoursKey: "autoShutdownTimeout",
		hours:    func(n int) string { return fmt.Sprintf(`{"autoShutdownEnabled":true,"autoShutdownTimeout":%d}`, n) },
		itemsKey: "items", dataKey: "data",
	},
}

// inBothVersions runs a test with each API version.
func inBothVersions(t *testing.T, test func(t *testing.T, c *caller, v version)) {
	for _, v := range versions {
		t.Run(v.name, func(t *testing.T) { test(t, documentedCaller(t), v) })
	}
}

func (c *caller) do(r request) reply {
	c.t.Helper()
	return c.must(r.method, r.path, r.body)
}

// ok is like do, for a request that must succeed.
func (c *caller) ok(r request) reply {
	c.t.Helper()
	resp := c.do(r)
	if resp.status >= 300 {
		c.t.Fatalf("%s %s: %d %s", r.method, r.path, resp.status, resp.raw)
	}
	return resp
}

// inject adds a fault with the admin routes.
func (c *caller) inject(format string, args ...any) {
	c.t.Helper()
	c.ok(request{"POST", "/_fake/faults", fmt.Sprintf(format, args...)})
}

// made creates a machine and returns its ID.
func (c *caller) made(v version, name string) string {
	c.t.Helper()
	return v.idOf(c.t, c.ok(v.create(name, "")))
}

// idOf returns the ID in the response to a create.
func (v version) idOf(t *testing.T, r reply) string {
	t.Helper()
	o := r.object(t)
	if data := part(o, v.dataKey); data != nil {
		o = data
	}
	return o["id"].(string)
}

// listed returns the values of a key in the items of a list.
func (c *caller) listed(v version, r request, key string) []string {
	c.t.Helper()
	resp := c.ok(r)
	var all []map[string]any
	if v.itemsKey == "" {
		all = resp.list(c.t)
	} else {
		all = items(resp.object(c.t))
	}
	values := []string{}
	for _, o := range all {
		values = append(values, fmt.Sprint(o[key]))
	}
	return values
}
