package psfake_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1Templates(t *testing.T) {
	inBothDialects(t, func(t *testing.T, c *caller) {
		windows := items(c.v1OK("GET", "/os-templates?name=Windows%2010", ""))[0]
		wantKeys(t, windows, map[string]any{"id": "t123abc", "name": "Windows 10", "agentType": "WindowsDesktop",
			"operatingSystemLabel": "Windows 10 (Server 2016)", "defaultSizeGb": nil})
		fits := map[string]bool{}
		for _, entry := range windows["availableMachineTypes"].([]any) {
			entry := entry.(map[string]any)
			fits[entry["machineTypeLabel"].(string)] = entry["isAvailable"].(bool)
		}
		want(t, "fits", fits["P4000"] && fits["A4000x2"] && fits["H100x8"] && !fits["Air"] && !fits["C5"], true)

		m := c.AddMachine(psfake.Machine{State: "off", SizeGB: 200})
		on := c.AddMachine(psfake.Machine{})
		o := c.v1OK("POST", "/custom-templates", `{"name":"mine","machineId":"`+m.ID+`"}`)
		want(t, "event", part(o, "event")["name"], any("template-create"))
		mine := part(o, "data")
		wantKeys(t, mine, map[string]any{"name": "mine", "region": psfake.EastCoast, "parentMachineId": m.ID, "defaultSizeGb": 200.0})
		path := "/custom-templates/" + mine["id"].(string)
		want(t, "status while it runs", c.v1("POST", "/custom-templates", `{"name":"x","machineId":"`+on.ID+`"}`).status, conflictStatus(c))
		want(t, "of a machine", len(items(c.v1OK("GET", "/custom-templates?machineId="+on.ID, ""))), 0)
		want(t, "renamed", c.v1OK("PUT", path, `{"name":"ours"}`)["name"], any("ours"))
		want(t, "good for a machine", c.v1("POST", "/machines", strings.Replace(box, "t0nspur5", mine["id"].(string), 1)+"}").status, 200)
		c.v1OK("DELETE", path, "")
		wantRefusal(t, c.v1("GET", path, ""), 404, "Template")
		wantRefusal(t, c.v1("GET", "/custom-templates/t123abc", ""), 404, "Template")
		want(t, "removed at the console", c.RemoveTemplate("t456def"), true)
		want(t, "none", len(items(c.v1OK("GET", "/custom-templates", ""))), 0)
	})
}
