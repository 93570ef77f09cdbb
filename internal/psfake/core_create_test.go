package psfake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// seedCreate is the request in the documented HTTP sample, verbatim.
const seedCreate = `{"region": "East Coast (NY2)", "machineType": "Air", "size": 50, "billingType": "monthly", "machineName": "My Machine 1", "templateId": "t123abc", "assignPublicIp": true, "networkId": "n123abc", "teamId": "te456def", "email": "example@example.com", "password": "secret123", "firstName": "Jon", "lastName": "Snow", "notificationEmail": "example@example.com"}`

func TestCreateSample(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	r := c.post("/machines/createSingleMachinePublic", seedCreate)
	want(t, "status", r.status, 201)
	m := r.object(t)
	created := c.Users()[1]
	id := m["id"].(string)
	w, _ := c.Machine(id)
	// The name and the billing type differ between the documented request and response. These values are from the
	// request.
	wantKeys(t, m, map[string]any{
		"id": w.ID, "name": "My Machine 1", "os": nil, "ram": nil, "cpus": 1.0, "gpu": nil, "storageTotal": nil,
		"storageUsed": nil, "usageRate": "Air monthly", "shutdownTimeoutInHours": 24.0, "shutdownTimeoutForces": false,
		"performAutoSnapshot": false, "autoSnapshotFrequency": nil, "autoSnapshotSaveCount": nil,
		"agentType": "WindowsDesktop", "dtCreated": "2017-02-16T20:26:54.880Z", "state": "provisioning",
		"updatesPending": false, "networkId": nil, "privateIpAddress": nil, "publicIpAddress": w.PublicIP, "region": nil,
		"userId": created.ID, "teamId": "te456def", "scriptId": nil, "dtLastRun": nil, "dynamicPublicIp": nil,
	})
	want(t, "number of keys", len(m), 27)
	want(t, "prefix of id", strings.HasPrefix(id, "ps"), true)
	want(t, "email", created.Email, "example@example.com")
	want(t, "input kept", string(w.Input["password"]), `"secret123"`)

	j := c.Journal()
	if len(j) != 1 || !j[0].Effect || j[0].MachineID != id || j[0].Call != "machines.create" || j[0].UserAgent != "psfake test" {
		t.Errorf("journal: %+v", j)
	}
	if body := string(j[0].Body); strings.Contains(body, "secret123") || !strings.Contains(body, `"***"`) {
		t.Errorf("journal has the password: %s", body)
	}

	// The same user cannot be created twice.
	again := c.post("/machines/createSingleMachinePublic", seedCreate)
	want(t, "status of the second", again.status, 400)
	want(t, "machines", len(c.Machines()), 1)
}

func TestCreateRejections(t *testing.T) {
	set := func(pairs ...string) string { return strings.Join(pairs, ",") }
	user := `"email":"a@example.com","password":"p","firstName":"A","lastName":"B"`
	windows := strings.Replace(ubuntu, "t0nspur5", "t123abc", 1)
	replaced := func(old, by string) string { return strings.Replace(ubuntu, old, by, 1) + "}" }
	for name, tc := range map[string]struct{ body, says string }{
		"not JSON":             {`{"region":`, "JSON object"},
		"list":                 {`[]`, "JSON object"},
		"null":                 {`null`, "JSON object"},
		"two values":           {ubuntu + "} {}", "JSON object"},
		"empty":                {``, "Missing required parameter: billingType"},
		"no name":              {replaced(`"machineName":"box",`, ""), "Missing required parameter: machineName"},
		"size as text":         {replaced("100", `"100"`), "size must be a number"},
		"size zero":            {replaced("100", "0"), "size must be"},
		"size broken":          {replaced("100", "1.5"), "size must be"},
		"unknown field":        {ubuntu + `,"startupScriptId":"sc1"}`, "Unknown parameter: startupScriptId"},
		"flag as text":         {ubuntu + `,"assignPublicIp":"true"}`, "assignPublicIp must be a boolean"},
		"null text":            {ubuntu + `,"networkId":null}`, "networkId must be a string"},
		"region code":          {replaced("East Coast (NY2)", "ny2"), "region"},
		"billing":              {replaced("hourly", "Hourly"), "billingType"},
		"two addresses":        {ubuntu + `,"assignPublicIp":true,"dynamicPublicIp":true}`, "dynamicPublicIp"},
		"user twice":           {ubuntu + set("", `"userId":"u123abc"`, user) + "}", "userId cannot"},
		"incomplete user":      {ubuntu + `,"email":"a@example.com","password":"p"}`, "new user needs"},
		"empty email":          {ubuntu + `,"email":"","password":"p","firstName":"A","lastName":"B"}`, "new user needs"},
		"known email":          {ubuntu + `,"email":"JON@example.com","password":"p","firstName":"A","lastName":"B"}`, "User creation error"},
		"template":             {replaced("t0nspur5", "tnone"), "templateId"},
		"windows on cpu":       {strings.Replace(windows, "P4000", "C5", 1) + "}", "Windows"},
		"ubuntu on grid":       {replaced("P4000", "Pro"), "Ubuntu"},
		"ubuntu by its system": {strings.Replace(replaced("P4000", "Air"), "t0nspur5", "tmlbox20", 1), "Ubuntu"},
		"template elsewhere":   {strings.NewReplacer("East Coast (NY2)", "Europe (AMS1)", "t0nspur5", "t456def").Replace(ubuntu) + "}", "region"},
		"network elsewhere":    {replaced("East Coast (NY2)", `Europe (AMS1)","networkId":"n789ghi`), "region"},
		"network":              {ubuntu + `,"networkId":"nnone"}`, "networkId"},
		"user":                 {ubuntu + `,"userId":"unone"}`, "userId"},
		"team":                 {ubuntu + `,"teamId":"tenone"}`, "teamId"},
		"script":               {ubuntu + `,"scriptId":"scnone"}`, "scriptId"},
		"restore point":        {ubuntu + `,"markSnapshotAsRestorePoint":true,"takeInitialSnapshot":true}`, "restorePointFrequency"},
		"frequency":            {ubuntu + `,"autoSnapshotFrequency":"month"}`, "autoSnapshotFrequency"},
		"timeout zero":         {ubuntu + `,"shutdownTimeoutInHours":0}`, "shutdownTimeoutInHours"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCaller(t, psfake.Strict())
			r := c.post("/machines/createSingleMachinePublic", tc.body)
			want(t, "status", r.status, 400)
			inner, _ := r.object(t)["error"].(map[string]any)
			want(t, "inner status", inner["status"], any(400.0))
			if text, _ := inner["message"].(string); !strings.Contains(text, tc.says) {
				t.Errorf("message %q does not contain %q", text, tc.says)
			}
			want(t, "machines", len(c.Machines()), 0)
			want(t, "effect", c.Journal()[0].Effect, false)
		})
	}
}

