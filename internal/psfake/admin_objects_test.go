package psfake_test

import (
	"encoding/json"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestAdminObjects(t *testing.T) {
	c := documentedCaller(t)
	m := c.AddMachine(psfake.Machine{AutoSnapshot: true})
	for _, tc := range []struct{ path, body, key, id string }{
		{"public-ips", `{"Region":"Europe (AMS1)"}`, "IP", "192.0.2.1"},
		{"snapshots", `{"MachineID":"` + m.ID + `","Name":"x"}`, "ID", "slnone"},
		{"custom-templates", `{"MachineID":"` + m.ID + `","Label":"x"}`, "ID", "tnone"},
		{"shared-drives", `{"NetworkID":"n123abc","Name":"x"}`, "ID", "sdnone"},
	} {
		path := "/_fake/" + tc.path
		before := len(c.get(path).list(t))
		made := c.post(path, tc.body).object(t)
		var sent map[string]any
		if err := json.Unmarshal([]byte(tc.body), &sent); err != nil {
			t.Fatal(err)
		}
		wantKeys(t, made, sent)
		want(t, tc.path, len(c.get(path).list(t)), before+1)
		want(t, tc.path+" not decoded", c.post(path, `{"x":1}`).status, 400)
		want(t, tc.path+" removed", c.must("DELETE", path+"/"+made[tc.key].(string), "").status, 204)
		want(t, tc.path+" of another", c.must("DELETE", path+"/"+tc.id, "").status, 404)
		want(t, tc.path, len(c.get(path).list(t)), before)
	}
	made := c.post("/_fake/machines/"+m.ID+"/auto-snapshot", "").object(t)
	wantKeys(t, made, map[string]any{"Auto": true, "MachineID": m.ID})
	want(t, "no schedule", c.post("/_fake/machines/psnone/auto-snapshot", "").status, 404)
}
