// Package conformance holds the behaviours that every generation of the API
// must show through the interfaces of package paperspace. They run against the
// fake service, in a synctest bubble each, once for every dialect that the
// sources of the contract leave open.
//
// A generation joins with one line:
//
//	conformance.Run(t, func(w *psfake.World, key string) paperspace.API { … })
//
// What a generation cannot express it says in its Traits or leaves nil in its
// API; the behaviours about it are skipped then.
package conformance

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Connect opens a generation's door to a world, with this key, without a
// socket, with 30 seconds for one HTTP attempt and with two repeats.
type Connect func(w *psfake.World, key string) paperspace.API

// behaviour is one thing that every generation does.
type behaviour struct {
	name string
	run  func(s *scene)
}

// Run plays every behaviour in every dialect.
func Run(t *testing.T, connect Connect) {
	t.Helper()
	all := [][]behaviour{lives, powers, settings, reads, lists, others, accounts, failures, losses, oddities}
	for _, d := range []struct {
		name    string
		dialect psfake.Dialect
	}{{"papers", psfake.Papers()}, {"wild", psfake.Wild()}} {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, group := range all {
				for _, b := range group {
					t.Run(b.name, func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							b.run(newScene(t, connect, d.dialect))
						})
					})
				}
			}
		})
	}
}

// The key and the times of the fake service.
const key = "test-key-1ba4f98e7c0"

var timings = psfake.Timings{
	Provision: time.Minute, Start: 20 * time.Second, Stop: 40 * time.Second,
	Restart: 35 * time.Second, Destroy: 70 * time.Second, ServiceReady: 5 * time.Second,
}

// scene is a world and one generation's view of it.
type scene struct {
	*testing.T
	world   *psfake.World
	dialect psfake.Dialect
	connect Connect
	api     paperspace.API
}

func newScene(t *testing.T, connect Connect, dialect psfake.Dialect, more ...psfake.Option) *scene {
	t.Helper()
	w := psfake.New(append([]psfake.Option{
		psfake.WithKey(key), psfake.WithDialect(dialect), psfake.WithTimings(timings),
	}, more...)...)
	return &scene{T: t, world: w, dialect: dialect, connect: connect, api: connect(w, key)}
}

// another opens a second world in the same bubble.
func (s *scene) another(change func(d *psfake.Dialect), more ...psfake.Option) *scene {
	s.Helper()
	d := s.dialect
	change(&d)
	return newScene(s.T, s.connect, d, more...)
}

// pass lets time go by.
func pass(d time.Duration) { <-time.After(d) }

// can skips a behaviour about a field that the generation cannot express.
func (s *scene) can(fields ...paperspace.Field) {
	s.Helper()
	for _, f := range fields {
		if why, lacks := s.api.Traits.Lacks[f]; lacks {
			s.Skipf("no %s: %s", f, why)
		}
	}
}

// must ends the behaviour when something failed that is not its point.
func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// machine adds a machine to the world.
func (s *scene) machine(m psfake.Machine) string { return s.world.AddMachine(m).ID }

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

// call is one method of one of the parts.
type call struct {
	name  string
	write bool // it is meant to change something
	once  bool // it must not be carried out twice
	do    func(ctx context.Context, id string) error
}

// machineCalls are the methods that name a machine.
func (s *scene) machineCalls() []call {
	m := s.api.Machines
	return []call{
		{"show", false, false, func(ctx context.Context, id string) error { _, err := m.Show(ctx, id); return err }},
		{"events", false, false, func(ctx context.Context, id string) error { _, err := m.Events(ctx, id); return err }},
		{"update", true, false, func(ctx context.Context, id string) error {
			return m.Update(ctx, id, paperspace.MachineUpdate{Name: new("renamed")})
		}},
		{"start", true, false, m.Start},
		{"stop", true, false, m.Stop},
		{"restart", true, true, m.Restart},
		{"destroy", true, false, func(ctx context.Context, id string) error { return m.Destroy(ctx, id, false) }},
	}
}

// calls are all methods that the generation offers.
func (s *scene) calls() []call {
	all := append(s.machineCalls(),
		call{"create", true, true, func(ctx context.Context, _ string) error {
			_, err := s.api.Machines.Create(ctx, order("bought"))
			return err
		}},
		call{"list", false, false, func(ctx context.Context, _ string) error {
			for _, err := range s.api.Machines.List(ctx, nil) {
				if err != nil {
					return err
				}
			}
			return nil
		}})
	if s.api.Templates != nil {
		all = append(all, call{"templates", false, false, func(ctx context.Context, _ string) error {
			_, err := s.api.Templates.List(ctx, nil)
			return err
		}})
	}
	if s.api.Availability != nil {
		all = append(all, call{"availability", false, false, func(ctx context.Context, _ string) error {
			_, err := s.api.Availability.Available(ctx, "ny2", "P4000")
			return err
		}})
	}
	return append(all, s.accountCalls()...)
}
