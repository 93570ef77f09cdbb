package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// events are the rules about the events of a machine and their outcomes.
var events = []rule{
	{"an event has ended, failed or still runs", eventVerdicts},
	{"the ten newest events of a machine are returned, and no others", eventsOfOne},
}

func eventVerdicts(s *scene) {
	harmless := s.quirks.HarmlessErrors
	done := new(time.Now())
	type verdict struct {
		failed, running bool
		reason          string
	}
	for _, c := range []struct {
		state, reason string
		finished      *time.Time
		want          verdict
		harmless      bool // only for API versions with Quirks.HarmlessErrors
	}{
		{state: "done", finished: done},
		{state: "new", want: verdict{running: true}},
		{state: "in progress", want: verdict{running: true}},
		{state: "error", reason: "no capacity", finished: done, want: verdict{failed: true, reason: "no capacity"}},
		{state: "error", reason: "no capacity", want: verdict{failed: true, reason: "no capacity"}},
		{state: "error", want: verdict{failed: true}},
		{state: "cancelled", want: verdict{failed: true}},
		{state: "error", finished: done, want: verdict{failed: !harmless}},
		{state: "done", reason: "almost not", finished: done, harmless: true},
		{state: "in progress", reason: "no capacity", harmless: true, want: verdict{failed: true, reason: "no capacity"}},
		{state: "in progress", finished: done, harmless: true},
		{state: "cancelled", finished: done, harmless: true},
		{state: "unheard of", finished: done, harmless: true},
	} {
		if c.harmless && !harmless {
			continue
		}
		id := s.machine(psfake.Machine{Events: []psfake.Event{{
			Name: "start", State: c.state, Error: c.reason, Created: time.Now(), Modified: time.Now(), Finished: c.finished,
		}}})
		all := s.events(id)
		if len(all) != 1 {
			s.Fatalf("the events are %+v", all)
		}
		if got := (verdict{all[0].Failed(), all[0].Running(), all[0].Error}); got != c.want {
			s.Errorf("%q, reason %q, finished %v: %+v, want %+v", c.state, c.reason, c.finished != nil, got, c.want)
		}
	}
}

func eventsOfOne(s *scene) {
	var past []psfake.Event
	for i := range 15 {
		at := time.Now().Add(-time.Duration(i) * time.Hour)
		past = append(past, psfake.Event{Name: "stop", State: psfake.EventDone, Handle: fmt.Sprint("one", i), Created: at, Modified: at, Finished: &at})
	}
	id := s.machine(psfake.Machine{Events: past})
	past[3].Handle = "another"
	s.machine(psfake.Machine{Events: past[3:4]})
	want := s.truth(id).Events
	got := s.events(id)
	if slices.ContainsFunc(got, func(e paperspace.Event) bool { return e.Handle == "another" }) {
		s.Errorf("another machine's event is among %+v", got)
	}
	unfinished := cmpopts.IgnoreFields(paperspace.Event{}, "FinishedAt") // old events can lack it
	if diff := cmp.Diff(want[:10], got[:min(10, len(got))], s.matters(), unfinished); diff != "" {
		s.Errorf("-fake +returned:\n%s", diff)
	}
}
