package psfake

import "time"

// populate fills the world with what the papers' samples speak of.
func (w *World) populate() {
	now := w.now()
	day := func(text string) time.Time {
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		return t
	}
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
		w.addTemplate(t, now)
	}
}
