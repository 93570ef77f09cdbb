package once_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// lostCreates are the ways to lose a create, and how many requests are sent for each.
var lostCreates = []struct {
	kind  psfake.FaultKind
	sent  int
	named bool // the object is adopted, and the result says so
}{
	{psfake.FaultCutAfter, 1, true},
	{psfake.FaultStatusAfter, 1, true},
	{psfake.FaultHTMLAfter, 1, true},
	{psfake.FaultTruncate, 1, true},
	{psfake.FaultNoBody, 1, true},
	{psfake.FaultCut, 2, false}, // nothing appears for two minutes, so the request is retried
	{psfake.FaultStatus, 2, false},
	{psfake.FaultHTML, 2, false},
	{psfake.FaultThrottle, 2, false}, // certainly without effect, so the request is retried
}

// A create whose response is lost leaves one machine with a known ID, whatever the
// difference between the clocks.
func TestLostResponseMakesNoSecondMachine(t *testing.T) {
	for _, c := range lostCreates {
		for _, skew := range []time.Duration{0, 5 * time.Second, -5 * time.Second, time.Hour, -time.Hour} {
			t.Run(fmt.Sprint(c.kind, skew), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, client := opstest.Core(t, opstest.Provision(time.Minute), psfake.WithClock(func() time.Time { return time.Now().Add(skew) }))
					w.AddMachine(psfake.Machine{Name: "twin", MachineType: "C5", SizeGB: 50})
					w.Inject(psfake.Fault{Call: "machines.create", Kind: c.kind, Times: 1})
					made, err := client.Create(t.Context(), opstest.Ordered("twin"))
					if err != nil {
						t.Fatal(err)
					}
					all := w.Machines()
					if len(all) != 2 || all[1].ID != made.Object.ID || made.Adopted != c.named || len(made.Others) > 0 {
						t.Errorf("got %+v, the service has %v", made, all)
					}
					if n := w.Journal().Count("machines.create"); n != c.sent {
						t.Errorf("%d creates were sent, want %d", n, c.sent)
					}
				})
			})
		}
	}
}

// The search goes on for two minutes before the request is retried. Its pauses grow, and
// parallel searches share their lists.
func TestSearchForALostCreateTakesTwoMinutesAndFewLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Times: 20})
		began := time.Now()
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if _, err := client.Create(t.Context(), opstest.Ordered(fmt.Sprint("m", i))); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took < 2*time.Minute || took > 3*time.Minute {
			t.Errorf("took %s", took)
		}
		if lists := w.Journal().Count("machines.list"); lists > 20 {
			t.Errorf("%d lists", lists)
		}
	})
}

// A list that shows new machines late does not lead to a second machine.
func TestLateListMakesNoSecondMachine(t *testing.T) {
	for _, late := range []time.Duration{5 * time.Second, 15 * time.Second, 45 * time.Second, 90 * time.Second} {
		t.Run(late.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.Core(t, opstest.Provision(0))
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
				w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: late})
				made, err := client.Create(t.Context(), opstest.Ordered("late"))
				if all := w.Machines(); err != nil || len(all) != 1 || all[0].ID != made.Object.ID || !made.Adopted {
					t.Errorf("got %+v, %v; the service has %v", made, err, all)
				}
			})
		})
	}
}

// If the first machine shows only after the create was retried, the result names it.
func TestSecondMachineIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		// The search of two minutes does not see the first machine, and the poll after the
		// second create does.
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: 140 * time.Second})
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Skip: 1, Delay: 25 * time.Second})
		made, err := client.Create(t.Context(), opstest.Ordered("x"))
		all := w.Machines()
		if err != nil || len(all) != 2 || made.Object.ID != all[1].ID || !slices.Equal(made.Others, []string{all[0].ID}) {
			t.Errorf("got %+v, %v; the service has %v", made, err, all)
		}
	})
}

func TestSlowResponseIsWaitedForByLooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(time.Minute))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1})
		made, err := client.Create(t.Context(), opstest.Ordered("slow"))
		if err != nil || len(w.Machines()) != 1 || w.Machines()[0].ID != made.Object.ID {
			t.Errorf("%+v, %v, %v", made, err, w.Machines())
		}
	})
}

