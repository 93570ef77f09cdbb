package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// reads are the rules about list, show, and events, and about the filters of lists.
var reads = []rule{
	{"list, show and events agree", readsAgree},
	{"an empty account has an empty list", emptyList},
	{"every filter finds the machines that have the value", filtersFind},
	{"a region is found by code and by name", filterRegion},
	{"the owner is found whether shown or not", filterOwner},
	{"filters are combined", filtersCombine},
	{"a machine with the name null is found by it", namedNull},
}

// population adds machines that differ in every field.
func (s *scene) population() {
	script := s.fake.AddScript(psfake.Script{Name: "hello", Text: "echo hello"})
	user := s.fake.AddUser(psfake.User{Email: "ann@example.com"})
	day := func(n int) time.Time { return time.Now().AddDate(0, 0, -n) }
	for _, m := range []psfake.Machine{
		{Name: "web", ShutdownHours: new(24), Created: day(3)},
		{Name: "db", Region: psfake.WestCoast, MachineType: "C5", State: psfake.StateOff, SizeGB: 500, BillingType: "monthly", Created: day(2)},
		{Name: "db", Region: psfake.Europe, UserID: user.ID, AssignPublicIP: true, UpdatesPending: true, StorageUsed: 110080},
		{Name: "a b&c+d \"é\"", ScriptID: script.ID, LastRun: new(day(1)), TemplateID: "t123abc", State: psfake.StateStopping},
		{Name: "saver", AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4), ShutdownForces: true, NetworkID: "n123abc"},
		{Name: "new", State: psfake.StateProvisioning, Build: psfake.Bare},
		{Name: "Web", DynamicPublicIP: true, CPUs: 4, RAM: 1 << 34},
	} {
		if _, lacks := s.api.Traits.Lacks[paperspace.FieldBillingType]; lacks {
			m.BillingType = ""
		}
		s.machine(m)
	}
}

func readsAgree(s *scene) {
	s.population()
	all, err := s.list(nil)
	s.must(err)
	if len(all) != len(s.fake.Machines()) {
		s.Fatalf("%d machines are listed, the server has %d", len(all), len(s.fake.Machines()))
	}
	var fake []paperspace.Machine
	for _, m := range s.fake.Machines() {
		fake = append(fake, s.truth(m.ID))
	}
	if want := ids(listed(s, fake)); !slices.Equal(ids(all), want) {
		s.Errorf("the list is %v, want %v: it keeps Paperspace's order", ids(all), want)
	}
	for _, listed := range all {
		if listed.Events != nil {
			s.Errorf("a list has events: %+v", listed.Events)
		}
		shown := s.show(listed.ID)
		if shown.Events != nil != s.quirks.shows("Machine.Events") {
			s.Errorf("shown with the events %v", shown.Events)
		}
		events := s.events(listed.ID)
		if shown.Events != nil {
			if diff := cmp.Diff(shown.Events, events); diff != "" {
				s.Errorf("%s: -shown +events:\n%s", listed.Name, diff)
			}
		}
		if diff := cmp.Diff(s.truth(listed.ID).Events, events, s.matters()); diff != "" {
			s.Errorf("%s: -server +events:\n%s", listed.Name, diff)
		}
		shown.Events = nil
		if diff := cmp.Diff(shown, listed); diff != "" {
			s.Errorf("%s: -shown +listed:\n%s", listed.Name, diff)
		}
		if listed.Name != "new" {
			s.isTrue("shown", shown)
		}
	}
}

func emptyList(s *scene) {
	for _, f := range []paperspace.Filter{nil, {}, {paperspace.FieldName: "web"}, {paperspace.FieldID: "ps0000000"}} {
		if all, err := s.list(f); err != nil || len(all) != 0 {
			s.Errorf("by %v: %v, %v", f, all, err)
		}
	}
}

// filters are the fields that machines can be filtered by.
var filters = strings.Fields(`id name os ram cpus gpu storage_total storage_used usage_rate shutdown_timeout_in_hours
	perform_auto_snapshot auto_snapshot_frequency auto_snapshot_save_count agent_type dt_created state updates_pending
	network_id private_ip_address public_ip_address region script_id dt_last_run`)

// The machines are listed by each value that the unfiltered list shows, and by null for
// machines without a value.
func filtersFind(s *scene) {
	s.population()
	all, err := s.list(nil)
	s.must(err)
	for _, name := range filters {
		field := paperspace.Field(name)
		same := map[string][]string{}
		for _, m := range all {
			value, known := m.Get(field)
			if !known {
				s.Errorf("%s is not known", field)
			}
			if value == "" {
				value = paperspace.Null
			}
			same[value] = append(same[value], m.ID)
		}
		for value, want := range same {
			found, err := s.list(paperspace.Filter{field: value})
			if err != nil || !slices.Equal(ids(found), want) {
				s.Errorf("%s = %q finds %v, %v, want %v", field, value, ids(found), err, want)
			}
		}
		if _, has := same["no such value"]; !has && field != paperspace.FieldRegion {
			if found, err := s.list(paperspace.Filter{field: "no such value"}); err != nil || len(found) != 0 {
				s.Errorf("%s finds %v by a value that none has, %v", field, ids(found), err)
			}
		}
	}
}

