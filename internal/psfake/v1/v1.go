// Package fakev1 implements API v1 of the fake server: its routes, and the JSON of its requests and responses.
package fakev1

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// New returns a handler that serves API v1 with the state of a server. The paths can begin with psfake.V1Prefix.
func New(w *psfake.Server) http.Handler { return api.Handler(w) }

var api = psfake.NewAPI(psfake.API{
	Name: "v1", Prefix: psfake.V1Prefix, NameKey: "name", Routes: routes,
	Key: func(r *http.Request) string {
		key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			return ""
		}
		return key
	},
	Fail: fail, Deny: deny, NoRoute: noRoute, WrongMethod: wrongMethod,
})

// request is a request, as the handlers of this package receive it.
type request struct {
	*psfake.Request
	query url.Values
}

func on(call string, do func(r request) psfake.Response) psfake.Route {
	return psfake.Route{Call: call, Rebuilds: call == "machines.update", Do: func(r *psfake.Request) psfake.Response {
		return do(request{r, r.URL.Query()})
	}}
}

var routes = map[string]map[string]psfake.Route{
	"/machines": {
		"GET":  on("machines.list", request.listMachines),
		"POST": on("machines.create", request.create),
	},
	"/machines/?": {
		"GET":    on("machines.show", request.show),
		"PUT":    on("machines.update", request.update),
		"DELETE": on("machines.destroy", request.destroy),
	},
	"/machines/?/start":   {"PATCH": on("machines.start", request.start)},
	"/machines/?/stop":    {"PATCH": on("machines.stop", request.stop)},
	"/machines/?/restart": {"PATCH": on("machines.restart", request.restart)},
	"/machines/?/accessors": {
		"GET":  on("accessors.list", request.listAccessors),
		"POST": on("machines.setAccess", request.addAccessor),
	},
	"/machines/?/accessors/?": {
		"GET":    on("accessors.show", request.showAccessor),
		"DELETE": on("machines.setAccess", request.removeAccessor),
	},
	"/machine-availability": {"GET": on("machines.availability", request.availability)},
	"/machine-events":       {"GET": on("events.list", request.listEvents)},
	"/machine-events/?":     {"GET": on("events.show", request.showEvent)},
	"/os-templates":         {"GET": on("templates.list", request.listTemplates)},
	"/custom-templates": {
		"GET":  on("customTemplates.list", request.listCustomTemplates),
		"POST": on("templates.create", request.createTemplate),
	},
	"/custom-templates/?": {
		"GET":    on("templates.show", request.showTemplate),
		"PUT":    on("templates.update", request.updateTemplate),
		"DELETE": on("templates.delete", request.destroyTemplate),
	},
	"/private-networks": {
		"GET":  on("networks.list", request.listNetworks),
		"POST": on("networks.create", request.createNetwork),
	},
	"/private-networks/?": {
		"GET":    on("networks.show", request.showNetwork),
		"PUT":    on("networks.update", request.updateNetwork),
		"DELETE": on("networks.destroy", request.destroyNetwork),
	},
	"/public-ips": {
		"GET":  on("publicips.list", request.listPublicIPs),
		"POST": on("publicips.claim", request.claimPublicIP),
	},
	"/public-ips/?": {
		"PUT":    on("publicips.assign", request.assignPublicIP),
		"DELETE": on("publicips.release", request.releasePublicIP),
	},
	"/shared-drives": {
		"GET":  on("drives.list", request.listDrives),
		"POST": on("drives.create", request.createDrive),
	},
	"/shared-drives/?": {
		"GET":    on("drives.show", request.showDrive),
		"PUT":    on("drives.update", request.updateDrive),
		"DELETE": on("drives.delete", request.destroyDrive),
	},
	"/snapshots": {
		"GET":  on("snapshots.list", request.listSnapshots),
		"POST": on("snapshots.create", request.createSnapshot),
	},
	"/snapshots/?": {
		"GET":    on("snapshots.show", request.showSnapshot),
		"PUT":    on("snapshots.update", request.updateSnapshot),
		"DELETE": on("snapshots.delete", request.destroySnapshot),
	},
	"/snapshots/?/restore": {"POST": on("snapshots.restore", request.restoreSnapshot)},
	"/startup-scripts": {
		"GET":  on("scripts.list", request.listScripts),
		"POST": on("scripts.create", request.createScript),
	},
	"/startup-scripts/?": {
		"GET":    on("scripts.show", request.showScript),
		"PUT":    on("scripts.update", request.updateScript),
		"DELETE": on("scripts.destroy", request.destroyScript),
	},
	"/startup-scripts/?/assign":   {"POST": on("scripts.assign", request.assignScript)},
	"/startup-scripts/?/unassign": {"POST": on("scripts.unassign", request.unassignScript)},
	"/teams/?/users":              {"GET": on("users.list", request.listUsers)},
	"/auth/session":               {"GET": on(sessionCall, request.session)},
	"/billing/account-standing":   {"GET": on("billing.standing", request.standing)},
}

// respond returns a response with 200, the status of every success.
func respond(v any) psfake.Response {
	return psfake.Response{Status: http.StatusOK, ContentType: jsonType, Body: wire.Encode(v)}
}