func TestCreateLeavesUserBehind(t *testing.T) {
	user := `,"email":"a@example.com","password":"p","firstName":"A","lastName":"B"}`
	c := newCaller(t)
	r := c.post("/machines/createSingleMachinePublic", strings.Replace(ubuntu, "t0nspur5", "tnone", 1)+user)
	want(t, "unknown template", r.status, 400)
	want(t, "users", len(c.get("/users/getUsers?email=a%40example.com").list(t)), 1)

	c = newCaller(t)
	c.SetAvailability(psfake.EastCoast, "P4000", false)
	r = c.post("/machines/createSingleMachinePublic", ubuntu+user)
	want(t, "sold out", r.status, 400)
	want(t, "capacity text", strings.Contains(r.raw, "insufficient capacity"), true)
	want(t, "users", len(c.Users()), 2)
	want(t, "machines", len(c.Machines()), 0)
	want(t, "effect", c.Journal()[0].Effect, true)
}

func TestCreateOptions(t *testing.T) {
	c := newCaller(t, psfake.WithTimings(air))
	script := c.AddScript(psfake.Script{Name: "hello", Text: "echo"})
	id := c.create(`,"startOnCreate":false,"shutdownTimeoutInHours":null,"performAutoSnapshot":true,"autoSnapshotFrequency":"day",
		"autoSnapshotSaveCount":3,"isManaged":true,"scriptId":"` + script.ID + `","enableNvlink":true,"userId":"u123abc"`)
	c.clock.Advance(air.Provision)
	m := c.show(id)
	wantKeys(t, m, map[string]any{"state": "off", "shutdownTimeoutInHours": nil, "autoSnapshotFrequency": "day",
		"autoSnapshotSaveCount": 3.0, "scriptId": script.ID, "dtLastRun": nil, "publicIpAddress": nil})
	want(t, "events", newest(m), "create/done")

	generic := c.post("/machines/createSingleMachinePublic", strings.Replace(ubuntu, "P4000", "Z9000", 1)+"}")
	want(t, "unknown machine type", generic.status, 201)
	multi, _ := c.Machine(c.post("/machines/createSingleMachinePublic",
		strings.Replace(ubuntu, "P4000", "A4000x2", 1)+"}").object(t)["id"].(string))
	want(t, "two GPUs", multi.CPUs, 16)

	europe := strings.NewReplacer("East Coast (NY2)", "Europe (AMS1)").Replace(ubuntu) + "}"
	c.post("/machines/createSingleMachinePublic", europe)
	networks := c.Networks()
	if i := slices.IndexFunc(networks, func(n psfake.Network) bool { return n.Region == psfake.Europe && n.Default }); i < 0 {
		t.Errorf("no default network in Europe: %v", networks)
	}
}

func TestBodyNeedsItsContentType(t *testing.T) {
	c := newCaller(t)
	_, err := c.send("POST", "/machines/createSingleMachinePublic", ubuntu+"}")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "machines", len(c.Machines()), 1)
	c.http.Transport = dropContentType{c.http.Transport}
	r := c.post("/machines/createSingleMachinePublic", ubuntu+"}")
	want(t, "status", r.status, 400)
}
