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

func (r coreRequest) read(rules map[string]field) (input, error) {
	return readBody(r.Header.Get("Content-Type"), r.body, rules)
}

type coreHandler func(c *core, r coreRequest, out outcome) answer

type coreRoute struct {
	call, method string
	handle       coreHandler
}

// A ? stands for an id.
var coreRoutes = map[string]coreRoute{
	"/machines/getAvailability":           {"machines.availability", http.MethodGet, (*core).availability},
	"/machines/createSingleMachinePublic": {"machines.create", http.MethodPost, (*core).create},
	"/machines/getMachines":               {"machines.list", http.MethodGet, (*core).listMachines},
	"/machines/getMachinePublic":          {"machines.show", http.MethodGet, (*core).show},
	"/machines/getUtilization":            {"machines.utilization", http.MethodGet, (*core).utilization},
	"/machines/?/destroyMachine":          {"machines.destroy", http.MethodPost, (*core).destroy},
	"/machines/?/restart":                 {"machines.restart", http.MethodPost, (*core).restart},
	"/machines/?/start":                   {"machines.start", http.MethodPost, (*core).start},
	"/machines/?/stop":                    {"machines.stop", http.MethodPost, (*core).stop},
	"/machines/?/updateMachinePublic":     {"machines.update", http.MethodPost, (*core).update},
	"/machines/?/setMachineAccessPublic":  {"machines.setAccessPublic", http.MethodGet, (*core).setAccessPublic},
	"/machines/?/setMachineAccess":        {"machines.setAccess", http.MethodPost, (*core).setAccess},
	"/templates/getTemplates":             {"templates.list", http.MethodGet, (*core).listTemplates},
	"/networks/getNetworks":               {"networks.list", http.MethodGet, (*core).listNetworks},
	"/users/getUsers":                     {"users.list", http.MethodGet, (*core).listUsers},
	"/scripts/createScript":               {"scripts.create", http.MethodPost, (*core).createScript},
	"/scripts/?/destroy":                  {"scripts.destroy", http.MethodPost, (*core).destroyScript},
	"/scripts/getScripts":                 {"scripts.list", http.MethodGet, (*core).listScripts},
	"/scripts/getScript":                  {"scripts.show", http.MethodGet, (*core).showScript},
	"/scripts/getScriptText":              {"scripts.text", http.MethodGet, (*core).scriptText},
}

// find returns the route of a path and the id in it.
func findCoreRoute(path string) (coreRoute, string, bool) {
	if route, ok := coreRoutes[path]; ok && !strings.Contains(path, "?") {
		return route, "", true
	}
	parts := strings.Split(path, "/")
	if len(parts) != 4 || parts[2] == "" {
		return coreRoute{}, "", false
	}
	id := parts[2]
	parts[2] = "?"
	route, ok := coreRoutes[strings.Join(parts, "/")]
	return route, id, ok
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
	route, id, ok := findCoreRoute(r.URL.Path)
	switch {
	case !ok:
		x.run = func(view, outcome) answer { return c.noRoute(r.Method, r.URL.Path) }
	case route.method != r.Method:
		x.run = func(view, outcome) answer { return c.wrongMethod(route.method) }
	case !x.keyOK:
		x.call = route.call
		x.run = func(view, outcome) answer { return x.deny() }
	default:
		x.call = route.call
		x.run = func(v view, out outcome) answer {
			return route.handle(c, coreRequest{Request: r, view: v, body: body, id: id}, out)
		}
	}
	x.write = isWrite(r.Method, x.call)
	x.machine, x.creates = namedMachine(r, x.call, id, body)
	x.object = cmp.Or(id, r.URL.Query().Get("machineId"), r.URL.Query().Get("scriptId"))
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
