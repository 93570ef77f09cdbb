package v1api

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The files in testdata were written for these tests, because no source shows a complete response.
// If sources disagree about a type, there is a file for each variant.

// full is the machine in machine_numbers.json: all settings are enabled, and numbers have the
// documented types.
var full = paperspace.Machine{
	ID: "psx1y2z3", Name: "web", State: paperspace.Ready,
	Region: "East Coast (NY2)", MachineType: "P4000x2", BillingType: "hourly", UsageRate: "1.02",
	OS: "Ubuntu 22.04.3 LTS", AgentType: "LinuxDesktop",
	CPUs: new(int64(16)), RAM: new(int64(64424509440)), GPU: "2 x Quadro P4000",
	StorageTotal: new(int64(100 << 30)), StorageUsed: new(int64(110080)),
	NetworkID: "n123abc", PrivateIPAddress: "10.70.0.4", PublicIPAddress: "198.51.100.7", AssignPublicIP: new(true),
	ShutdownTimeoutHours: 8, ShutdownTimeoutForces: true,
	AutoSnapshot: true, AutoSnapshotFrequency: "week", AutoSnapshotSaveCount: new(int64(4)),
	UpdatesPending: true, CreatedAt: "2024-11-05T06:07:08.090Z",
}

// plain is the machine in machine_texts.json: numbers are texts, as clients have observed, and all
// settings are disabled, but their details are still shown.
var plain = paperspace.Machine{
	ID: "psx1y2z3", Name: "web", State: paperspace.Off,
	Region: "Europe (AMS1)", MachineType: "C5", BillingType: "hourly", UsageRate: "0.08",
	OS: "Ubuntu 22.04.3 LTS", AgentType: "LinuxHeadless",
	CPUs: new(int64(4)), RAM: new(int64(8 << 30)),
	StorageTotal: new(int64(50 << 30)), StorageUsed: new(int64(0)),
	NetworkID: "n789ghi", PrivateIPAddress: "10.64.20.9", AssignPublicIP: new(false), DynamicPublicIP: true,
	CreatedAt: "2024-11-05T06:07:08.090Z", DeletedAt: "2024-11-07T00:00:00.000Z",
}

// createdMachine is the machine in machine_create.json.
var createdMachine = paperspace.Machine{
	ID: "psx1y2z3", Name: "web", State: paperspace.Provisioning,
	Region: "East Coast (NY2)", MachineType: "C5", BillingType: "hourly", UsageRate: "0.08", AgentType: "LinuxHeadless",
	CPUs: new(int64(4)), RAM: new(int64(8 << 30)), StorageTotal: new(int64(50 << 30)), StorageUsed: new(int64(0)),
	PublicIPAddress: "198.51.100.7", AssignPublicIP: new(true), CreatedAt: "2024-11-05T06:07:08.090Z",
}

func TestMachineGoldens(t *testing.T) {
	create := func(api paperspace.API) (paperspace.Machine, error) {
		return api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
	}
	show := func(api paperspace.API) (paperspace.Machine, error) {
		return api.Machines.Show(t.Context(), "psx1y2z3")
	}
	list := func(api paperspace.API) (paperspace.Machine, error) {
		all, err := collect(api.Machines.List(t.Context(), nil))
		if len(all) != 1 {
			t.Fatalf("%d machines, %v", len(all), err)
		}
		return all[0], err
	}
	for name, c := range map[string]struct {
		body string
		call func(paperspace.API) (paperspace.Machine, error)
		want paperspace.Machine
	}{
		"shown with numbers":         {golden(t, "machine_numbers.json"), show, full},
		"shown with texts":           {golden(t, "machine_texts.json"), show, plain},
		"shown with nulls":           {golden(t, "machine_nulls.json"), show, paperspace.Machine{ID: "psx1y2z3", BillingType: "hourly"}},
		"listed":                     {items(golden(t, "machine_numbers.json")), list, full},
		"created":                    {golden(t, "machine_create.json"), create, createdMachine},
		"created, without the event": {`{"data": ` + golden(t, "machine_texts.json") + `}`, create, plain},
		"created, not wrapped":       {golden(t, "machine_texts.json"), create, plain},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, reply{body: c.body})
			got, err := c.call(api)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
		})
	}
}

// shownEvents are the events in events.json, without those of other machines. An event that has
// ended without a reason has not failed.
var shownEvents = []paperspace.Event{
	{Name: "vm-upgrade", State: "done", Handle: "ev9", CreatedAt: "2024-11-07T00:00:00.000Z", FinishedAt: "2024-11-07T00:01:00.000Z"},
	{
		Name: "start", State: "error", Handle: "ev8", CreatedAt: "2024-11-06T00:00:00.000Z", FinishedAt: "2024-11-06T00:01:00.000Z",
		Error: "Insufficient capacity",
	},
	{Name: "create", State: "in progress", Handle: "ev1", CreatedAt: "2024-11-05T06:07:08.100Z"},
}

