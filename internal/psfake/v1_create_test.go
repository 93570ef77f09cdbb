package psfake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1CreateRejections(t *testing.T) {
	replaced := func(before, after string) string { return strings.Replace(box, before, after, 1) + "}" }
	with := func(extra string) string { return box + "," + extra + "}" }
	for name, tc := range map[string]struct {
		body, says string
		status     int
	}{
		"nothing":            {``, "Missing required parameter: diskSize", 400},
		"empty name":         {replaced(`"box"`, `""`), "Missing required parameter: name", 400},
		"no region":          {replaced(`,"region":"ny2"`, ``), "Missing required parameter: region", 400},
		"size as text":       {replaced("100", `"100"`), "diskSize must be a number", 400},
		"size zero":          {replaced("100", "0"), "diskSize must be", 400},
		"CORE's key":         {with(`"assignPublicIp":true`), "Unknown parameter: assignPublicIp", 400},
		"an id":              {with(`"id":"ps1"`), "Unknown parameter: id", 400},
		"null":               {with(`"networkId":null`), "networkId must be a string", 400},
		"address":            {with(`"publicIpType":"public"`), "publicIpType must be one of static, dynamic, none", 400},
		"region":             {replaced("ny2", "ny3"), "Unknown region", 400},
		"template":           {replaced("t0nspur5", "tnone"), "Template not found", 404},
		"type":               {replaced("P4000", "Z9000"), "not available", 400},
		"retired type":       {replaced("P4000", "Air"), "not available", 400},
		"type elsewhere":     {strings.NewReplacer("ny2", "ca1", "P4000", "RTX5000").Replace(box) + "}", "insufficient capacity", 400},
		"template elsewhere": {strings.NewReplacer("ny2", "ams1", "t0nspur5", "t456def").Replace(box) + "}", "region", 400},
		"network":            {with(`"networkId":"nnone"`), "Private network not found", 404},
		"default network":    {with(`"networkId":"n789ghi"`), "Private network not found", 404},
		"network elsewhere":  {strings.Replace(box, "ny2", "ams1", 1) + `,"networkId":"n123abc"}`, "region", 400},
		"script":             {with(`"startupScriptId":"scnone"`), "Script not found", 404},
		"accessor":           {with(`"accessorIds":["u123abc","unone"]`), "User not found", 404},
		"accessors as text":  {with(`"accessorIds":"u123abc"`), "accessorIds must be an array of strings", 400},
		"accessors of two":   {with(`"accessorIds":["u123abc",7]`), "accessorIds must be an array of strings", 400},
		"shutdown":           {with(`"autoShutdownEnabled":true`), "autoShutdownEnabled needs autoShutdownTimeout", 400},
		"timeout zero":       {with(`"autoShutdownEnabled":true,"autoShutdownTimeout":0`), "autoShutdownTimeout must be", 400},
		"incomplete auto-snapshot": {with(`"autoSnapshotEnabled":true,"autoSnapshotFrequency":"daily"`),
			"autoSnapshotEnabled needs autoSnapshotSaveCount", 400},
		"CORE's word": {with(`"autoSnapshotEnabled":true,"autoSnapshotFrequency":"day","autoSnapshotSaveCount":1`),
			"autoSnapshotFrequency must be one of daily, hourly, monthly, weekly", 400},
		"many snapshots": {with(`"autoSnapshotEnabled":true,"autoSnapshotFrequency":"daily","autoSnapshotSaveCount":11`),
			"between 0 and 10", 400},
		"broken snapshots": {with(`"autoSnapshotSaveCount":1.5`), "autoSnapshotSaveCount must be a whole number", 400},
		"restore point":    {with(`"restorePointEnabled":true`), "restorePointEnabled needs restorePointFrequency", 400},
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, c *caller) {
				wantRejection(t, c.v1("POST", "/machines", tc.body), tc.status, tc.says)
				want(t, "machines", len(c.Machines()), 0)
				want(t, "effect", c.Journal()[0].Effect, false)
			})
		})
	}
}

