package psfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// template starts a template of a machine that is off, and returns its ID.
func (c *caller) template(machineID, name string) string {
	c.t.Helper()
	o := c.v1OK("POST", "/custom-templates", fmt.Sprintf(`{"name":%q,"machineId":%q}`, name, machineID))
	return part(o, "data")["id"].(string)
}

func TestV1CustomTemplates(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		m := c.AddMachine(psfake.Machine{State: "off", SizeGB: 200})
		o := c.v1OK("POST", "/custom-templates", `{"name":"mine","machineId":"`+m.ID+`"}`)
		wantKeys(t, part(o, "event"), map[string]any{"name": "template-create", "state": "in progress", "machineId": m.ID})
		mine := part(o, "data")
		wantKeys(t, mine, map[string]any{"name": "mine", "region": "ny2", "parentMachineId": m.ID, "defaultSizeGb": 200.0,
			"agentType": m.AgentType, "operatingSystemLabel": m.OS, "dtDeleted": nil})
		id := mine["id"].(string)
		path := "/custom-templates/" + id
		wantRejection(t, c.v1("PATCH", "/machines/"+m.ID+"/start", "{}"), conflictStatus(c), "being copied")
		wantRejection(t, c.v1("PUT", "/machines/"+m.ID, `{"diskSize":300}`), conflictStatus(c), "busy")
		c.clock.Advance(paced.Template)
		want(t, "event", c.event(o), "template-create/done")
		c.v1OK("PATCH", "/machines/"+m.ID+"/start", "{}")

		want(t, "get", c.v1OK("GET", path, "")["name"], any("mine"))
		want(t, "renamed", c.v1OK("PUT", path, `{"name":"ours"}`)["name"], any("ours"))
		for _, body := range []string{`{}`, `{"name":""}`, `{"name":null}`, `{"name":"x","machineId":"x"}`} {
			wantRejection(t, c.v1("PUT", path, body), 400, "")
		}
		for _, body := range []string{`{"name":"x"}`, `{"machineId":"` + m.ID + `"}`, `{"name":"x","machineId":"` + m.ID + `","region":"ny2"}`} {
			wantRejection(t, c.v1("POST", "/custom-templates", body), 400, "")
		}
		wantRejection(t, c.v1("POST", "/custom-templates", `{"name":"x","machineId":"psnone"}`), 404, "Machine")

		from := strings.Replace(box, "t0nspur5", id, 1) + "}"
		want(t, "usable for a machine", c.v1("POST", "/machines", from).status, 200)
		wantRejection(t, c.v1("POST", "/machines", strings.Replace(from, "ny2", "ca1", 1)), 400, "region")
		want(t, "removed at the console", c.RemoveMachine(m.ID), true)
		want(t, "remains after its machine", c.v1OK("GET", path, "")["parentMachineId"], any(m.ID))

		want(t, "deleted", c.v1OK("DELETE", path, "")["dtDeleted"], any("2017-02-16T20:28:24.880Z"))
		wantRejection(t, c.v1("DELETE", path, ""), 404, "Template")
		wantRejection(t, c.v1("PUT", path, `{"name":"x"}`), 404, "Template")
		wantRejection(t, c.v1("POST", "/machines", from), 404, "Template")
		c.clock.Advance(paced.Destroy)
		c.wantGone(path)
		c.wantGone("/custom-templates/t123abc") // a public template
		want(t, "listed", len(items(c.v1OK("GET", "/custom-templates?name=ours", ""))), 0)
	})
}

// The status of the rejection depends on the behavior, but not on the machine state.
func TestV1TemplateNeedsTheMachineOff(t *testing.T) {
	for status, c := range map[int]*caller{409: documentedCaller(t), 400: observedCaller(t)} {
		for _, state := range []string{"ready", "stopping", "provisioning"} {
			m := c.AddMachine(psfake.Machine{State: state})
			wantRejection(t, c.v1("POST", "/custom-templates", `{"name":"x","machineId":"`+m.ID+`"}`), status, "must be off")
		}
		want(t, "none", len(c.CustomTemplates()), 1)
	}
}