func TestEventsGolden(t *testing.T) {
	w, api := scripted(t, reply{body: golden(t, "events.json")})
	got, err := api.Machines.Events(t.Context(), "psx1y2z3")
	if diff := cmp.Diff(shownEvents, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	if len(w.sent) != 1 {
		t.Errorf("sent %q, want the newest page only", w.lines())
	}
}

// Events are sorted by date, because the newest event matters.
func TestEventsAreSorted(t *testing.T) {
	event := func(id, at string) string {
		return `{"id": "` + id + `", "machineId": "ps1", "dtCreated": "` + at + `"}`
	}
	_, api := scripted(t, reply{body: items(event("a", "2024-01-01T00:00:00.000Z") + "," + event("b", "2024-01-03T00:00:00.000Z") +
		"," + event("c", "2024-01-02T00:00:00.000Z") + "," + event("d", "2024-01-02T00:00:00.000Z"))})
	got, err := api.Machines.Events(t.Context(), "ps1")
	var order string
	for _, e := range got {
		order += e.Handle
	}
	if order != "bcda" || err != nil {
		t.Errorf("the order is %s, %v", order, err)
	}
}

func TestTemplateGoldens(t *testing.T) {
	_, api := scripted(t, ok(golden(t, "os_templates.json"), golden(t, "custom_templates.json"))...)
	got, err := api.Templates.List(t.Context(), nil)
	want := []paperspace.Template{
		{
			ID: "t0nspur5", Name: "Ubuntu 22.04", Label: "Ubuntu 22.04", OS: "Ubuntu 22.04.3 LTS", AgentType: "LinuxHeadless",
			CreatedAt: "2024-01-02T03:04:05.060Z", MachineTypes: []string{"C5", "P4000"}, Custom: new(false),
		},
		{
			ID: "tmine01", Name: "Ours", Label: "Ours", OS: "Ubuntu 20.04", AgentType: "LinuxDesktop", Region: "Europe (AMS1)",
			CreatedAt: "2024-03-04T05:06:07.080Z", MachineTypes: []string{}, Custom: new(true), ParentMachineID: "psold123", DefaultSizeGB: 100,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

var shownNetwork = paperspace.Network{
	ID: "n123abc", Name: "backend", Region: "East Coast (NY2)", Network: "10.70.0.0", Netmask: "255.255.0.0",
	CreatedAt: "2024-05-06T07:08:09.100Z",
}

func TestNetworkGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "network_list.json")})
	got, err := api.Networks.List(t.Context(), nil)
	if diff := cmp.Diff([]paperspace.Network{shownNetwork}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

var shownScript = paperspace.Script{
	ID: "sc123abc", Name: "hello", Description: "Says hello", CreatedAt: "2024-06-07T08:09:10.110Z",
	IsEnabled: true, RunOnce: true, MachineIDs: []string{"psx1y2z3", "psother1"},
}

func TestScriptGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "script_show.json")})
	got, err := api.Scripts.Show(t.Context(), "sc123abc")
	if diff := cmp.Diff(shownScript, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

var shownUsers = []paperspace.User{
	{ID: "u123abc", Email: "jon@example.com", FirstName: "Jon", LastName: "Snow", TeamID: "te456def", CreatedAt: "2020-01-02T03:04:05.000Z"},
	{ID: "u456def", Email: "ann@example.com", TeamID: "te456def"},
}

func TestUserGolden(t *testing.T) {
	_, api := scripted(t, ok(golden(t, "session.json"), golden(t, "user_list.json"))...)
	got, err := api.Users.List(t.Context(), nil)
	if diff := cmp.Diff(shownUsers, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// Users are still listed after their access has ended. They are skipped.
func TestAccessGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "accessors.json")})
	got, err := api.AccessList.Users(t.Context(), "psx1y2z3")
	if diff := cmp.Diff([]string{"u123abc", "u789ghi"}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// lacking are the fields that no response of v1 contains, with the reasons.
var lacking = map[string]string{
	"Machine.ScriptUnknown": "set by the domain, if the list of scripts of API v1 fails",
	"Machine.TemplateID":    "never echoed",
	"Machine.UserID":        "a machine has no owner",
	"Machine.TeamID":        "a key has one team",
	"Machine.ScriptID":      "scripts name their machines",
	"Machine.LastRunAt":     "not in v1",
	"Machine.Events":        "kept apart",
	"Event.ModifiedAt":      "not in v1",
	"Template.TeamID":       "a key has one team",
	"Template.UserID":       "not in v1",
	"Network.TeamID":        "a key has one team",
	"Script.OwnerType":      "not in v1",
	"Script.OwnerID":        "not in v1",
}

// Every field of the domain types has a value from one of the golden files, or is in lacking. This
// test finds new fields that are neither.
func TestEveryDomainFieldIsReadOrNamed(t *testing.T) {
	filled := map[string]bool{}
	note := func(v any) {
		value := reflect.ValueOf(v)
		for i := range value.NumField() {
			name := value.Type().Name() + "." + value.Type().Field(i).Name
			filled[name] = filled[name] || !value.Field(i).IsZero()
		}
	}
	_, api := scripted(t, ok(golden(t, "os_templates.json"), golden(t, "custom_templates.json"))...)
	templates, err := api.Templates.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tmpl := range templates {
		note(tmpl)
	}
	for _, v := range []any{full, plain, createdMachine, shownEvents[0], shownEvents[1], shownNetwork, shownScript, shownUsers[0], shownAddress, shownSnapshot, madeSnapshot, madeTemplate, shownDrive, shownCredentials} {
		note(v)
	}
	for name, is := range filled {
		if why, named := lacking[name]; is == named {
			t.Errorf("%s: filled by a golden: %v, named as lacking: %q", name, is, why)
		}
	}
	for name := range lacking {
		if _, there := filled[name]; !there {
			t.Errorf("%s is named as lacking and is no field of the domain", name)
		}
	}
}
