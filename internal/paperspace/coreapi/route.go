package coreapi

import (
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// route is a path of CORE; {ID} stands for the ID of a machine or script.
type route string

// The routes of CORE. Where sources disagree, the comment names the choice.
const (
	machineAvailability route = "/machines/getAvailability"
	machineCreate       route = "/machines/createSingleMachinePublic"
	machineList         route = "/machines/getMachines"
	machineShow         route = "/machines/getMachinePublic"
	machineDestroy      route = "/machines/{id}/destroyMachine"
	machineRestart      route = "/machines/{id}/restart"
	machineStart        route = "/machines/{id}/start"
	machineStop         route = "/machines/{id}/stop"
	// paperspace-go posts to /machines/updateMachine, a private route that
	// responds differently; the documentation has this one.
	machineUpdate route = "/machines/{id}/updateMachinePublic"

	// The documented form is GET /machines/{ID}/setMachineAccessPublic, without
	// any way to revoke.
	machineAccess      route = "/machines/{id}/setMachineAccess"
	machineUtilization route = "/machines/getUtilization"

	networkList route = "/networks/getNetworks"
	// The older calls of a team, /teams/{number}/createPrivateNetwork and getNetworks,
	// need a number that no call returns. These are those of paperspace-go.
	networkCreate  route = "/networks"
	networkDestroy route = "/networks/{id}"

	scriptCreate  route = "/scripts/createScript"
	scriptDestroy route = "/scripts/{id}/destroy"
	scriptList    route = "/scripts/getScripts"
	scriptShow    route = "/scripts/getScript"
	scriptText    route = "/scripts/getScriptText"

	templateList route = "/templates/getTemplates"
	userList     route = "/users/getUsers"
)

// path fills in the ID, escaped.
func (r route) path(id ...string) string {
	elems := strings.Split(strings.TrimPrefix(string(r), "/"), "/")
	for i, e := range elems {
		if e == "{id}" {
			elems[i] = id[0]
		}
	}
	return transport.JoinPath(elems...)
}
