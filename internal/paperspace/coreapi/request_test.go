package coreapi

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// documentedCreate returns the settings in the documented sample of a create request.
func documentedCreate() paperspace.MachineCreate {
	return paperspace.MachineCreate{
		Name: "My Machine 1", MachineType: "Air", SizeGB: 50, Region: "East Coast (NY2)", BillingType: "monthly",
		TemplateID: "t123abc", AssignPublicIP: true, NetworkID: "n123abc", TeamID: "te456def",
		NewUser:           &paperspace.NewUser{Email: "example@example.com", Password: "secret123", FirstName: "Jon", LastName: "Snow"},
		NotificationEmail: "example@example.com",
	}
}

// The request is equal to the documented sample in names, types, and order.
func TestCreateIsTheDocumentedRequest(t *testing.T) {
	w, api := scripted(t, reply{status: 201, body: golden(t, "machine_create.json")})
	if _, err := api.Machines.Create(t.Context(), documentedCreate()); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Compact(&want, []byte(golden(t, "create_request.json"))); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), w.only(t).body); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCreateRequest(t *testing.T) {
	least := paperspace.MachineCreate{
		Name: "web", MachineType: "C5", SizeGB: 50, Region: "ny2", BillingType: "hourly", TemplateID: "t0nspur5",
	}
	with := func(change func(*paperspace.MachineCreate)) paperspace.MachineCreate {
		in := least
		change(&in)
		return in
	}
	for name, c := range map[string]struct {
		in   paperspace.MachineCreate
		want string // fields that are added to the required ones, or replace them
	}{
		"only what is required": {least, `{}`},
		"all that the seed's sample lacks": {
			with(func(in *paperspace.MachineCreate) {
				in.DynamicPublicIP, in.UserID, in.ScriptID = true, "u123abc", "sc123abc"
			}),
			`{"dynamicPublicIp": true, "userId": "u123abc", "scriptId": "sc123abc"}`,
		},
		"region by code":               {with(func(in *paperspace.MachineCreate) { in.Region = "AMS1" }), `{"region": "Europe (AMS1)"}`},
		"region by name in other case": {with(func(in *paperspace.MachineCreate) { in.Region = "west coast (ca1)" }), `{"region": "West Coast (CA1)"}`},
		"unknown region":               {with(func(in *paperspace.MachineCreate) { in.Region = "Asia (SG1)" }), `{"region": "Asia (SG1)"}`},
		"billing in capitals":          {with(func(in *paperspace.MachineCreate) { in.BillingType = "Monthly" }), `{"billingType": "monthly"}`},
		"a plus in the type":           {with(func(in *paperspace.MachineCreate) { in.MachineType = "GPU+" }), `{"machineType": "GPU+"}`},
		"an odd name": {
			with(func(in *paperspace.MachineCreate) { in.Name = `a "b" <c> & d\e é 世` }),
			`{"machineName": "a \"b\" <c> & d\\e é 世"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, reply{body: `{"id": "ps1"}`})
			if _, err := api.Machines.Create(t.Context(), c.in); err != nil {
				t.Fatal(err)
			}
			want := object(t, `{"region": "East Coast (NY2)", "machineType": "C5", "size": 50,
				"billingType": "hourly", "machineName": "web", "templateId": "t0nspur5"}`)
			for key, value := range object(t, c.want) {
				want[key] = value
			}
			if diff := cmp.Diff(want, object(t, w.only(t).body)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Errors do not contain the password of a new user.
func TestPasswordStaysOutOfErrors(t *testing.T) {
	_, api := scripted(t, reply{status: 400, body: `{"error": {"status": 400, "message": "no"}}`})
	_, err := api.Machines.Create(t.Context(), documentedCreate())
	if err == nil || bytes.Contains([]byte(err.Error()), []byte("secret123")) {
		t.Errorf("the error is %v", err)
	}
}

func TestCreateResponses(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		kind       error
		effect     bool
	}{
		"201":                          {reply{status: 201, body: `{"id": "ps1"}`}, nil, false},
		"200":                          {reply{status: 200, body: `{"id": "ps1"}`}, nil, false},
		"an id as a number":            {reply{body: `{"id": 17}`}, nil, false},
		"no id":                        {reply{body: `{}`}, paperspace.ErrNotService, true},
		"an empty id":                  {reply{body: `{"id": ""}`}, paperspace.ErrNotService, true},
		"a null id":                    {reply{body: `{"id": null}`}, paperspace.ErrNotService, true},
		"null":                         {reply{body: `null`}, paperspace.ErrNotService, true},
		"a list":                       {reply{body: `[]`}, paperspace.ErrNotService, true},
		"an empty body":                {reply{status: 204}, paperspace.ErrNotService, true},
		"a page":                       {reply{html: true, body: "<html><title>Hello</title>"}, paperspace.ErrNotService, true},
		"half a response":              {reply{body: `{"id": "ps1", "na`}, paperspace.ErrNotService, true},
		"an error with a 200":          {reply{body: `{"error": {"status": 400, "message": "no"}}`}, paperspace.ErrNotService, true},
		"a rejection":                  {reply{status: 400, body: `{"status": 400, "message": "no"}`}, paperspace.ErrRejected, false},
		"an unknown template":          {reply{status: 400, body: `{"error": {"status": 400, "message": "templateId not found"}}`}, paperspace.ErrRejected, false},
		"a rejection at the wrong key": {reply{status: 400, body: `{"status": 400, "message": "Invalid API token"}`}, paperspace.ErrDenied, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, c.wireObject)
			_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
			wantKind(t, err, c.kind)
			if got := paperspace.HadEffect(err); got != c.effect {
				t.Errorf("had effect: %v, want %v", got, c.effect)
			}
		})
	}
}