// No source settles whether a template can be used before its event is done, or how long it is shown after its deletion.
func TestV1TemplateBeforeAndAfter(t *testing.T) {
	for usable, c := range map[bool]*caller{true: documentedCaller(t), false: observedCaller(t)} {
		id := c.template(c.AddMachine(psfake.Machine{State: "off"}).ID, "mine")
		path := "/custom-templates/" + id
		from := strings.Replace(box, "t0nspur5", id, 1) + "}"
		shown := func() bool { return strings.Contains(c.v1("GET", path, "").raw, `"mine"`) }
		listed := func() bool { return strings.Contains(c.v1("GET", "/custom-templates", "").raw, `"mine"`) }
		core := func() bool { return strings.Contains(c.get("/templates/getTemplates").raw, `"mine"`) }
		want(t, "shown", shown(), usable)
		want(t, "listed", listed(), usable)
		want(t, "listed by CORE", core(), usable)
		want(t, "usable for a machine", c.v1("POST", "/machines", from).status == 200, usable)
		want(t, "to be deleted", c.v1("DELETE", path, "").status, map[bool]int{true: 409, false: 404}[usable])
		c.clock.Advance(paced.Template)
		want(t, "afterwards", shown() && listed() && core() && c.v1("POST", "/machines", from).status == 200, true)

		c.v1OK("DELETE", path, "")
		c.clock.Advance(paced.Destroy - time.Second)
		want(t, "shown", shown(), !usable)
		want(t, "listed", listed(), !usable)
		want(t, "listed by CORE", core(), false)
		want(t, "dtDeleted", strings.Contains(c.v1("GET", path, "").raw, `"dtDeleted":"2017`), !usable)
		c.clock.Advance(time.Second)
		want(t, "shown", shown(), false)
	}
}

func TestV1CustomTemplateList(t *testing.T) {
	for repeated, c := range map[bool]*caller{true: observedCaller(t), false: documentedCaller(t)} {
		m := c.AddMachine(psfake.Machine{Region: psfake.Europe})
		for _, name := range []string{"b", "c", "a"} {
			c.AddCustomTemplate(psfake.Template{Label: name, MachineID: m.ID})
			c.clock.Advance(time.Second)
		}
		for query, wanted := range map[string]string{
			"": "[a c b]", "&order=asc": "[b c a]", "&orderBy=name&order=asc": "[a b c]", "&name=c": "[c]", "&limit=1": "[a c b]",
		} {
			_, names := c.pages("/custom-templates?machineId="+m.ID+query, "name")
			want(t, query+": repeats", len(names) != len(slices.Compact(slices.Clone(names))), repeated)
			want(t, query, fmt.Sprint(slices.Compact(names)), wanted)
		}
		item := items(c.v1OK("GET", "/custom-templates?machineId="+m.ID, ""))[0]
		want(t, "region in a list", item["region"], any(psfake.Europe))
		want(t, "region alone", c.v1OK("GET", "/custom-templates/"+item["id"].(string), "")["region"], any("ams1"))
		want(t, "of no machine", len(items(c.v1OK("GET", "/custom-templates?machineId=psnone", ""))), 0)
		wantRejection(t, c.v1("GET", "/custom-templates?limit=121", ""), 400, "limit")
	}
}

func TestCustomTemplatesAtTheConsole(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{Region: psfake.Europe, SizeGB: 250})
	mine := c.AddCustomTemplate(psfake.Template{Label: "mine", MachineID: m.ID})
	want(t, "filled in", mine.OS+mine.Region+fmt.Sprint(mine.SizeGB), m.OS+psfake.Europe+"250")
	want(t, "listed", c.CustomTemplates()[1].ID, mine.ID)
	want(t, "all", len(c.Templates()), 8)
	want(t, "renamed", c.ChangeTemplate(mine.ID, func(t *psfake.Template) { t.Label = "ours" }), true)
	want(t, "name", c.v1OK("GET", "/custom-templates/"+mine.ID, "")["name"], any("ours"))
	want(t, "removed", c.RemoveTemplate(mine.ID), true)
	want(t, "but once", c.RemoveTemplate(mine.ID), false)
	want(t, "nothing to rename", c.ChangeTemplate("tnone", func(*psfake.Template) {}), false)
	c.wantGone("/custom-templates/" + mine.ID)
}

