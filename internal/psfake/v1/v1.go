package psfake

import (
	"cmp"
	"crypto/subtle"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// V1Prefix is where Local mounts the door that speaks the v1 API, as the real
// service does on its host.
const V1Prefix = "/v1"

// V1 returns the door that speaks the v1 API, with V1Prefix before its paths
// or without.
func (w *World) V1() http.Handler { return &v1{w} }

type v1 struct{ world *World }

func (d *v1) dialect() *V1Dialect { return &d.world.dialect.V1 }

// v1Request is what a handler of the v1 door gets to see.
type v1Request struct {
	*http.Request
	view
	body  []byte
	query map[string][]string
	id    string // the one in the path
	sub   string // the second one in the path
}

type v1Handler func(d *v1, r v1Request, out outcome) answer

type v1Route struct {
	call   string
	handle v1Handler
}

// Calls have the names that the same calls have at the CORE door, so that a
// fault or a look into the journal is good for both.
var v1Routes = map[string]map[string]v1Route{
	"/machines": {
		"GET":  {"machines.list", (*v1).listMachines},
		"POST": {"machines.create", (*v1).create},
	},
	"/machines/?": {
		"GET":    {"machines.show", (*v1).show},
		"PUT":    {"machines.update", (*v1).update},
		"DELETE": {"machines.destroy", (*v1).destroy},
	},
	"/machines/?/start":   {"PATCH": {"machines.start", (*v1).start}},
	"/machines/?/stop":    {"PATCH": {"machines.stop", (*v1).stop}},
	"/machines/?/restart": {"PATCH": {"machines.restart", (*v1).restart}},
	"/machines/?/accessors": {
		"GET":  {"accessors.list", (*v1).listAccessors},
		"POST": {"machines.setAccess", (*v1).addAccessor},
	},
	"/machines/?/accessors/?": {
		"GET":    {"accessors.show", (*v1).showAccessor},
		"DELETE": {"machines.setAccess", (*v1).removeAccessor},
	},
	"/machine-availability": {"GET": {"machines.availability", (*v1).availability}},
	"/machine-events":       {"GET": {"events.list", (*v1).listEvents}},
	"/machine-events/?":     {"GET": {"events.show", (*v1).showEvent}},
	"/os-templates":         {"GET": {"templates.list", (*v1).listTemplates}},
	"/custom-templates": {
		"GET":  {"customTemplates.list", (*v1).listCustomTemplates},
		"POST": {"templates.create", (*v1).createTemplate},
	},
	"/custom-templates/?": {
		"GET":    {"templates.show", (*v1).showTemplate},
		"PUT":    {"templates.update", (*v1).updateTemplate},
		"DELETE": {"templates.delete", (*v1).destroyTemplate},
	},
	"/private-networks": {
		"GET":  {"networks.list", (*v1).listNetworks},
		"POST": {"networks.create", (*v1).createNetwork},
	},
	"/private-networks/?": {
		"GET":    {"networks.show", (*v1).showNetwork},
		"PUT":    {"networks.update", (*v1).updateNetwork},
		"DELETE": {"networks.destroy", (*v1).destroyNetwork},
	},
	"/public-ips": {
		"GET":  {"publicips.list", (*v1).listPublicIPs},
		"POST": {"publicips.claim", (*v1).claimPublicIP},
	},
	"/public-ips/?": {
		"PUT":    {"publicips.assign", (*v1).assignPublicIP},
		"DELETE": {"publicips.release", (*v1).releasePublicIP},
	},
	"/shared-drives": {
		"GET":  {"drives.list", (*v1).listDrives},
		"POST": {"drives.create", (*v1).createDrive},
	},
	"/shared-drives/?": {
		"GET":    {"drives.show", (*v1).showDrive},
		"PUT":    {"drives.update", (*v1).updateDrive},
		"DELETE": {"drives.delete", (*v1).destroyDrive},
	},
	"/snapshots": {
		"GET":  {"snapshots.list", (*v1).listSnapshots},
		"POST": {"snapshots.create", (*v1).createSnapshot},
	},
	"/snapshots/?": {
		"GET":    {"snapshots.show", (*v1).showSnapshot},
		"PUT":    {"snapshots.update", (*v1).updateSnapshot},
		"DELETE": {"snapshots.delete", (*v1).destroySnapshot},
	},
	"/snapshots/?/restore": {"POST": {"snapshots.restore", (*v1).restoreSnapshot}},
	"/startup-scripts": {
		"GET":  {"scripts.list", (*v1).listScripts},
		"POST": {"scripts.create", (*v1).createScript},
	},
	"/startup-scripts/?": {
		"GET":    {"scripts.show", (*v1).showScript},
		"PUT":    {"scripts.update", (*v1).updateScript},
		"DELETE": {"scripts.destroy", (*v1).destroyScript},
	},
	"/startup-scripts/?/assign":   {"POST": {"scripts.assign", (*v1).assignScript}},
	"/startup-scripts/?/unassign": {"POST": {"scripts.unassign", (*v1).unassignScript}},
	"/teams/?/users":              {"GET": {"users.list", (*v1).listUsers}},
	"/auth/session":               {"GET": {sessionCall, (*v1).session}},
	"/billing/account-standing":   {"GET": {"billing.standing", (*v1).standing}},
}

// find returns the routes of a path by method, and the ids in it. A slash at
// the end is forgiven, so that an empty id asks for the list.
func (d *v1) find(path string) (routes map[string]v1Route, id, sub string) {
	if rest, ok := strings.CutPrefix(path, V1Prefix+"/"); ok {
		path = "/" + rest
	}
	path = strings.TrimSuffix(path, "/")
	if path == "/machine-availability" && d.dialect().NoAvailability {
		return nil, "", ""
	}
	if routes, ok := v1Routes[path]; ok && !strings.Contains(path, "?") {
		return routes, "", ""
	}
	parts := strings.Split(path, "/")
	if len(parts) > 2 {
		id, parts[2] = parts[2], "?"
	}
	if len(parts) > 4 {
		sub, parts[4] = parts[4], "?"
	}
	return v1Routes[strings.Join(parts, "/")], id, sub
}

// ServeHTTP implements http.Handler.
func (d *v1) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		http.Error(rw, "request entity too large", http.StatusRequestEntityTooLarge)
		return
	}
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	x := exchange{
		door: "v1", call: "unknown", request: r, body: body, fail: d.fail,
		keyOK: isBearer && subtle.ConstantTimeCompare([]byte(token), []byte(d.world.key)) == 1,
	}
	x.deny = func() answer {
		if x.call == sessionCall {
			return d.json(nil)
		}
		return d.fail(http.StatusUnauthorized, "Invalid API token")
	}
	routes, id, sub := d.find(r.URL.Path)
	route, known := routes[r.Method]
	if known {
		x.call = route.call
	}
	switch {
	case routes == nil:
		x.run = func(view, outcome) answer {
			return d.fail(http.StatusNotFound, "No such path: "+r.Method+" "+r.URL.Path)
		}
	case !known:
		x.run = func(view, outcome) answer { return d.wrongMethod(routes) }
	case !x.keyOK:
		x.run = func(view, outcome) answer { return x.deny() }
	default:
		x.run = func(v view, out outcome) answer {
			return route.handle(d, v1Request{Request: r, view: v, body: body, query: r.URL.Query(), id: id, sub: sub}, out)
		}
	}
	x.write = isWrite(r.Method, x.call)
	x.rebuilds = x.call == "machines.update"
	x.machine, x.creates = v1Machine(r, x.call, id, body)
	x.object = cmp.Or(id, r.URL.Query().Get("machineId"))
	d.world.serve(rw, x)
}

// v1Machine finds the machine a request is about, as namedMachine does.
func v1Machine(r *http.Request, call, pathID string, body []byte) (id, creates string) {
	if pathID != "" && (strings.HasPrefix(call, "machines.") || strings.HasPrefix(call, "accessors.")) {
		return pathID, ""
	}
	if r.Method == http.MethodGet {
		return r.URL.Query().Get("machineId"), ""
	}
	var named struct{ MachineID, Name any }
	if json.Unmarshal(body, &named) != nil {
		return "", ""
	}
	id, _ = named.MachineID.(string)
	if call == "machines.create" {
		creates, _ = named.Name.(string)
	}
	return id, creates
}

// json answers 200, which is the status of all that goes well.
func (d *v1) json(v any) answer {
	return answer{status: http.StatusOK, contentType: jsonType, body: encode(v)}
}

func (d *v1) wrongMethod(routes map[string]v1Route) answer {
	a := d.fail(http.StatusMethodNotAllowed, "Method not supported")
	a.set("Allow", strings.Join(slices.Sorted(maps.Keys(routes)), ", "))
	return a
}