func filterRegion(s *scene) {
	s.population()
	unplaced := []string{"new"} // its region is not known yet
	if s.quirks.fills("Machine.Region") {
		unplaced = nil
	}
	for region, want := range map[string][]string{
		psfake.WestCoast: {"db"}, "ca1": {"db"}, "CA1": {"db"}, "west coast (ca1)": {"db"}, paperspace.Null: unplaced,
	} {
		found, err := s.list(paperspace.Filter{paperspace.FieldRegion: region})
		var names []string
		for _, m := range found {
			names = append(names, m.Name)
		}
		if err != nil || !slices.Equal(names, want) {
			s.Errorf("%q finds %q, %v, want %q", region, names, err, want)
		}
	}
}

func filterOwner(s *scene) {
	s.can(paperspace.FieldUserID, paperspace.FieldTeamID)
	s.population()
	for _, m := range s.fake.Machines() {
		for field, value := range map[paperspace.Field]string{paperspace.FieldUserID: m.UserID, paperspace.FieldTeamID: m.TeamID} {
			var want []string
			for _, other := range s.fake.Machines() {
				if field == paperspace.FieldUserID && other.UserID == value || field == paperspace.FieldTeamID && other.TeamID == value {
					want = append(want, other.ID)
				}
			}
			found, err := s.list(paperspace.Filter{field: value})
			if err != nil || !slices.Equal(ids(found), want) {
				s.Errorf("%s = %s finds %v, %v, want %v", field, value, ids(found), err, want)
			}
		}
	}
	if found, err := s.list(paperspace.Filter{paperspace.FieldUserID: "u0000000"}); err != nil || len(found) != 0 {
		s.Errorf("an unknown owner has %v, %v", ids(found), err)
	}
}

func namedNull(s *scene) {
	id := s.machine(psfake.Machine{Name: paperspace.Null})
	s.machine(psfake.Machine{Name: "web"})
	got, err := s.list(paperspace.Filter{paperspace.FieldName: paperspace.Null})
	if err != nil || len(got) != 1 || got[0].ID != id {
		s.Errorf("found %v, %v, want %s", got, err, id)
	}
}

func filtersCombine(s *scene) {
	s.population()
	for want, f := range map[int]paperspace.Filter{
		2: {paperspace.FieldName: "db"},
		1: {paperspace.FieldName: "db", paperspace.FieldRegion: "ams1"},
		0: {paperspace.FieldName: "db", paperspace.FieldRegion: "ny2"},
	} {
		found, err := s.list(f)
		if err != nil || len(found) != want {
			s.Errorf("%v finds %v, %v, want %d", f, ids(found), err, want)
		}
	}
}

func ids(machines []paperspace.Machine) (all []string) {
	for _, m := range machines {
		all = append(all, m.ID)
	}
	return all
}

// lists are the rules about lists with more machines than fit in one response.
var lists = []rule{
	{"a list longer than a page is complete and holds nothing twice", longLists},
	{"a page that cannot be had is an error and no shorter list", brokenPage},
	{"a list requests no more pages than needed", listStops},
}

func longLists(s *scene) {
	for page, n := range map[int]int{0: 1000, 1000: 2050} { // 0: all in one response, as long as a full page
		w := s.another(func(d *psfake.Behavior) { d.Page = page })
		want := w.crowd(n)
		all, err := w.list(nil)
		if err != nil || !slices.Equal(ids(all), want) {
			s.Errorf("pages of %d: %d machines, %v, want %d", page, len(all), err, n)
		}
		found, err := w.list(paperspace.Filter{paperspace.FieldName: "even"})
		if err != nil || len(found) != n/2 {
			s.Errorf("pages of %d: %d even machines, %v, want %d", page, len(found), err, n/2)
		}
	}
}

// crowd adds n machines, alternately named "even" and "odd".
func (s *scene) crowd(n int) (all []string) {
	for i := range n {
		all = append(all, s.machine(psfake.Machine{ID: fmt.Sprintf("ps%06d", i), Name: []string{"even", "odd"}[i%2]}))
	}
	return all
}

func brokenPage(s *scene) {
	w := s.another(func(d *psfake.Behavior) { d.Page = 1000 })
	w.crowd(1001)
	for _, kind := range []psfake.FaultKind{psfake.FaultStatus, psfake.FaultHTML, psfake.FaultCut, psfake.FaultTruncate, psfake.FaultNoBody} {
		end := w.fake.Inject(psfake.Fault{Call: "machines.list", Kind: kind, Skip: 1})
		if all, err := w.list(nil); err == nil {
			s.Errorf("%s: a list of %d machines", kind, len(all))
		}
		end()
	}
	w.fake.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultTruncate, Skip: 1, Times: 1})
	if all, err := w.list(nil); err != nil || len(all) != 1001 {
		s.Errorf("with one broken response: %d machines, %v", len(all), err)
	}
}

func listStops(s *scene) {
	w := s.another(func(d *psfake.Behavior) { d.Page = 1000 })
	w.crowd(1001)
	for _, err := range w.api.Machines.List(s.Context(), nil) {
		s.must(err)
		break
	}
	if n := w.fake.Journal().Count("machines.list"); n != 1 {
		s.Errorf("%d requests for one machine", n)
	}
}
