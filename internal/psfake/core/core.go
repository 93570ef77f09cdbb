package psfake

import (
	"cmp"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// Core returns the door that speaks the CORE API.
func (w *World) Core() http.Handler { return &core{w} }

type core struct{ world *World }

// coreRequest is what a handler of the CORE door gets to see.
type coreRequest struct {
	*http.Request
	view
	body []byte
	id   string // the one in the path
}

type coreHandler func(c *core, r coreRequest, out outcome) answer

type coreRoute struct {
	call   string
	handle coreHandler
}

// coreRoutes are the routes by path and method. A ? stands for an id.
var coreRoutes = map[string]map[string]coreRoute{
	"/machines/getAvailability":           {"GET": {"machines.availability", (*core).availability}},
	"/machines/createSingleMachinePublic": {"POST": {"machines.create", (*core).create}},
	"/machines/getMachines":               {"GET": {"machines.list", (*core).listMachines}},
	"/machines/getMachinePublic":          {"GET": {"machines.show", (*core).show}},
	"/machines/getUtilization":            {"GET": {"machines.utilization", (*core).utilization}},
	"/machines/?/destroyMachine":          {"POST": {"machines.destroy", (*core).destroy}},
	"/machines/?/restart":                 {"POST": {"machines.restart", (*core).restart}},
	"/machines/?/start":                   {"POST": {"machines.start", (*core).start}},
	"/machines/?/stop":                    {"POST": {"machines.stop", (*core).stop}},
	"/machines/?/updateMachinePublic":     {"POST": {"machines.update", (*core).update}},
	"/machines/?/setMachineAccessPublic":  {"GET": {"machines.setAccessPublic", (*core).setAccessPublic}},
	"/machines/?/setMachineAccess":        {"POST": {"machines.setAccess", (*core).setAccess}},
	"/templates/getTemplates":             {"GET": {"templates.list", (*core).listTemplates}},
	"/networks/getNetworks":               {"GET": {"networks.list", (*core).listNetworks}},
	"/networks": {
		"GET":  {"networks.list", (*core).listManagedNetworks},
		"POST": {"networks.create", (*core).createNetwork},
	},
	"/networks/?":                   {"DELETE": {"networks.destroy", (*core).destroyNetwork}},
	"/teams/?/createPrivateNetwork": {"POST": {"networks.create", (*core).createTeamNetwork}},
	"/teams/?/getNetworks":          {"GET": {"networks.list", (*core).listTeamNetworks}},
	"/users/getUsers":               {"GET": {"users.list", (*core).listUsers}},
	"/scripts/createScript":         {"POST": {"scripts.create", (*core).createScript}},
	"/scripts/?/destroy":            {"POST": {"scripts.destroy", (*core).destroyScript}},
	"/scripts/getScripts":           {"GET": {"scripts.list", (*core).listScripts}},
	"/scripts/getScript":            {"GET": {"scripts.show", (*core).showScript}},
	"/scripts/getScriptText":        {"GET": {"scripts.text", (*core).scriptText}},
}

// findCoreRoutes returns the routes of a path by method, and the id in it. A
// slash at the end is forgiven: the official Python CLI always sends one.
func findCoreRoutes(path string) (routes map[string]coreRoute, id string) {
	path = strings.TrimSuffix(path, "/")
	if routes, ok := coreRoutes[path]; ok && !strings.Contains(path, "?") {
		return routes, ""
	}
	parts := strings.Split(path, "/")
	if len(parts) < 3 || parts[2] == "" {
		return nil, ""
	}
	id, parts[2] = parts[2], "?"
	return coreRoutes[strings.Join(parts, "/")], id
}

const maxBody = 8 << 20

// ServeHTTP implements http.Handler.
func (c *core) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		http.Error(rw, "request entity too large", http.StatusRequestEntityTooLarge)
		return
	}
	key := r.Header.Get("X-Api-Key")
	x := exchange{
		door: "core", call: "unknown", request: r, body: body, fail: c.fail, deny: c.badKey, retryAfter: "1",
		keyOK: subtle.ConstantTimeCompare([]byte(key), []byte(c.world.key)) == 1,
	}
	routes, id := findCoreRoutes(r.URL.Path)
	route, known := routes[r.Method]
	if known {
		x.call = route.call
	}
	switch {
	case routes == nil:
		x.run = func(view, outcome) answer { return c.noRoute(r.Method, r.URL.Path) }
	case !known:
		x.run = func(view, outcome) answer { return c.wrongMethod(routes) }
	case !x.keyOK:
		x.run = func(view, outcome) answer { return x.deny() }
	default:
		x.run = func(v view, out outcome) answer {
			return route.handle(c, coreRequest{Request: r, view: v, body: body, id: id}, out)
		}
	}
	x.write = isWrite(r.Method, x.call)
	x.machine, x.creates = namedMachine(r, x.call, id, body)
	object := id
	if strings.HasPrefix(r.URL.Path, "/teams/") {
		object = "" // no fault is about a team
	}
	x.object = cmp.Or(object, r.URL.Query().Get("machineId"), r.URL.Query().Get("scriptId"))
	c.world.serve(rw, x)
}

// namedMachine finds the machine a request is about, for the journal and for
// faults, before anybody has judged the request.
func namedMachine(r *http.Request, call, pathID string, body []byte) (id, creates string) {
	if strings.HasPrefix(call, "machines.") && pathID != "" {
		return pathID, ""
	}
	if r.Method == http.MethodGet {
		return r.URL.Query().Get("machineId"), ""
	}
	var named struct{ MachineID, MachineName any }
	if json.Unmarshal(body, &named) != nil {
		return "", ""
	}
	id, _ = named.MachineID.(string)
	if call == "machines.create" {
		creates, _ = named.MachineName.(string)
	}
	return id, creates
}

func (c *core) json(status int, v any) answer {
	return answer{status: status, contentType: jsonType, body: encode(v)}
}

func (c *core) done() answer { return answer{status: http.StatusNoContent} }
