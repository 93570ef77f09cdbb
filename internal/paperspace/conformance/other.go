package conformance

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// others are the rules about templates, users, and availability.
var others = []rule{
	{"templates are complete, except that labels and regions can be missing", templates},
	{"templates are found by every filter", templateFilters},
	{"users are found by email address", users},
	{"availability is yes or no", availability},
	{"availability that is not offered is neither", noAvailability},
}

func templates(s *scene) {
	if s.api.Templates == nil {
		s.Skip("no templates")
	}
	own := s.fake.AddTemplate(psfake.Template{Label: "Ours", OS: "Ubuntu 20.04", TeamID: "te456def", UserID: "u123abc", Region: psfake.Europe})
	all, err := s.api.Templates.List(s.Context(), nil)
	s.must(err)
	got := map[string]paperspace.Template{}
	for _, t := range all {
		got[t.ID] = t
	}
	if len(got) != len(all) || len(all) != len(s.fake.Templates()) {
		s.Errorf("%d templates, %d different ones, the server has %d", len(all), len(got), len(s.fake.Templates()))
	}
	for _, t := range s.fake.Templates() {
		want := paperspace.Template{ID: t.ID, Label: t.Label, OS: t.OS, AgentType: t.AgentType, Custom: new(t.TeamID != "")}
		if t.TeamID != "" {
			want.TeamID, want.UserID, want.Region = t.TeamID, t.UserID, t.Region
			want.ParentMachineID, want.DefaultSizeGB = t.MachineID, int64(max(t.SizeGB, 50))
		}
		shown := got[t.ID]
		if want = returned(s, want); t.Label == "" && s.quirks.fills("Template.Label") {
			want.Label = shown.Label
		}
		if diff := cmp.Diff(want, shown, cmpopts.IgnoreFields(paperspace.Template{}, "Name", "CreatedAt", "MachineTypes")); diff != "" {
			s.Errorf("-fake +shown:\n%s", diff)
		}
		if !sameDate(shown.CreatedAt, date(t.Created)) || s.quirks.shows("Template.Name") && !strings.Contains(shown.Name, t.ID) {
			s.Errorf("%s: name %q, created at %q", t.ID, shown.Name, shown.CreatedAt)
		}
	}
	noLabel := got["tnolabel"].Label == ""
	if noLabel == s.quirks.fills("Template.Label") || got["t0nspur5"].Region != "" || got[own.ID].Region != psfake.Europe {
		s.Errorf("a null became a value, or a value null: %+v", got)
	}
}

func templateFilters(s *scene) {
	if s.api.Templates == nil {
		s.Skip("no templates")
	}
	noLabel, ofTeam := []string{"tnolabel"}, []string{"t456def"}
	if s.quirks.fills("Template.Label") {
		noLabel = nil
	}
	if !s.quirks.shows("Template.TeamID") {
		ofTeam = nil
	}
	for _, c := range []struct {
		filter paperspace.Filter
		want   []string
	}{
		{paperspace.Filter{paperspace.FieldID: "t0nspur5"}, []string{"t0nspur5"}},
		{paperspace.Filter{paperspace.FieldLabel: "ML in a Box"}, []string{"tmlbox18", "tmlbox20"}},
		{paperspace.Filter{paperspace.FieldLabel: "ML in a Box", paperspace.FieldOS: "Ubuntu 20.04"}, []string{"tmlbox20"}},
		{paperspace.Filter{paperspace.FieldLabel: "ML in"}, nil},
		{paperspace.Filter{paperspace.FieldLabel: paperspace.Null}, noLabel},
		{paperspace.Filter{paperspace.FieldRegion: "ny2"}, []string{"t456def"}},
		{paperspace.Filter{paperspace.FieldRegion: psfake.EastCoast}, []string{"t456def"}},
		{paperspace.Filter{paperspace.FieldRegion: "ams1"}, nil},
		{paperspace.Filter{paperspace.FieldRegion: paperspace.Null, paperspace.FieldOS: "CentOS 7"}, []string{"tnolabel"}},
		{paperspace.Filter{paperspace.FieldTeamID: "te456def"}, ofTeam},
	} {
		all, err := s.api.Templates.List(s.Context(), c.filter)
		var got []string
		for _, t := range all {
			got = append(got, t.ID)
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, c.want) {
			s.Errorf("%v finds %v, %v, want %v", c.filter, got, err, c.want)
		}
	}
}

func users(s *scene) {
	if s.api.Users == nil {
		s.Skip("no users")
	}
	u := s.fake.AddUser(psfake.User{Email: "ann+test@example.com", FirstName: "Ann", LastName: "Ünal"})
	for email, want := range map[string]int{"ann+test@example.com": 1, "ann test@example.com": 0, "nobody@example.com": 0, "ann": 0} {
		found, err := s.api.Users.List(s.Context(), paperspace.Filter{paperspace.FieldEmail: email})
		if err != nil || len(found) != want {
			s.Errorf("%s finds %+v, %v", email, found, err)
		}
		for _, got := range found {
			if got.ID != u.ID || got.Email != u.Email || got.FirstName != "Ann" || got.LastName != "Ünal" || got.TeamID != "te456def" {
				s.Errorf("%s finds %+v", email, got)
			}
		}
	}
	if all, err := s.api.Users.List(s.Context(), nil); err != nil || len(all) != 2 {
		s.Errorf("all users: %+v, %v", all, err)
	}
}

func availability(s *scene) {
	if s.api.Availability == nil {
		s.Skip("no availability")
	}
	s.fake.SetAvailability(psfake.EastCoast, "P4000", false)
	for _, c := range []struct {
		region, machineType string
		want                bool
	}{
		{"ny2", "P4000", false}, {psfake.EastCoast, "P4000", false}, {"ca1", "P4000", true},
		{psfake.Europe, "P4000", true}, {"ny2", "GPU+", true}, {"ny2", "V100", true},
	} {
		got, err := s.api.Availability.Available(s.Context(), c.region, c.machineType)
		if err != nil || got != c.want {
			s.Errorf("%s in %s: %v, %v", c.machineType, c.region, got, err)
		}
	}
	s.fake.SetAvailability(psfake.EastCoast, "P4000", true)
	if got, err := s.api.Availability.Available(s.Context(), "ny2", "P4000"); err != nil || !got {
		s.Errorf("once it is back: %v, %v", got, err)
	}
}

func noAvailability(s *scene) {
	if s.api.Availability == nil {
		s.Skip("no availability")
	}
	w := s.another(func(d *psfake.Behavior) { d.V1.NoAvailability = true })
	if got, err := w.api.Availability.Available(s.Context(), "ny2", "P4000"); err != nil && !errors.Is(err, paperspace.ErrUnsupported) || err == nil && !got {
		s.Errorf("got %v, %v", got, err)
	}
}
