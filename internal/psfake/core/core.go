// Package fakecore implements the CORE API of the fake server: its routes, and the JSON of its requests and responses.
package fakecore

import (
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// New returns a handler that serves the CORE API with the state of a server.
func New(w *psfake.Server) http.Handler { return api.Handler(w) }

var api = psfake.NewAPI(psfake.API{
	Name: "core", NameKey: "machineName", RetryAfter: "1", Routes: routes,
	Key:  func(r *http.Request) string { return r.Header.Get("X-Api-Key") },
	Fail: fail, Deny: badKey, NoRoute: noRoute, WrongMethod: wrongMethod,
})

// request is a request, as the handlers of this package receive it.
type request struct{ *psfake.Request }

func on(call string, do func(r request) psfake.Response) psfake.Route {
	return psfake.Route{Call: call, Do: func(r *psfake.Request) psfake.Response { return do(request{r}) }}
}

var routes = map[string]map[string]psfake.Route{
	"/machines/getAvailability":           {"GET": on("machines.availability", request.availability)},
	"/machines/createSingleMachinePublic": {"POST": on("machines.create", request.create)},
	"/machines/getMachines":               {"GET": on("machines.list", request.listMachines)},
	"/machines/getMachinePublic":          {"GET": on("machines.show", request.show)},
	"/machines/getUtilization":            {"GET": on("machines.utilization", request.utilization)},
	"/machines/?/destroyMachine":          {"POST": on("machines.destroy", request.destroy)},
	"/machines/?/restart":                 {"POST": on("machines.restart", request.restart)},
	"/machines/?/start":                   {"POST": on("machines.start", request.start)},
	"/machines/?/stop":                    {"POST": on("machines.stop", request.stop)},
	"/machines/?/updateMachinePublic":     {"POST": on("machines.update", request.update)},
	"/machines/?/setMachineAccessPublic":  {"GET": on("machines.setAccessPublic", request.setAccessPublic)},
	"/machines/?/setMachineAccess":        {"POST": on("machines.setAccess", request.setAccess)},
	"/templates/getTemplates":             {"GET": on("templates.list", request.listTemplates)},
	"/networks/getNetworks":               {"GET": on("networks.list", request.listNetworks)},
	"/networks": {
		"GET":  on("networks.list", request.listManagedNetworks),
		"POST": on("networks.create", request.createNetwork),
	},
	"/networks/?":                   {"DELETE": on("networks.destroy", request.destroyNetwork)},
	"/teams/?/createPrivateNetwork": {"POST": on("networks.create", request.createTeamNetwork)},
	"/teams/?/getNetworks":          {"GET": on("networks.list", request.listTeamNetworks)},
	"/users/getUsers":               {"GET": on("users.list", request.listUsers)},
	"/scripts/createScript":         {"POST": on("scripts.create", request.createScript)},
	"/scripts/?/destroy":            {"POST": on("scripts.destroy", request.destroyScript)},
	"/scripts/getScripts":           {"GET": on("scripts.list", request.listScripts)},
	"/scripts/getScript":            {"GET": on("scripts.show", request.showScript)},
	"/scripts/getScriptText":        {"GET": on("scripts.text", request.scriptText)},
}

// done returns the response to most calls that change the state.
func done() psfake.Response { return psfake.Response{Status: http.StatusNoContent} }

func respond(status int, v any) psfake.Response {
	return psfake.Response{Status: status, ContentType: jsonType, Body: wire.Encode(v)}
}
