// Package conformance has the rules that every API version must follow behind the
// interfaces of package paperspace. Each rule runs against the fake server in its own
// synctest bubble, once for each behavior that the sources of the API leave open.
//
// An API version runs them with one line:
//
//	conformance.Run(t, connect)
//
// An API version declares what it cannot express in its Traits, or leaves the part nil in
// its API. Rules about that are skipped. It declares what it does not return or does not
// guarantee in [Quirks].
package conformance

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Connect returns an API version's client of w with the given key. It uses no socket,
// allows 30 seconds for each HTTP attempt, and retries twice.
type Connect func(w *psfake.Server, key string) paperspace.API

// rule is one requirement for every API version.
type rule struct {
	name string
	run  func(s *scene)
}

// Run runs every rule with every behavior. At most one Quirks can be given.
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

// key is the API key of the fake server.
const key = "test-key-1ba4f98e7c0"

var timings = psfake.Timings{
	Provision: time.Minute, Start: 20 * time.Second, Stop: 40 * time.Second,
	Restart: 35 * time.Second, Destroy: 70 * time.Second, ServiceReady: 5 * time.Second,
	Update: 30 * time.Second, Snapshot: 25 * time.Second, Template: 4 * time.Minute, Mount: 20 * time.Second,
}

// scene is a fake server and one API version's client of it.
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

// another returns a scene with a second fake server in the same bubble, whose behavior
// differs by change.
func (s *scene) another(change func(d *psfake.Behavior)) *scene {
	s.Helper()
	d := s.behavior
	change(&d)
	return newScene(s.T, s.connect, s.quirks, d)
}

// pass lets time go by.
func pass(d time.Duration) { <-time.After(d) }

// can skips a rule about fields that the API version cannot express.
func (s *scene) can(fields ...paperspace.Field) {
	s.Helper()
	for _, f := range fields {
		if why, lacks := s.api.Traits.Lacks[f]; lacks {
			s.Skipf("no %s: %s", f, why.Reason)
		}
	}
}

// lacking calls do if the API version cannot express a field, so that a rule can go without
// it.
func (s *scene) lacking(f paperspace.Field, do func()) {
	if _, lacks := s.api.Traits.Lacks[f]; lacks {
		do()
	}
}

// must ends the rule if err, which the rule does not test, is not nil.
func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// machine adds a machine to the fake and returns its ID.
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

// await reads the machine every second until it is in a state.
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

// order returns a create with the required fields only.
func order(name string) paperspace.MachineCreate {
	return paperspace.MachineCreate{
		Name: name, MachineType: "C5", SizeGB: 50, Region: "ny2", BillingType: "hourly", TemplateID: "t0nspur5",
	}
}
