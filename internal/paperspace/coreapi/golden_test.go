package coreapi

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Unless a comment says otherwise, the files in testdata are exact copies of the samples in the
// documentation of CORE.

// fresh returns the machine in the response to a create, where most values are not known yet. The
// two documented samples differ only in the address.
func fresh(address string) paperspace.Machine {
	return paperspace.Machine{
		ID: "ps123abc", Name: "My Machine", State: paperspace.Provisioning,
		MachineType: "Air", BillingType: "hourly", UsageRate: "Air hourly",
		AgentType: "WindowsDesktop", CPUs: new(int64(1)), PublicIPAddress: address,
		UserID: "u123abc", TeamID: "te456def", ScriptID: "sc123abc",
		ShutdownTimeoutHours: 24, CreatedAt: "2017-02-16T20:26:54.880Z",
	}
}

// ready returns the machine in the documented responses to a list and a read.
func ready(events []paperspace.Event) paperspace.Machine {
	return paperspace.Machine{
		ID: "ps123abc", Name: "My Machine", State: paperspace.Ready,
		Region: "East Coast (NY2)", MachineType: "Air", BillingType: "monthly", UsageRate: "Air monthly",
		OS: "Microsoft Windows Server 2016 Datacenter", AgentType: "WindowsDesktop",
		CPUs: new(int64(4)), RAM: new(int64(8589938688)), GPU: "GRID K160Q (2GB)",
		StorageTotal: new(int64(50 << 30)), StorageUsed: new(int64(110080)),
		NetworkID: "n789ghi", PrivateIPAddress: "10.64.21.47",
		UserID: "u123abc", TeamID: "te456def", ScriptID: "sc123abc",
		ShutdownTimeoutHours: 168, CreatedAt: "2016-11-18T05:18:29.533Z", LastRunAt: "2017-06-30T07:22:49.763Z",
		Events: events,
	}
}

var shownEvents = []paperspace.Event{
	{Name: "start", State: "done", Handle: "8ebe43dd-57c8-4bd4-b770-86b7fd0202e4", CreatedAt: "2017-08-16T14:36:18.373Z", ModifiedAt: "2017-08-16T14:36:24.802Z"},
	{
		Name: "start", State: "error", Handle: "f6adb486-f5ae-4ab3-9a1a-51c19df5b337", CreatedAt: "2017-06-09T15:32:37.019Z",
		ModifiedAt: "2017-06-09T15:32:38.115Z", FinishedAt: "2017-06-09T15:32:38.115Z",
		Error: "Uh oh. This machine type can't start due to insufficient capacity or higher than normal demand. Please try again later.",
	},
	{Name: "stop", State: "done", Handle: "e352ad96-734f-4a26-8829-007c2f1d89f2", CreatedAt: "2017-06-03T04:13:47.885Z", ModifiedAt: "2017-06-03T04:14:01.327Z"},
}

// late is the machine in machine_late.json, which was written for these tests: all settings are
// enabled, texts and numbers are swapped, there is no owner, and there are newer keys.
var late = paperspace.Machine{
	ID: "ps9abc12", Name: `Späte "Maschine"`, State: paperspace.ServiceReady,
	Region: "Europe (AMS1)", MachineType: "P4000", BillingType: "hourly", UsageRate: "P4000 Hourly",
	OS: "Ubuntu 20.04", AgentType: "LinuxHeadless",
	CPUs: new(int64(8)), RAM: new(int64(32212254720)), GPU: "Quadro P4000",
	StorageTotal: new(int64(100 << 30)), StorageUsed: new(int64(0)),
	NetworkID: "nabc1234", PrivateIPAddress: "10.64.20.9", PublicIPAddress: "198.51.100.7", DynamicPublicIP: true,
	ShutdownTimeoutForces: true, AutoSnapshot: true, AutoSnapshotFrequency: "week", AutoSnapshotSaveCount: new(int64(4)),
	UpdatesPending: true, CreatedAt: "2021-03-04T05:06:07.080Z", DeletedAt: "2021-03-05T00:00:00.000Z", Events: []paperspace.Event{},
}

