package coreapi

import (
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// route is a path of CORE. Its placeholder is replaced by the ID of an object.
type route string

// The routes of CORE. Comments explain the choice if sources disagree.
const (
	machineAvailability route = "/machines/getAvailability"
	machineCreate       route = "/machines/createSingleMachinePublic"
	machineList         route = "/machines/getMachines"
	machineShow         route = "/machines/getMachinePublic"
	machineDestroy      route = "/machines/{id}/destroyMachine"
	machineRestart      route = "/machines/{id}/restart"
	machineStart        route = "/machines/{id}/start"
	machineStop         route = "/machines/{id}/stop"
	// This route is in the documentation. paperspace-go uses /machines/updateMachine, a private
	// route with another response.
	machineUpdate route = "/machines/{id}/updateMachinePublic"

	// The original documentation has a GET of …/setMachineAccessPublic, which cannot revoke access.
	machineAccess      route = "/machines/{id}/setMachineAccess"
	machineUtilization route = "/machines/getUtilization"

	networkList route = "/networks/getNetworks"
	// These routes are those of paperspace-go. The older ones,
	// /teams/{number}/createPrivateNetwork and getNetworks, need the number of the team, which no
	// request returns.
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

// path returns the path for the ID, with the ID escaped.
func (r route) path(id ...string) string {
	elems := strings.Split(strings.TrimPrefix(string(r), "/"), "/")
	for i, e := range elems {
		if e == "{id}" {
			elems[i] = id[0]
		}
	}
	return transport.JoinPath(elems...)
}
