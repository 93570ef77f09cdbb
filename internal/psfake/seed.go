package psfake

import "time"

func day(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// populate adds the objects of Paperspace's samples except the machine and the script.
func (w *state) populate() {
	now := w.now()
	w.caller, w.team = "u123abc", "te456def"
	w.addUser(User{ID: w.caller, Email: "jon@example.com", FirstName: "Jon", LastName: "Snow",
		Admin: true, Owner: true, Created: day("2016-10-01T09:00:00.000Z")}, now)
	w.addNetwork(Network{ID: "n789ghi", Name: "Default network", Region: EastCoast, Network: "10.64.21.0",
		Default: true, Created: day("2016-10-01T09:00:01.250Z")}, now)
	w.addNetwork(Network{ID: "n123abc", Name: "Lab", Region: EastCoast, Network: "10.64.22.0",
		Created: day("2017-02-01T10:11:12.130Z")}, now)

	for _, t := range []Template{
		{ID: "t123abc", Label: "Windows 10", OS: "Windows 10 (Server 2016)", Created: day("2017-01-03T23:41:06.801Z")},
		{ID: "t04azgph", Label: "Ubuntu 18.04", OS: "Ubuntu 18.04", Created: day("2018-05-02T08:00:00.120Z")},
		{ID: "t0nspur5", Label: "Ubuntu 20.04", OS: "Ubuntu 20.04", Created: day("2020-05-11T08:00:00.340Z")},
		{ID: "tmlbox18", Label: "ML in a Box", OS: "Ubuntu 18.04", Created: day("2019-03-04T05:06:07.080Z")},
		{ID: "tmlbox20", Label: "ML in a Box", OS: "Ubuntu 20.04", Created: day("2021-06-07T08:09:10.110Z")},
		{ID: "tnolabel", OS: "CentOS 7", Created: day("2018-09-10T11:12:13.140Z")},
		{ID: "t456def", Label: "New Template 1", TeamID: w.team, Region: EastCoast, Created: day("2017-02-06T18:46:44.882Z"),
			OS: "Ubuntu 14.04.5 LTS; uname: 4.2.0-27-generic; distro: ubuntu; major: 14; minor: 04"},
	} {
		w.addTemplate(t, time.Time{}) // so old that FaultLag does not hide it
	}
}

// addSamples adds the machine and the script of Paperspace's samples.
func (w *Server) addSamples() {
	w.AddScript(Script{ID: "sc123abc", Name: "My Script", Text: "echo hello\n", Created: day("2016-11-01T12:00:00.500Z")})
	event := func(name, state, handle, created, modified string) Event {
		return Event{Name: name, State: state, Handle: handle, Created: day(created), Modified: day(modified),
			Started: new(day(created)), Finished: new(day(modified))}
	}
	full := event("start", EventError, "f6adb486-f5ae-4ab3-9a1a-51c19df5b337", "2017-06-09T15:32:37.019Z", "2017-06-09T15:32:38.115Z")
	full.Error = Capacity
	w.AddMachine(Machine{
		ID: "ps123abc", Name: "My Machine", OS: "Microsoft Windows Server 2016 Datacenter", MachineType: "Air",
		BillingType: "monthly", TemplateID: "t123abc", NetworkID: "n789ghi", PrivateIP: "10.64.21.47", StorageUsed: 110080,
		ShutdownHours: new(168), ScriptID: "sc123abc", Created: day("2016-11-18T05:18:29.533Z"),
		LastRun: new(day("2017-06-30T07:22:49.763Z")),
		Events: []Event{
			event("start", EventDone, "8ebe43dd-57c8-4bd4-b770-86b7fd0202e4", "2017-08-16T14:36:18.373Z", "2017-08-16T14:36:24.802Z"),
			full,
			event("stop", EventDone, "e352ad96-734f-4a26-8829-007c2f1d89f2", "2017-06-03T04:13:47.885Z", "2017-06-03T04:14:01.327Z"),
		},
	})
}
