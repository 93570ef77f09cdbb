package psfake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1Scripts(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		r := c.v1("POST", "/startup-scripts", `{"name":"hello","script":"echo secret"}`)
		s := r.object(t)
		id := s["id"].(string)
		path := "/startup-scripts/" + id
		wantKeys(t, s, map[string]any{"name": "hello", "description": nil, "isEnabled": true, "isRunOnce": false, "dtDeleted": nil})
		for _, body := range []string{`{"name":"x"}`, `{"script":"x"}`, `{"name":"x","script":"x","isEnabled":false}`,
			`{"name":"x","script":"x","description":"x"}`, `{"name":"x","script":"x","isRunOnce":null}`} {
			wantRejection(t, c.v1("POST", "/startup-scripts", body), 400, "")
		}
		c.v1OK("PUT", path, `{"name":"bye","script":"echo other","isRunOnce":true,"isEnabled":false}`)
		wantKeys(t, c.v1OK("GET", path, ""), map[string]any{"name": "bye", "isRunOnce": true, "isEnabled": false})
		want(t, "text", c.Scripts()[0].Text, "echo other")
		wantRejection(t, c.v1("PUT", path, `{"description":"x"}`), 400, "description")
		wantRejection(t, c.v1("PUT", path, `{"script":""}`), 400, "script")
		for _, shown := range []string{r.raw, c.v1("GET", path, "").raw, c.v1("GET", "/startup-scripts", "").raw} {
			want(t, "text is never shown", strings.Contains(shown, "echo"), false)
		}

		m := c.AddMachine(psfake.Machine{})
		assigned := c.v1OK("POST", path+"/assign", `{"machineId":"`+m.ID+`"}`)["assignedMachineIds"].([]any)
		want(t, "assigned", len(assigned) == 1 && assigned[0] == any(m.ID), true)
		want(t, "CORE shows it", c.show(m.ID)["scriptId"], any(id))
		wantRejection(t, c.v1("POST", path+"/assign", `{"machineId":"psnone"}`), 404, "Machine")
		wantRejection(t, c.v1("POST", path+"/assign", `{}`), 400, "machineId")
		left := c.v1OK("POST", path+"/unassign", `{"machineId":"`+m.ID+`"}`)["assignedMachineIds"].([]any)
		want(t, "unassigned", len(left), 0)
		wantRejection(t, c.v1("POST", path+"/unassign", `{"machineId":"`+m.ID+`"}`), 400, "not assigned")
		wantRejection(t, c.v1("POST", "/startup-scripts/scnone/assign", `{"machineId":"`+m.ID+`"}`), 404, "Script")

		c.v1OK("POST", path+"/assign", `{"machineId":"`+m.ID+`"}`)
		want(t, "deleted", c.v1OK("DELETE", path, "")["dtDeleted"] != nil, true)
		want(t, "machine without", c.show(m.ID)["scriptId"], nil)
		wantRejection(t, c.v1("DELETE", path, ""), 404, "Script")
		wantRejection(t, c.v1("PUT", path, `{"name":"x"}`), 404, "Script")
		wantRejection(t, c.v1("POST", "/machines", box+`,"startupScriptId":"`+id+`"}`), 404, "Script")
		c.clock.Advance(paced.Destroy)
		wantRejection(t, c.v1("GET", path, ""), 404, "Script")
	})
}

func TestV1ScriptLingers(t *testing.T) {
	for status, c := range map[int]*caller{404: documentedCaller(t), 200: observedCaller(t)} {
		s := c.AddScript(psfake.Script{Name: "hello"})
		c.v1OK("DELETE", "/startup-scripts/"+s.ID, "")
		c.clock.Advance(paced.Destroy - time.Second)
		r := c.v1("GET", "/startup-scripts/"+s.ID, "")
		want(t, "get", r.status, status)
		want(t, "list", len(items(c.v1OK("GET", "/startup-scripts", ""))), map[int]int{404: 0, 200: 1}[status])
		want(t, "date", status == 404 || r.object(t)["dtDeleted"] == any("2017-02-16T20:26:54.880Z"), true)
	}
}

func TestScriptsAtTheConsole(t *testing.T) {
	c := documentedCaller(t)
	s := c.AddScript(psfake.Script{Name: "hello", Text: "a"})
	m := c.AddMachine(psfake.Machine{ScriptID: s.ID})
	want(t, "changed", c.ChangeScript(s.ID, func(s *psfake.Script) { s.ID, s.Text, s.Disabled = "other", "b", true }), true)
	want(t, "disabled", c.v1OK("GET", "/startup-scripts/"+s.ID, "")["isEnabled"], any(false))
	want(t, "none", c.ChangeScript("scnone", func(*psfake.Script) {}), false)
	want(t, "removed", c.RemoveScript(s.ID), true)
	want(t, "again", c.RemoveScript(s.ID), false)
	now, _ := c.Machine(m.ID)
	want(t, "machine without", now.ScriptID, "")
}