func TestMachineGoldens(t *testing.T) {
	create := func(t *testing.T, api paperspace.API) (paperspace.Machine, error) {
		return api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "My Machine"})
	}
	show := func(id string) func(*testing.T, paperspace.API) (paperspace.Machine, error) {
		return func(t *testing.T, api paperspace.API) (paperspace.Machine, error) {
			return api.Machines.Show(t.Context(), id)
		}
	}
	list := func(t *testing.T, api paperspace.API) (paperspace.Machine, error) {
		machines, err := all(api.Machines.List(t.Context(), nil))
		if len(machines) != 1 {
			t.Fatalf("%d machines, %v", len(machines), err)
		}
		return machines[0], err
	}
	for name, c := range map[string]struct {
		file string
		call func(*testing.T, paperspace.API) (paperspace.Machine, error)
		want paperspace.Machine
	}{
		"created, by the reference":     {"machine_create.json", create, fresh("169.255.255.254")},
		"created, by the article":       {"machine_create_article.json", create, fresh("")},
		"listed":                        {"machine_list.json", list, ready(nil)},
		"shown":                         {"machine_show.json", show("ps123abc"), ready(shownEvents)},
		"shown by a later service":      {"machine_late.json", show("ps9abc12"), late},
		"events that a create may hold": {"machine_late.json", create, late},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, reply{body: golden(t, c.file)})
			got, err := c.call(t, api)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestEventsGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "machine_show.json")})
	got, err := api.Machines.Events(t.Context(), "ps123abc")
	if diff := cmp.Diff(shownEvents, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestTemplateGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "template_list.json")})
	got, err := api.Templates.List(t.Context(), nil)
	want := []paperspace.Template{
		{
			ID: "t123abc", Name: "paperspace/t123abc", Label: "Windows 10",
			OS: "Windows 10 (Server 2016)", CreatedAt: "2017-01-03T23:41:06.801Z",
		},
		{
			ID: "t456def", Name: "t456def", Label: "New Template 1",
			OS:     "Ubuntu 14.04.5 LTS; uname: 4.2.0-27-generic; distro: ubuntu; major: 14; minor: 04",
			TeamID: "te456def", Region: "East Coast (NY2)", CreatedAt: "2017-02-06T18:46:44.882Z",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// The documentation has no samples for user_list.json, network_list.json, and script_show.json.
// They were written from its tables of fields.
func TestUserGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "user_list.json")})
	got, err := api.Users.List(t.Context(), nil)
	want := []paperspace.User{{
		ID: "u123abc", Email: "jon@example.com", FirstName: "Jon", LastName: "Snow",
		TeamID: "te456def", CreatedAt: "2016-10-01T09:00:00.000Z",
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestNetworkGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "network_list.json")})
	got, err := api.Networks.List(t.Context(), nil)
	want := []paperspace.Network{{
		ID: "n789ghi", Name: "Default network", Region: "East Coast (NY2)", Network: "10.64.21.0",
		Netmask: "255.255.255.0", TeamID: "te456def", CreatedAt: "2016-10-01T09:00:01.250Z",
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestScriptGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "script_show.json")})
	got, err := api.Scripts.Show(t.Context(), "sc123abc")
	want := paperspace.Script{
		ID: "sc123abc", OwnerType: "user", OwnerID: "u123abc", Name: "hello", Description: "Says hello",
		CreatedAt: "2018-02-03T04:05:06.070Z", IsEnabled: true, RunOnce: true, MachineIDs: []string{"ps123abc", "ps456def"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// utilization.json is the documented sample without its trailing commas, which JSON forbids.
func TestUtilizationGolden(t *testing.T) {
	_, api := scripted(t, reply{body: golden(t, "utilization.json")})
	got, err := api.Utilizations.Utilization(t.Context(), "ps123abc", "2017-08")
	want := paperspace.Utilization{
		MachineID: "ps123abc", BillingMonth: "2017-08",
		Machine: &paperspace.Usage{SecondsUsed: 37351.08562622, Rate: 0.4},
		Storage: &paperspace.Usage{SecondsUsed: 678400, Rate: 7},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestAvailabilityGolden(t *testing.T) {
	for body, want := range map[string]bool{
		golden(t, "availability.json"): true, `{"available": false}`: false, `{"available": "true", "late": 1}`: true,
	} {
		_, api := scripted(t, reply{body: body})
		if got, err := api.Availability.Available(t.Context(), "ny2", "GPU+"); got != want || err != nil {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
	for _, body := range []string{`{}`, `{"available": null}`, `{"available": "perhaps"}`, `[]`, `null`, `true`} {
		_, api := scripted(t, reply{body: body})
		_, err := api.Availability.Available(t.Context(), "ny2", "GPU+")
		wantKind(t, err, paperspace.ErrNotService)
	}
}

// lacking are the fields that no response of CORE contains, with the reasons.
var lacking = map[string]string{
	"Machine.ScriptUnknown":    "set by the domain, if the list of scripts of API v1 fails",
	"Machine.TemplateID":       "never echoed",
	"Machine.AssignPublicIP":   "never echoed",
	"Template.UserID":          "null in the only documented sample of a team's template",
	"Template.MachineTypes":    "not in CORE",
	"Template.AgentType":       "not in CORE",
	"Template.Custom":          "not in CORE",
	"Template.Event":           "CORE makes no templates",
	"Template.ParentMachineID": "not in CORE",
	"Template.DefaultSizeGB":   "not in CORE",
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
	for _, m := range []paperspace.Machine{fresh("169.255.255.254"), ready(shownEvents), late} {
		note(m)
	}
	for _, e := range shownEvents {
		note(e)
	}
	for file, list := range map[string]func(api paperspace.API){
		"template_list.json": func(api paperspace.API) {
			templates, _ := api.Templates.List(t.Context(), nil)
			for _, tmpl := range templates {
				note(tmpl)
			}
		},
		"user_list.json": func(api paperspace.API) {
			users, _ := api.Users.List(t.Context(), nil)
			for _, u := range users {
				note(u)
			}
		},
		"network_list.json": func(api paperspace.API) {
			networks, _ := api.Networks.List(t.Context(), nil)
			for _, n := range networks {
				note(n)
			}
		},
		"script_show.json": func(api paperspace.API) {
			script, _ := api.Scripts.Show(t.Context(), "sc123abc")
			note(script)
		},
		"utilization.json": func(api paperspace.API) {
			u, _ := api.Utilizations.Utilization(t.Context(), "ps123abc", "2017-08")
			note(u)
			note(*u.Machine)
		},
	} {
		_, api := scripted(t, reply{body: golden(t, file)})
		list(api)
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
