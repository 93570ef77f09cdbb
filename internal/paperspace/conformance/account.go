package conformance

import (
	"errors"
	"math"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// accounts are the rules about users, scripts, and the utilization of machines.
var accounts = []rule{
	{"users are complete and found by every filter", userFilters},
	{"scripts are complete and found by every filter", scriptFilters},
	{"a script is shown with its machines and its text", scriptShown},
	{"an unknown script is not found", scriptUnknown},
	{"utilization has numbers, separately for each half", utilization},
}

// dates compares dates in different formats.
var dates = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".CreatedAt" }, cmp.Comparer(sameDate))

// findAll lists the objects by each value of each field, and by null for objects without a
// value. all is what the unfiltered list must return.
func findAll[T paperspace.Gettable](s *scene, all []T, list func(paperspace.Filter) ([]T, error), fields ...paperspace.Field) {
	s.Helper()
	found, err := list(nil)
	if diff := cmp.Diff(listed(s, all), found, dates); diff != "" || err != nil {
		s.Fatalf("%v, -server +list:\n%s", err, diff)
	}
	for _, field := range fields {
		same := map[string][]T{"no such value": nil}
		for _, one := range found {
			value, known := one.Get(field)
			if !known {
				s.Errorf("%s is not known", field)
			}
			if value == "" {
				value = paperspace.Null
			}
			same[value] = append(same[value], one)
		}
		for value, want := range same {
			got, err := list(paperspace.Filter{field: value})
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				s.Errorf("%s = %q: %v, -want +got:\n%s", field, value, err, diff)
			}
		}
	}
}

func userFilters(s *scene) {
	if s.api.Users == nil {
		s.Skip("no users")
	}
	s.fake.AddUser(psfake.User{Email: "ann+test@example.com", FirstName: "Ann", LastName: "Ünal", Created: time.Now().AddDate(0, 0, -1)})
	s.fake.AddUser(psfake.User{Email: "bob@example.com", FirstName: "Ann", LastName: "O'Neil & Co"})
	var all []paperspace.User
	for _, u := range s.fake.Users() {
		all = append(all, returned(s, paperspace.User{
			ID: u.ID, Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, TeamID: u.TeamID, CreatedAt: date(u.Created),
		}))
	}
	findAll(s, all, func(f paperspace.Filter) ([]paperspace.User, error) { return s.api.Users.List(s.Context(), f) },
		"id", "email", "first_name", "last_name", "team_id", "dt_created")
}

// scripts adds scripts that differ in every field.
func (s *scene) scripts() (all []paperspace.Script) {
	for _, script := range []psfake.Script{
		{Name: "hello", Description: "Says hello", Text: "echo \"hello\"\n"},
		{Name: "hello", Text: "echo ü < > & \\ \t\n", Disabled: true, Created: time.Now().AddDate(0, 0, -1)},
		{Name: "a b&c+d", Text: "exit", RunOnce: true, OwnerType: "team", OwnerID: "te456def"},
	} {
		added := s.fake.AddScript(script)
		all = append(all, returned(s, paperspace.Script{
			ID: added.ID, OwnerType: added.OwnerType, OwnerID: added.OwnerID, Name: added.Name, Description: added.Description,
			CreatedAt: date(added.Created), IsEnabled: !added.Disabled, RunOnce: added.RunOnce,
		}))
	}
	return all
}

func scriptFilters(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	findAll(s, s.scripts(), func(f paperspace.Filter) ([]paperspace.Script, error) {
		all, err := s.api.Scripts.List(s.Context(), f)
		for i := range all {
			all[i].MachineIDs = nil // lists of some API versions lack them
		}
		return all, err
	}, "id", "owner_type", "owner_id", "name", "description", "dt_created", "is_enabled", "run_once")
}

func scriptShown(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	all := s.scripts()
	all[0].MachineIDs = []string{s.machine(psfake.Machine{ScriptID: all[0].ID}), s.machine(psfake.Machine{ScriptID: all[0].ID})}
	all[1].MachineIDs, all[2].MachineIDs = []string{}, []string{s.machine(psfake.Machine{ScriptID: all[2].ID})}
	for i, want := range all {
		got, err := s.api.Scripts.Show(s.Context(), want.ID)
		if diff := cmp.Diff(want, got, dates); diff != "" || err != nil {
			s.Errorf("%v, -want +got:\n%s", err, diff)
		}
		if s.api.ScriptTexts == nil {
			continue
		}
		if text, err := s.api.ScriptTexts.Text(s.Context(), want.ID); err != nil || text != s.fake.Scripts()[i].Text {
			s.Errorf("the text of %s is %q, %v", want.ID, text, err)
		}
	}
}

func scriptUnknown(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	s.scripts()
	if got, err := s.api.Scripts.Show(s.Context(), "sc000000"); !errors.Is(err, paperspace.ErrNotFound) {
		s.Errorf("%+v, %v", got, err)
	}
	if s.api.ScriptTexts == nil {
		return
	}
	if got, err := s.api.ScriptTexts.Text(s.Context(), "sc000000"); !errors.Is(err, paperspace.ErrNotFound) {
		s.Errorf("%q, %v", got, err)
	}
}

func utilization(s *scene) {
	if s.api.Utilizations == nil {
		s.Skip("no utilization")
	}
	created := time.Date(1999, 11, 30, 0, 0, 0, 0, time.UTC) // the clock of the bubble starts in 2000
	up := psfake.Span{Begin: created, End: created.Add(36*time.Hour + 250*time.Millisecond)}
	id := s.machine(psfake.Machine{Created: created, State: psfake.StateOff, Runs: []psfake.Span{up}})
	for month, want := range map[string]struct{ up, stored float64 }{
		"1999-10": {0, 0}, "1999-11": {24 * 3600, 24 * 3600}, "1999-12": {12*3600 + 0.25, 31 * 24 * 3600},
	} {
		got, err := s.api.Utilizations.Utilization(s.Context(), id, month)
		s.must(err)
		if got.MachineID != id || got.BillingMonth != month {
			s.Errorf("requested %s in %s, got %s in %s", id, month, got.MachineID, got.BillingMonth)
		}
		for name, half := range map[string]struct {
			got           *paperspace.Usage
			seconds, rate float64
		}{"machine": {got.Machine, want.up, 0.40}, "storage": {got.Storage, want.stored, 7}} {
			switch {
			case half.got == nil:
				if half.seconds != 0 || !s.behavior.Observed {
					s.Errorf("%s: nothing about the %s", month, name)
				}
			case math.Abs(half.got.SecondsUsed-half.seconds) > 1e-6 || half.got.Rate != half.rate:
				s.Errorf("%s: the %s was used %+v, want %v s at %v", month, name, *half.got, half.seconds, half.rate)
			}
		}
	}
	if got, err := s.api.Utilizations.Utilization(s.Context(), "ps0000000", "1999-12"); !errors.Is(err, paperspace.ErrNotFound) {
		s.Errorf("of an unknown machine: %+v, %v", got, err)
	}
}
