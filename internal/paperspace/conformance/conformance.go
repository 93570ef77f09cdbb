// Package conformance holds the rules that every API version
// must show through the interfaces of package paperspace. They run against the
// fake server, in a synctest bubble each, once for every behavior that the
// sources of the contract leave open.
//
// An API version joins with one line:
//
//	conformance.Run(t, connect)
//
// What an API version cannot express it says in its Traits or leaves nil in its
// API; the rules about it are skipped then. What it does not return, or does
// not promise, it says in [Quirks].
package conformance

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Connect opens an API version's client for a state, with this key, without a
// socket, with 30 seconds for one HTTP attempt and with two repeats.
type Connect func(w *psfake.Server, key string) paperspace.API

// rule is one thing that every API version does.
type rule struct {
	name string
	run  func(s *scene)
}

// Run plays every rule in every behavior. At most one Quirks is given.
func Run(t *testing.T, connect Connect, quirks ...Quirks) {
	t.Helper()
	all := [][]rule{
		lives, endings, powers, settings, fields, changes, addresses, reads, bulkReads, events, lists, others, accesses, networks, accounts, edits, products,
		failures, losses, oddities,
	}
	about := Quirks{}
	for _, q := range quirks {
		about = q
	}
	for _, d := range []struct {
		name     string
		behavior psfake.Behavior
	}{{"documented", psfake.Documented()}, {"observed", psfake.Observed()}} {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, group := range all {
				for _, b := range group {
					t.Run(b.name, func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							b.run(newScene(t, connect, about, d.behavior))
						})
					})
				}
			}
		})
	}
}

// The key and the times of the fake server.
const key = "test-key-1ba4f98e7c0"

var timings = psfake.Timings{
	Provision: time.Minute, Start: 20 * time.Second, Stop: 40 * time.Second,
	Restart: 35 * time.Second, Destroy: 70 * time.Second, ServiceReady: 5 * time.Second,
	Update: 30 * time.Second, Snapshot: 25 * time.Second, Template: 4 * time.Minute, Mount: 20 * time.Second,
}

// scene is a state and one API version's view of it.
type scene struct {
	*testing.T
	fake     *psfake.Server
	behavior psfake.Behavior
	connect  Connect
	quirks   Quirks
	api      paperspace.API
}

func newScene(t *testing.T, connect Connect, quirks Quirks, behavior psfake.Behavior) *scene {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(key), psfake.WithBehavior(behavior), psfake.WithTimings(timings))
	return &scene{T: t, fake: w, behavior: behavior, connect: connect, quirks: quirks, api: connect(w, key)}
}

// another opens a second state in the same bubble.
func (s *scene) another(change func(d *psfake.Behavior)) *scene {
	s.Helper()
	d := s.behavior
	change(&d)
	return newScene(s.T, s.connect, s.quirks, d)
}

// pass lets time go by.
func pass(d time.Duration) { <-time.After(d) }

// can skips a rule about a field that the API version cannot express.
func (s *scene) can(fields ...paperspace.Field) {
	s.Helper()
	for _, f := range fields {
		if why, lacks := s.api.Traits.Lacks[f]; lacks {
			s.Skipf("no %s: %s", f, why.Reason)
		}
	}
}

// lacking lets a rule do without a field that the API version cannot express.
func (s *scene) lacking(f paperspace.Field, do func()) {
	if _, lacks := s.api.Traits.Lacks[f]; lacks {
		do()
	}
}

// must ends the rule when something failed that is not its point.
func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// machine adds a machine to the state.
func (s *scene) machine(m psfake.Machine) string { return s.fake.AddMachine(m).ID }

func (s *scene) show(id string) paperspace.Machine {
	s.Helper()
	m, err := s.api.Machines.Show(s.Context(), id)
	s.must(err)
	return m
}

func (s *scene) events(id string) []paperspace.Event {
	s.Helper()
	events, err := s.api.Machines.Events(s.Context(), id)
	s.must(err)
	return events
}

// list collects a list up to its first error.
func (s *scene) list(f paperspace.Filter) ([]paperspace.Machine, error) {
	var all []paperspace.Machine
	for m, err := range s.api.Machines.List(s.Context(), f) {
		if err != nil {
			return all, err
		}
		all = append(all, m)
	}
	return all, nil
}

// await looks every second until the machine is in a state.
func (s *scene) await(id string, state paperspace.State) paperspace.Machine {
	s.Helper()
	for range 600 {
		if m := s.show(id); m.State == state {
			return m
		}
		pass(time.Second)
	}
	s.Fatalf("%s is still %q after ten minutes, want %q", id, s.show(id).State, state)
	return paperspace.Machine{}
}

// order is a create that names only what is required.
func order(name string) paperspace.MachineCreate {
	return paperspace.MachineCreate{
		Name: name, MachineType: "C5", SizeGB: 50, Region: "ny2", BillingType: "hourly", TemplateID: "t0nspur5",
	}
}
