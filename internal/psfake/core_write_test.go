package psfake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestUpdate(t *testing.T) {
	c := newCaller(t, psfake.Strict())
	m := c.AddMachine(psfake.Machine{ShutdownHours: new(5)})
	path := "/machines/" + m.ID + "/updateMachinePublic"
	r := c.post(path, `{"machineId": "`+m.ID+`", "machineName": "New Machine Name", "shutdownTimeoutInHours": 24, `+
		`"shutdownTimeoutForces": true, "performAutoSnapshot": true, "autoSnapshotFrequency": "week", "autoSnapshotSaveCount": 4, "dynamicPublicIp": true}`)
	want(t, "status", r.status, 204)
	want(t, "body", r.raw, "")
	wantKeys(t, c.show(m.ID), map[string]any{"name": "New Machine Name", "shutdownTimeoutInHours": 24.0,
		"shutdownTimeoutForces": true, "performAutoSnapshot": true, "autoSnapshotFrequency": "week",
		"autoSnapshotSaveCount": 4.0, "dynamicPublicIp": true, "publicIpAddress": nil, "state": "ready"})

	c.ResetJournal()
	want(t, "nothing", c.post(path, `{}`).status, 204)
	want(t, "same", c.post(path, `{"shutdownTimeoutInHours":24}`).status, 204)
	want(t, "null", c.post(path, `{"shutdownTimeoutInHours":null,"autoSnapshotFrequency":null}`).status, 204)
	wantKeys(t, c.show(m.ID), map[string]any{"shutdownTimeoutInHours": nil, "autoSnapshotFrequency": nil, "name": "New Machine Name"})
	var effects []bool
	for _, e := range c.Journal().Writes() {
		effects = append(effects, e.Effect)
	}
	want(t, "effects", slices.Equal(effects, []bool{false, false, true}), true)

	for _, body := range []string{`{"machineId":"psother"}`, `{"size":100}`, `{"machineName":""}`, `{"machineName":null}`,
		`{"shutdownTimeoutInHours":"24"}`, `{"autoSnapshotFrequency":4}`, `{"autoSnapshotFrequency":"year"}`,
		`{"performAutoSnapshot":1}`, `{"assignPublicIp":true}`, `"text"`} {
		want(t, body, c.post(path, body).status, 400)
	}
	want(t, "unknown machine", c.post("/machines/psnone/updateMachinePublic", `{}`).status, 404)
}

func TestUpdateAddress(t *testing.T) {
	c := newCaller(t, psfake.WithBehavior(psfake.Behavior{Observed: true}))
	m := c.AddMachine(psfake.Machine{})
	path := "/machines/" + m.ID + "/updateMachinePublic"
	want(t, "assign", c.post(path, `{"assignPublicIp":true}`).status, 204)
	want(t, "address", c.show(m.ID)["publicIpAddress"] != nil, true)
	want(t, "both", c.post(path, `{"dynamicPublicIp":true}`).status, 400)
	want(t, "swap", c.post(path, `{"dynamicPublicIp":true,"assignPublicIp":false}`).status, 204)
	want(t, "a new one immediately, because the machine is running", c.show(m.ID)["publicIpAddress"] != nil, true)
	want(t, "drop", c.post(path, `{"dynamicPublicIp":false}`).status, 204)
	want(t, "kept until the stop", c.show(m.ID)["publicIpAddress"] != nil, true)
	c.post("/machines/"+m.ID+"/stop", "")
	want(t, "released", c.show(m.ID)["publicIpAddress"], nil)
}

func TestAccess(t *testing.T) {
	c := newCaller(t, psfake.Strict())
	m, u := c.AddMachine(psfake.Machine{}), c.AddUser(psfake.User{Email: "x@example.com"})
	r := c.get("/machines/" + m.ID + "/setMachineAccessPublic?userId=" + u.ID + "&enableAccess=false")
	want(t, "status", r.status, 200)
	want(t, "machine", r.object(t)["id"], any(m.ID))
	now, _ := c.Machine(m.ID)
	want(t, "granted", slices.Equal(now.Access, []string{u.ID}), true)

	path := "/machines/" + m.ID + "/setMachineAccess"
	body := func(flag string) string {
		return `{"machineId":"` + m.ID + `","userId":"` + u.ID + `","enableAccess":` + flag + `}`
	}
	want(t, "text", c.post(path, body(`"true"`)).status, 400)
	want(t, "no user", c.post(path, strings.Replace(body("true"), u.ID, "unone", 1)).status, 400)
	want(t, "no machine", c.post(path, `{"userId":"`+u.ID+`","enableAccess":true}`).status, 400)
	want(t, "nothing", c.post(path, "").status, 400)
	want(t, "revoke", c.post(path, body("false")).status, 200)
	now, _ = c.Machine(m.ID)
	want(t, "revoked", len(now.Access), 0)

	j := c.Journal()
	want(t, "GETs", j.Count("machines.setAccessPublic"), 1)
	want(t, "POSTs", j.Count("machines.setAccess"), 5)
	want(t, "writes", len(j.Writes()), 6)
	want(t, "GET has effect", j[0].Effect, true)
}