func TestV1CustomTemplateFaults(t *testing.T) {
	c := documentedCaller(t)
	c.inject(`{"Kind":"lag","Call":"*.list","Age":"1000h"}`)
	want(t, "no list lags behind the first one", len(items(c.v1OK("GET", "/custom-templates", ""))), 1)
	c.ClearFaults()
	c.RemoveTemplate("t456def")
	m := c.AddMachine(psfake.Machine{State: "off"})
	body := `{"name":"x","machineId":"` + m.ID + `"}`
	names := func() (all string) {
		for _, t := range c.CustomTemplates() {
			all += t.Label + " "
		}
		return all
	}
	c.inject(`{"Kind":"failure","Call":"templates.create","Message":"no space","Times":1}`)
	o := c.v1OK("POST", "/custom-templates", body)
	path := "/custom-templates/" + part(o, "data")["id"].(string)
	want(t, "shown at first", c.v1("GET", path, "").status, 200)
	c.clock.Advance(paced.Template)
	wantKeys(t, c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), ""), map[string]any{"state": "error", "error": "no space"})
	wantRejection(t, c.v1("GET", path, ""), 404, "Template")
	c.v1OK("PATCH", "/machines/"+m.ID+"/start", "{}")
	c.ChangeMachine(m.ID, func(m *psfake.Machine) { m.State = "off" })

	c.inject(`{"Kind":"cut-after","Call":"templates.create","Times":1}`)
	_, err := c.send("POST", "/v1/custom-templates", body)
	want(t, "lost after its effect", err != nil && names() == "x ", true)
	c.inject(`{"Kind":"instead","Call":"templates.create","Times":1,"Value":{"Label":"theirs"}}`)
	_, err = c.send("POST", "/v1/custom-templates", body)
	want(t, "lost before its effect", err != nil && names() == "x theirs ", true)
	want(t, "events", strings.Count(c.v1Events(m.ID), "template-create/in progress"), 2)
	c.inject(`{"Kind":"twin","Call":"templates.create","Times":1,"Delay":"1s"}`)
	id := c.template(m.ID, "y")
	want(t, "not yet", names(), "x theirs y ")
	c.clock.Advance(time.Second)
	want(t, "twins", names(), "x theirs y y ")
	c.clock.Advance(paced.Template)
	made := len(c.CustomTemplates())

	c.inject(`{"Kind":"failure","Call":"templates.create","Times":1}`)
	o = c.v1OK("POST", "/custom-templates", body)
	c.clock.Advance(paced.Template)
	want(t, "a fitting message", c.v1OK("GET", "/machine-events/"+part(o, "event")["id"].(string), "")["error"], any("Something went wrong"))
	c.inject(`{"Kind":"stuck","Call":"templates.create","Times":1}`)
	o = c.v1OK("POST", "/custom-templates", body)
	c.clock.Advance(24 * time.Hour)
	want(t, "event", c.event(o), "template-create/in progress")
	want(t, "made", len(c.CustomTemplates()), made+1)
	c.inject(`{"Kind":"alter","Call":"templates.update","Key":"name","Value":"other","Times":1}`)
	want(t, "altered", c.v1OK("PUT", "/custom-templates/"+id, `{"name":"new"}`)["name"], any("other"))
	c.inject(`{"Kind":"reject","Call":"templates.delete","Status":409,"Message":"busy","Times":1}`)
	wantRejection(t, c.v1("DELETE", "/custom-templates/"+id, ""), 409, "busy")

	// FaultMissing and FaultLag do not affect public templates.
	c.inject(`{"Kind":"missing","Writes":true}`)
	want(t, "public ones", len(items(c.v1OK("GET", "/os-templates", ""))), 6)
	want(t, "own ones", len(items(c.v1OK("GET", "/custom-templates", ""))), 0)
	wantRejection(t, c.v1("DELETE", "/custom-templates/"+id, ""), 404, "Template")
	wantRejection(t, c.v1("GET", "/custom-templates/"+id, ""), 404, "Template")
	c.ClearFaults()
	want(t, "shown", c.v1("GET", "/custom-templates/"+id, "").status, 200)
	c.inject(`{"Kind":"lag","Call":"*.list","Age":"1000h"}`)
	c.AddTemplate(psfake.Template{Label: "Windows 11", OS: "Windows 11"})
	want(t, "public ones", len(items(c.v1OK("GET", "/os-templates", ""))), 7)
	want(t, "own ones", len(items(c.v1OK("GET", "/custom-templates", ""))), 0)
}