func TestUpdateRequest(t *testing.T) {
	for name, c := range map[string]struct {
		in   paperspace.MachineUpdate
		want string
	}{
		"the seed's sample": {paperspace.MachineUpdate{
			Name: new("New Machine Name"), ShutdownTimeoutHours: new(int64(24)), ShutdownTimeoutForces: new(true),
			AutoSnapshot: new(true), AutoSnapshotFrequency: new("week"), AutoSnapshotSaveCount: new(int64(4)),
			DynamicPublicIP: new(true),
		}, golden(t, "update_request.json")},
		"nothing":              {paperspace.MachineUpdate{}, `{"machineId": "ps123abc"}`},
		"a name":               {paperspace.MachineUpdate{Name: new("web")}, `{"machineId": "ps123abc", "machineName": "web"}`},
		"never is null":        {paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(0))}, `{"machineId": "ps123abc", "shutdownTimeoutInHours": null}`},
		"no frequency is null": {paperspace.MachineUpdate{AutoSnapshotFrequency: new("")}, `{"machineId": "ps123abc", "autoSnapshotFrequency": null}`},
		"false is sent": {paperspace.MachineUpdate{
			ShutdownTimeoutForces: new(false), AutoSnapshot: new(false), DynamicPublicIP: new(false),
		}, `{"machineId": "ps123abc", "shutdownTimeoutForces": false, "performAutoSnapshot": false, "dynamicPublicIp": false}`},
		"a count": {paperspace.MachineUpdate{AutoSnapshotSaveCount: new(int64(9))}, `{"machineId": "ps123abc", "autoSnapshotSaveCount": 9}`},
	} {
		t.Run(name, func(t *testing.T) {
			w, api := scripted(t, reply{status: 204})
			if err := api.Machines.Update(t.Context(), "ps123abc", c.in); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(object(t, c.want), object(t, w.only(t).body)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDestroyRequest(t *testing.T) {
	for release, want := range map[bool]string{
		false: `{"machineId": "ps123abc"}`,
		true:  `{"machineId": "ps123abc", "releasePublicIp": true}`,
	} {
		w, api := scripted(t, reply{status: 204})
		if err := api.Machines.Destroy(t.Context(), "ps123abc", paperspace.Release{Any: release}); err != nil {
			t.Fatal(err)
		}
		got := w.only(t)
		if diff := cmp.Diff(object(t, want), object(t, got.body)); diff != "" || got.query != "" {
			t.Errorf("query %q, -want +got:\n%s", got.query, diff)
		}
	}
}

// object decodes JSON so that types matter: 50 is not "50".
func object(t *testing.T, raw string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(raw), &o); err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	return o
}