func TestScripts(t *testing.T) {
	c := newCaller(t)
	m := c.AddMachine(psfake.Machine{State: "off"})
	r := c.post("/scripts/createScript", `{"scriptName":"hello","scriptText":"echo \"<&>\"\n","scriptDescription":"d","runOnce":true,"machineId":"`+m.ID+`"}`)
	want(t, "create", r.status, 200)
	s := r.object(t)
	id := s["id"].(string)
	wantKeys(t, s, map[string]any{"ownerType": "user", "ownerId": "u123abc", "name": "hello", "description": "d",
		"dtCreated": "2017-02-16T20:26:54.880Z", "isEnabled": true, "runOnce": true})
	want(t, "keys", len(s), 8)
	want(t, "text", c.get("/scripts/getScriptText?scriptId="+id).raw, `"echo \"<&>\"\n"`)
	want(t, "show", strings.Contains(c.get("/scripts/getScript?scriptId="+id).raw,
		`"machines":[{"machineId":"`+m.ID+`","dtLastRun":null}]`), true)
	c.post("/machines/"+m.ID+"/start", "")
	want(t, "ran", c.show(m.ID)["dtLastRun"], any("2017-02-16T20:26:54.880Z"))
	want(t, "list", len(c.get("/scripts/getScripts?runOnce=true&isEnabled=true").list(t)), 1)
	want(t, "list of others", len(c.get("/scripts/getScripts?runOnce=false").list(t)), 0)

	d := c.post("/scripts/"+id+"/destroy", `{"scriptId":"`+id+`"}`)
	want(t, "destroy", d.status, 204)
	want(t, "detached", c.show(m.ID)["scriptId"], nil)
	want(t, "again", c.post("/scripts/"+id+"/destroy", "").status, 404)
	want(t, "text of none", c.get("/scripts/getScriptText?scriptId="+id).status, 404)

	for _, body := range []string{`{"scriptText":"x"}`, `{"scriptName":"x"}`, `{"scriptName":"x","scriptText":""}`,
		`{"scriptName":"x","scriptText":"x","machineId":"psnone"}`, `{"scriptName":"x","scriptFile":"x"}`,
		`{"scriptName":"x","scriptText":"` + strings.Repeat("x", 16<<10+1) + `"}`} {
		want(t, body[:min(len(body), 60)], c.post("/scripts/createScript", body).status, 400)
	}
	want(t, "in the query", c.post("/scripts/createScript?scriptName=x", `{"scriptText":"x"}`).status, 400)
	want(t, "longest", c.post("/scripts/createScript", `{"scriptName":"x","scriptText":"`+strings.Repeat("x", 16<<10)+`"}`).status, 200)
}

func TestScriptUpload(t *testing.T) {
	c := newCaller(t)
	part := func(name string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a.sh\"\r\n\r\necho up\n\r\n--b--\r\n"
	}
	c.http.Transport = contentType{"multipart/form-data; boundary=b", c.http.Transport}
	want(t, "no name", c.post("/scripts/createScript", part("file")).status, 400)
	want(t, "other part", c.post("/scripts/createScript?scriptName=up", part("scriptFile")).status, 400)
	want(t, "bad flag", c.post("/scripts/createScript?scriptName=up&runOnce=maybe", part("file")).status, 400)
	want(t, "text too", c.post("/scripts/createScript?scriptName=up&scriptText=x", part("file")).status, 400)
	want(t, "cut short", c.post("/scripts/createScript?scriptName=up", part("file")[:75]).status, 400)
	r := c.post("/scripts/createScript?scriptName=up&isEnabled=false", part("file"))
	want(t, "status", r.status, 200)
	want(t, "enabled", r.object(t)["isEnabled"], any(false))
	want(t, "text", c.Scripts()[0].Text, "echo up\n")
}