func TestV1CreateOptions(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		script := c.AddScript(psfake.Script{Name: "hello", Text: "echo"})
		o, id := c.v1Create(`,"networkId":"n123abc","startOnCreate":true,"takeInitialSnapshot":true,"restorePointEnabled":true,
			"restorePointFrequency":"shutdown","startupScriptId":"` + script.ID + `","emailPassword":false,"enableNvlink":true,
			"accessorIds":["u123abc"],"autoShutdownEnabled":true,"autoShutdownTimeout":24,"autoShutdownForce":true,
			"autoSnapshotEnabled":true,"autoSnapshotFrequency":"monthly","autoSnapshotSaveCount":0`)
		wantKeys(t, part(o, "data"), map[string]any{"restorePointEnabled": true, "restorePointFrequency": "shutdown",
			"autoShutdownEnabled": true, "autoShutdownTimeout": 24.0, "autoShutdownForce": true,
			"autoSnapshotEnabled": true, "autoSnapshotFrequency": "monthly", "autoSnapshotSaveCount": 0.0})
		for _, key := range []string{"templateId", "startupScriptId", "accessorIds", "diskSize", "enableNvlink", "emailPassword",
			"takeInitialSnapshot", "startOnCreate", "teamId", "userId", "events"} {
			if value, ok := part(o, "data")[key]; ok {
				t.Errorf("%s is shown: %v", key, value)
			}
		}
		c.clock.Advance(paced.Provision)
		want(t, "network", c.v1Show(id)["networkId"], any("n123abc"))
		m, _ := c.Machine(id)
		want(t, "nvlink", m.Nvlink && m.TakesInitialSnapshot, true)
		want(t, "access", slices.Equal(m.Access, []string{"u123abc"}), true)
		want(t, "script ran", m.ScriptID == script.ID && m.LastRun != nil, true)
		want(t, "raw input", string(m.Input["emailPassword"]), "false")
	})
}

// The behaviors have different defaults for settings that a create omits.
func TestV1CreateDefaults(t *testing.T) {
	for name, tc := range map[string]struct {
		caller  func(*testing.T) *caller
		address string
		state   string
	}{
		"documented": {documentedCaller, "none", "ready"},
		"observed":   {observedCaller, "dynamic", "off"},
	} {
		t.Run(name, func(t *testing.T) {
			c := tc.caller(t)
			o, id := c.v1Create("")
			want(t, "address", part(o, "data")["publicIpType"], any(tc.address))
			c.clock.Advance(paced.Provision)
			want(t, "state", c.v1Show(id)["state"], any(tc.state))
		})
	}
}

func TestV1RegionIsEchoedInFull(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		for sent, read := range map[string]string{"ny2": psfake.EastCoast, "NY2": psfake.EastCoast, "ca1": psfake.WestCoast,
			"ams1": psfake.Europe, "Europe (AMS1)": psfake.Europe, "west coast (ca1)": psfake.WestCoast} {
			o := c.v1OK("POST", "/machines", strings.Replace(box, "ny2", sent, 1)+"}")
			want(t, sent, part(o, "data")["region"], any(read))
		}
		for region, n := range map[string]int{"ams1": 2, "East%20Coast%20(NY2)": 2, "nowhere": 0} {
			want(t, "filter "+region, len(items(c.v1OK("GET", "/machines?region="+region, ""))), n)
		}
	})
}

func TestV1Accelerators(t *testing.T) {
	accelerators := func(c *caller, machineType string) (any, bool) {
		m := c.v1Show(c.AddMachine(psfake.Machine{MachineType: machineType}).ID)
		all, ok := m["accelerators"]
		return all, ok
	}
	two, _ := accelerators(documentedCaller(t), "V100x2")
	wantKeys(t, two.([]any)[0].(map[string]any), map[string]any{"name": "Tesla V100-SXM2-16GB", "memory": 17179869184.0, "count": 2.0})
	none, there := accelerators(documentedCaller(t), "C5")
	want(t, "null as documented", none == nil && there, true)
	_, there = accelerators(observedCaller(t), "C5")
	want(t, "absent as observed", there, false)
}
