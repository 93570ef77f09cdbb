package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A PHP client (paperspace-api-php-client): filters are the JSON body of the GET. The query has precedence.
func TestClientPHPFiltersInTheBody(t *testing.T) {
	c := newCaller(t, psfake.WithSamples())
	other := c.AddMachine(psfake.Machine{Name: "other"})
	php := c.coreClient()
	want(t, "machines", php.sendJSON("GET", "/machines/getMachines", `{"name":"other"}`).allIDs(t), other.ID)
	want(t, "templates", php.sendJSON("GET", "/templates/getTemplates", `{"label":"Windows 10","teamId":null}`).allIDs(t), "t123abc")
	want(t, "users", php.sendJSON("GET", "/users/getUsers", `{"email":"nobody@example.com"}`).allIDs(t), "")
	want(t, "scripts", php.sendJSON("GET", "/scripts/getScripts", `{"runOnce":true}`).allIDs(t), "")
	want(t, "networks", php.sendJSON("GET", "/networks/getNetworks", `{"name":"Lab"}`).allIDs(t), "n123abc")
	want(t, "both", php.sendJSON("GET", "/machines/getMachines?name=other", `{"name":"My Machine"}`).allIDs(t), other.ID)
	php.headers["Content-Type"] = "text/plain"
	want(t, "not JSON", len(php.send("GET", "/machines/getMachines", `{"name":"other"}`).list(t)), 2)
}
