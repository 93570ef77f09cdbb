package conformance

import (
	"context"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// powers are the rules about start, stop, and restart, each of which is accepted before it
// is done.
var powers = []rule{
	{"a stop ends off and a start ready", stopAndStart},
	{"a start of a running machine and a stop of one that is off do nothing", noOps},
	{"a restart leaves ready and comes back", restart},
	{"a start that fails later ends off, with the reason in an event", startFailsLater},
}

func stopAndStart(s *scene) {
	id := s.machine(psfake.Machine{DynamicPublicIP: true})
	first := s.show(id).PublicIPAddress
	s.must(s.api.Machines.Stop(s.Context(), id))
	off := s.await(id, paperspace.Off)
	s.isTrue("off", off)
	if first == "" || off.PublicIPAddress != "" {
		s.Errorf("the dynamic address was %q and is %q while off", first, off.PublicIPAddress)
	}
	s.must(s.api.Machines.Start(s.Context(), id))
	if state := s.show(id).State; state.Settled() || !state.HeadsFor(paperspace.Ready) {
		s.Errorf("right after the start it is %q", state)
	}
	s.isTrue("ready", s.await(id, paperspace.Ready))
	var names []string
	for _, e := range s.events(id) {
		names = append(names, e.Name)
		if e.State != "done" || e.Error != "" || e.Handle == "" || e.CreatedAt == "" {
			s.Errorf("the event %+v", e)
		}
	}
	if !slices.Equal(names, []string{"start", "stop"}) {
		s.Errorf("the events are %q, want the newest first", names)
	}
}

func noOps(s *scene) {
	for state, do := range map[string]func(context.Context, string) error{
		psfake.StateReady: s.api.Machines.Start, psfake.StateOff: s.api.Machines.Stop,
	} {
		id := s.machine(psfake.Machine{State: state})
		before, events := s.show(id), s.events(id)
		s.must(do(s.Context(), id))
		pass(time.Minute)
		after := s.events(id)
		if s.quirks.NoNoOps {
			after = slices.DeleteFunc(after, func(e paperspace.Event) bool { return e.State == "done" })
		}
		if diff := cmp.Diff(before, s.show(id)) + cmp.Diff(events, after); diff != "" {
			s.Errorf("from %s: -before +after:\n%s", state, diff)
		}
	}
}

func restart(s *scene) {
	id := s.machine(psfake.Machine{})
	s.must(s.api.Machines.Restart(s.Context(), id))
	left := false
	for range 300 { // an API version can show the old state for a while
		left = left || s.show(id).State != paperspace.Ready
		pass(100 * time.Millisecond)
	}
	if !left {
		s.Errorf("it never left ready")
	}
	s.isTrue("ready", s.await(id, paperspace.Ready))
	if e := s.events(id)[0]; e.Name != "restart" || e.State != "done" {
		s.Errorf("the newest event is %+v", e)
	}
}

func startFailsLater(s *scene) {
	id := s.machine(psfake.Machine{State: psfake.StateOff, MachineType: "P6000"})
	s.fake.SetAvailability(psfake.EastCoast, "P6000", false)
	s.must(s.api.Machines.Start(s.Context(), id))
	pass(timings.Start + time.Second)
	if m := s.show(id); m.State != paperspace.Off {
		s.Errorf("it is %q", m.State)
	}
	e := s.events(id)[0]
	if e.Name != "start" || !e.Failed() || e.Running() || e.Error != psfake.Capacity {
		s.Errorf("the newest event is %+v", e)
	}
	s.fake.SetAvailability(psfake.EastCoast, "P6000", true)
	s.must(s.api.Machines.Start(s.Context(), id))
	s.await(id, paperspace.Ready)
	if events := s.events(id); events[0].Failed() || !events[1].Failed() {
		s.Errorf("the events are %+v", events)
	}
}