// A machine that differs from the order is never adopted, and neither is one that might. If
// it might be the one that the create made, the request is not retried.
func TestOnlyWhatEqualsTheOrderIsAdopted(t *testing.T) {
	like := func(change func(m *psfake.Machine)) psfake.Machine {
		m := psfake.Machine{Name: "x", MachineType: "C5", SizeGB: 50, BillingType: "hourly"}
		change(&m)
		return m
	}
	for _, c := range []struct {
		name   string
		before bool // the other machine exists before the create
		other  psfake.Machine
		sent   int
		err    bool
	}{
		{"one that was there before", true, like(func(*psfake.Machine) {}), 2, false},
		{"another name", false, like(func(m *psfake.Machine) { m.Name = "y" }), 2, false},
		{"another type", false, like(func(m *psfake.Machine) { m.MachineType = "C7" }), 1, true},
		{"another size", false, like(func(m *psfake.Machine) { m.SizeGB = 500 }), 1, true},
		{"another region", false, like(func(m *psfake.Machine) { m.Region = "Europe (AMS1)" }), 1, true},
		{"billed monthly", false, like(func(m *psfake.Machine) { m.BillingType = "monthly" }), 1, true},
		{"with a script", false, like(func(m *psfake.Machine) { m.ScriptID = "sc1" }), 1, true},
		{"with a dynamic address", false, like(func(m *psfake.Machine) { m.DynamicPublicIP = true }), 1, true},
		{"with an address", false, like(func(m *psfake.Machine) { m.PublicIP = "198.51.100.7" }), 1, true},
		{"of another owner", false, like(func(m *psfake.Machine) { m.UserID = "u0000other" }), 1, true},
		{"in another network", false, like(func(m *psfake.Machine) { m.NetworkID = "n0other" }), 1, true},
		{"not shown in full yet", false, like(func(m *psfake.Machine) { m.Build = psfake.Bare }), 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.Core(t, opstest.Provision(0))
				in := opstest.Ordered("x")
				owner := w.Users()[0]
				in.UserID = owner.ID
				in.NetworkID = w.AddMachine(psfake.Machine{Name: "other"}).NetworkID
				appeared := make(chan psfake.Machine, 1)
				appear := func() { appeared <- w.AddMachine(c.other) }
				if c.before {
					appear()
				} else {
					time.AfterFunc(time.Second, appear)
				}
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Times: 1})
				made, err := client.Create(t.Context(), in)
				other := <-appeared
				if (err != nil) != c.err || made.Object.ID == other.ID {
					t.Errorf("adopted %+v (the other is %s), %v", made, other.ID, err)
				}
				if c.err && (!paperspace.HadEffect(err) || !strings.Contains(err.Error(), other.ID)) {
					t.Errorf("the error does not name %s as possible: %v", other.ID, err)
				}
				if n := w.Journal().Count("machines.create"); n != c.sent {
					t.Errorf("%d creates, want %d", n, c.sent)
				}
			})
		})
	}
}

func TestSeveralCandidatesAreNamedAndNoneIsAdopted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		time.AfterFunc(time.Second, func() { w.AddMachine(psfake.Machine{Name: "x", MachineType: "C5", SizeGB: 50}) })
		_, err := client.Create(t.Context(), opstest.Ordered("x"))
		if !errors.Is(err, paperspace.ErrConflict) {
			t.Fatal(err)
		}
		for _, m := range w.Machines() {
			if !strings.Contains(err.Error(), m.ID) {
				t.Errorf("%s is not named: %v", m.ID, err)
			}
		}
		if got, _ := opstest.ReasonIn[paperspace.OneOfSeveral](err); got.Object != `machine named "x"` {
			t.Errorf("%+v", got)
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

// Creates with the same name run one after the other, so that lost responses cannot mix up
// their machines.
func TestEqualNamesRunOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(time.Second), psfake.WithSeed(7))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		const n = 20
		ids := make([]string, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				made, err := client.Create(t.Context(), opstest.Ordered("same"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = made.Object.ID
			})
		}
		wg.Wait()
		distinct := map[string]bool{}
		for _, id := range ids {
			distinct[id] = true
		}
		if len(distinct) != n || len(w.Machines()) != n {
			t.Errorf("%d creates, %d ids, %d machines", n, len(distinct), len(w.Machines()))
		}
	})
}

// If a create returns the ID of an existing machine, it does not become a second resource
// for that machine.
func TestKnownIDIsNoNewMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.Strict(), opstest.Provision(0))
		api := opstest.Connect(t, w, ops.Options{}).API
		old := w.AddMachine(psfake.Machine{Name: "old"})
		api.Machines = sameID{api.Machines, old.ID}
		_, err := ops.NewClient(api, ops.Options{}).Create(t.Context(), opstest.Ordered("new"))
		if err == nil || !paperspace.HadEffect(err) || !strings.Contains(err.Error(), old.ID) {
			t.Errorf("%v", err)
		}
	})
}

// sameID returns the same ID for every create.
type sameID struct {
	paperspace.Machines
	id string
}

func (a sameID) Create(context.Context, paperspace.MachineCreate) (paperspace.Machine, error) {
	return paperspace.Machine{ID: a.id}, nil
}
