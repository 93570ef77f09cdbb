package paperspace_test

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
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// lostCreates are the ways to lose a create, and how many requests are sent.
var lostCreates = []struct {
	kind  psfake.FaultKind
	sent  int
	named bool // the object is adopted, which has to be said
}{
	{psfake.FaultCutAfter, 1, true},
	{psfake.FaultStatusAfter, 1, true},
	{psfake.FaultHTMLAfter, 1, true},
	{psfake.FaultTruncate, 1, true},
	{psfake.FaultNoBody, 1, true},
	{psfake.FaultCut, 2, false}, // nothing appears for two minutes, so it is sent again
	{psfake.FaultStatus, 2, false},
	{psfake.FaultHTML, 2, false},
	{psfake.FaultThrottle, 2, false}, // without effect for sure, so it is sent again
}

// A create whose response is lost leaves one machine, whose ID is known, whatever
// the clock of the service says.
func TestLostResponseMakesNoSecondMachine(t *testing.T) {
	for _, c := range lostCreates {
		for _, skew := range []time.Duration{0, 5 * time.Second, -5 * time.Second, time.Hour, -time.Hour} {
			t.Run(fmt.Sprint(c.kind, skew), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, client := world(t, provision(time.Minute), psfake.WithClock(func() time.Time { return time.Now().Add(skew) }))
					w.AddMachine(psfake.Machine{Name: "twin", MachineType: "C5", SizeGB: 50})
					w.Inject(psfake.Fault{Call: "machines.create", Kind: c.kind, Times: 1})
					made, err := client.Create(t.Context(), ordered("twin"))
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

// The search goes on for two minutes before anything is sent again, with pauses
// that grow, and many searches share their lists.
func TestSearchForALostCreateTakesTwoMinutesAndFewLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Times: 20})
		began := time.Now()
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if _, err := client.Create(t.Context(), ordered(fmt.Sprint("m", i))); err != nil {
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

// A list that shows new machines late makes no second one.
func TestLateListMakesNoSecondMachine(t *testing.T) {
	for _, late := range []time.Duration{5 * time.Second, 15 * time.Second, 45 * time.Second, 90 * time.Second} {
		t.Run(late.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := world(t, provision(0))
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
				w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: late})
				made, err := client.Create(t.Context(), ordered("late"))
				if all := w.Machines(); err != nil || len(all) != 1 || all[0].ID != made.Object.ID || !made.Adopted {
					t.Errorf("got %+v, %v; the service has %v", made, err, all)
				}
			})
		})
	}
}

// A machine that shows after the create was sent again is named.
func TestSecondMachineIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		// The search of two minutes does not see the first, and the look after the
		// second create does.
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: 140 * time.Second})
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Skip: 1, Delay: 25 * time.Second})
		made, err := client.Create(t.Context(), ordered("x"))
		all := w.Machines()
		if err != nil || len(all) != 2 || made.Object.ID != all[1].ID || !slices.Equal(made.Others, []string{all[0].ID}) {
			t.Errorf("got %+v, %v; the service has %v", made, err, all)
		}
	})
}

func TestSlowResponseIsWaitedForByLooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(time.Minute))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1})
		made, err := client.Create(t.Context(), ordered("slow"))
		if err != nil || len(w.Machines()) != 1 || w.Machines()[0].ID != made.Object.ID {
			t.Errorf("%+v, %v, %v", made, err, w.Machines())
		}
	})
}

// A machine that differs from the order is never adopted, and one in doubt is
// not either. If it might be what the create made, nothing is sent again.
func TestOnlyWhatEqualsTheOrderIsAdopted(t *testing.T) {
	like := func(change func(m *psfake.Machine)) psfake.Machine {
		m := psfake.Machine{Name: "x", MachineType: "C5", SizeGB: 50, BillingType: "hourly"}
		change(&m)
		return m
	}
	for _, c := range []struct {
		name   string
		before bool // it is there before the create
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
				w, client := world(t, provision(0))
				in := ordered("x")
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
		w, client := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		time.AfterFunc(time.Second, func() { w.AddMachine(psfake.Machine{Name: "x", MachineType: "C5", SizeGB: 50}) })
		_, err := client.Create(t.Context(), ordered("x"))
		var e *paperspace.Error
		if !errors.Is(err, paperspace.ErrConflict) || !errors.As(err, &e) {
			t.Fatal(err)
		}
		for _, m := range w.Machines() {
			if !strings.Contains(err.Error(), m.ID) {
				t.Errorf("%s is not named: %v", m.ID, err)
			}
		}
		if strings.Contains(e.Advice, "elete") {
			t.Errorf("the advice is to delete what might be somebody else's: %s", e.Advice)
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

// Creates of one name run one after the other, so that lost responses cannot mix
// up their machines.
func TestEqualNamesRunOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(time.Second), psfake.WithSeed(7))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		const n = 20
		ids := make([]string, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				made, err := client.Create(t.Context(), ordered("same"))
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

// The ID of a machine that existed before makes no two resources of it.
func TestKnownIDIsNoNewMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(provision(0))
		api := connect(t, w, paperspace.Options{}).API
		old := w.AddMachine(psfake.Machine{Name: "old"})
		api.Machines = answering{api.Machines, old.ID}
		_, err := paperspace.NewClient(api, paperspace.Options{}).Create(t.Context(), ordered("new"))
		if err == nil || !paperspace.HadEffect(err) || !strings.Contains(err.Error(), old.ID) {
			t.Errorf("%v", err)
		}
	})
}

// answering answers every create with the same ID.
type answering struct {
	paperspace.Machines
	id string
}

func (a answering) Create(context.Context, paperspace.MachineCreate) (paperspace.Machine, error) {
	return paperspace.Machine{ID: a.id}, nil
}

// A service that is away for some time, just when a create has been lost, makes
// nobody look for a machine by hand.
func TestSearchForALostCreateOutlastsAnOutage(t *testing.T) {
	for _, away := range []psfake.Fault{
		{Kind: psfake.FaultStatus}, {Kind: psfake.FaultHTML, Status: 200}, {Kind: psfake.FaultTruncate},
		{Kind: psfake.FaultRefuse, Status: 401}, {Kind: psfake.FaultHTML, Status: 403},
	} {
		for _, lasts := range []time.Duration{30 * time.Second, 150 * time.Second} {
			t.Run(fmt.Sprint(away.Kind, away.Status, lasts), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, client := world(t, provision(0))
					buy(t, client, "first") // the account has been read
					w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
					back := w.Inject(away)
					time.AfterFunc(lasts, back)
					made, err := client.Create(t.Context(), ordered("lost"))
					if all := w.Machines(); err != nil || len(all) != 2 || all[1].ID != made.Object.ID {
						t.Errorf("got %+v, %v; the service has %v", made, err, all)
					}
				})
			})
		}
	}
}

func TestUnknownFateIsSaidAndNothingIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		buy(t, client, "first")
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStatus, Status: 500})
		_, err := client.Create(t.Context(), ordered("lost"))
		mightExist(t, err, "lost")
		if n := w.Journal().Count("machines.create"); n != 2 {
			t.Errorf("%d creates", n)
		}
	})
}

// mightExist fails unless the error says that a machine might exist and be billed.
func mightExist(t *testing.T, err error, name string) {
	t.Helper()
	var e *paperspace.Error
	if !errors.As(err, &e) || !paperspace.HadEffect(err) ||
		!strings.Contains(e.Advice, fmt.Sprintf("named %q might exist and be billed", name)) || !strings.Contains(e.Advice, "The next plan reports it") {
		t.Errorf("%v, %+v", err, e)
	}
}

// Two lost responses are the end of it: no third request.
func TestCreateIsSentTwiceAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut})
		_, err := client.Create(t.Context(), ordered("lost"))
		mightExist(t, err, "lost")
		if n := w.Journal().Count("machines.create"); n != 2 {
			t.Errorf("%d creates", n)
		}
	})
}

// The error of a lost create promises a warning of the next plan only for the
// kinds whose plans look for others of the name.
func TestLostCreatePromisesOnlyWhatThePlanWarnsOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := worldV1(t, paperspace.Options{})
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCut})
		w.Inject(psfake.Fault{Call: "networks.create", Kind: psfake.FaultCut})
		_, script := client.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "lost", Text: "x"})
		_, network := client.CreateNetwork(t.Context(), paperspace.NetworkCreate{Name: "lost", Region: "ny2"})
		for err, promised := range map[error]bool{script: true, network: false} {
			var e *paperspace.Error
			if !errors.As(err, &e) || !strings.Contains(e.Advice, "might exist") || strings.Contains(e.Advice, "The next plan reports it") != promised {
				t.Errorf("promised should be %v: %v, %+v", promised, err, e)
			}
		}
	})
}

// The second request is rejected because of what the first has made, late.
func TestRejectedRetryLooksOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, psfake.WithDialect(psfake.Wild())) // script names are unique
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Times: 1})
		late := w.Inject(psfake.Fault{Call: "scripts.list", Kind: psfake.FaultStale, Age: time.Hour})
		time.AfterFunc(150*time.Second, late)
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultSlow, Skip: 1, Delay: 29 * time.Second})
		made, err := client.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
		if all := w.Scripts(); err != nil || len(all) != 1 || made.Object.ID != all[0].ID || !made.Adopted {
			t.Errorf("%+v, %v; the service has %v", made, err, all)
		}
	})
}

// The timeout of the operation does not end the search, and no request is sent
// that it could cut off.
func TestTimeoutCutsOffNoCreate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		buy(t, client, "first")
		ctx, cancel := paperspace.WithTimeout(t.Context(), 31*time.Second)
		defer cancel()
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1})
		made, err := client.Create(ctx, ordered("slow"))
		if err != nil || !made.Adopted || len(w.Machines()) != 2 {
			t.Errorf("%+v, %v, %v", made, err, w.Machines())
		}
		short, cancel := paperspace.WithTimeout(t.Context(), 29*time.Second)
		defer cancel()
		nothingCreated(t, w, func() error { _, err := client.Create(short, ordered("short")); return err })
	})
}

// nothingCreated fails unless an operation fails, creates nothing, and says so.
func nothingCreated(t *testing.T, w *psfake.World, do func() error) {
	t.Helper()
	before := w.Journal().Count("machines.create")
	err := do()
	var e *paperspace.Error
	if !errors.As(err, &e) || paperspace.HadEffect(err) || !strings.HasPrefix(e.Advice, "Nothing was created.") {
		t.Errorf("%v, %+v", err, e)
	}
	if n := w.Journal().Count("machines.create"); n != before {
		t.Errorf("%d creates were sent", n-before)
	}
}

// An interrupt before the request is on the wire creates nothing, whatever the
// create waits for.
func TestInterruptBeforeTheRequestCreatesNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault psfake.Fault
		limit float64
	}{
		{"the list of the account", psfake.Fault{Call: "machines.list", Kind: psfake.FaultSlow, Delay: 20 * time.Second}, 0},
		{"an outage of the list", psfake.Fault{Call: "machines.list", Kind: psfake.FaultCut}, 0},
		{"a pause that the service asks for", psfake.Fault{Call: "machines.create", Kind: psfake.FaultThrottle, RetryAfter: "60", Times: 1}, 0},
		{"a rate limit", psfake.Fault{}, 0.05},
		{"another create of the name", psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 25 * time.Second}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := psfake.New(provision(0))
				client := connect(t, w, paperspace.Options{}, c.limit)
				if c.fault.Kind != "" {
					w.Inject(c.fault)
				}
				ctx, interrupt := context.WithCancel(t.Context())
				time.AfterFunc(5*time.Second, interrupt)
				errs := make([]error, 2)
				var wg sync.WaitGroup
				for i := range errs {
					wg.Go(func() {
						time.Sleep(time.Duration(i) * time.Millisecond)
						_, errs[i] = client.Create(ctx, ordered("same"))
					})
				}
				wg.Wait()
				failed := 0
				for _, err := range errs {
					if err == nil {
						continue
					}
					failed++
					var e *paperspace.Error
					if !errors.As(err, &e) || !strings.HasPrefix(e.Advice, "Nothing was created.") {
						t.Errorf("%v, %+v", err, e)
					}
				}
				time.Sleep(10 * time.Minute) // for what is still on its way
				if alive := len(w.Machines()); failed == 0 || alive != len(errs)-failed {
					t.Errorf("%d of %d failed, and %d machines exist", failed, len(errs), alive)
				}
			})
		})
	}
}

// What is on the wire when the interrupt comes is not cut off, and what it made
// is known afterwards.
func TestInterruptDuringTheRequestLosesNothing(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultSlow, psfake.FaultCutAfter} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := world(t, provision(0))
				ctx, interrupt := context.WithCancel(t.Context())
				w.Inject(psfake.Fault{Call: "machines.create", Kind: kind, Delay: 10 * time.Second})
				time.AfterFunc(time.Second, interrupt)
				made, err := client.Create(ctx, ordered("x"))
				if all := w.Machines(); err != nil || len(all) != 1 || all[0].ID != made.Object.ID {
					t.Errorf("%+v, %v; the service has %v", made, err, all)
				}
			})
		})
	}
}

// If an interrupt ends the search, the machine is named as possible.
func TestInterruptedSearchSaysWhatMightExist(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := world(t, provision(0))
		buy(t, client, "first")
		ctx, interrupt := context.WithCancel(t.Context())
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: time.Hour})
		time.AfterFunc(time.Minute, interrupt)
		began := time.Now()
		_, err := client.Create(ctx, ordered("x"))
		mightExist(t, err, "x")
		if took := time.Since(began); took > 80*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestRefusedCreateIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		in := ordered("x")
		in.TemplateID = "t0000000"
		_, err := c.Create(t.Context(), in)
		if !errors.Is(err, paperspace.ErrRefused) || !strings.Contains(err.Error(), "templateId") {
			t.Errorf("%v", err)
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

// The service makes the user first; after a failed create it must be named.
func TestUserOfAFailedCreateIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		in := ordered("x")
		in.TemplateID = "t0000000"
		in.NewUser = &paperspace.NewUser{Email: "arya@example.com", Password: "needle-not-shown", FirstName: "Arya", LastName: "Stark"}
		w.AddUser(psfake.User{Email: "arya@example.com"})
		_, err := c.Create(t.Context(), in)
		var e *paperspace.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		users := w.Users()
		if id := users[len(users)-1].ID; !strings.Contains(e.Advice, id) {
			t.Errorf("%s is not named: %q", id, e.Advice)
		}
		if strings.Contains(err.Error()+e.Advice, "needle") {
			t.Error("the password shows")
		}
	})
}

func TestCapacityIsAwaitedWithOneQuestionForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		w.SetAvailability("East Coast (NY2)", "P4000", false)
		time.AfterFunc(time.Minute, func() { w.SetAvailability("East Coast (NY2)", "P4000", true) })
		began := time.Now()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if err := c.AwaitCapacity(t.Context(), "m", "East Coast (NY2)", "P4000"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took < time.Minute || took > 70*time.Second {
			t.Errorf("took %s", took)
		}
		if n := w.Journal().Count("machines.availability"); n > 15 {
			t.Errorf("%d questions in a minute", n)
		}
		w.SetAvailability("East Coast (NY2)", "V100", false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := c.AwaitCapacity(ctx, "m", "East Coast (NY2)", "V100"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("no capacity until the deadline: %v", err)
		}
		if err := c.AwaitCapacity(t.Context(), "m", "East Coast (NY2)", "C5"); err != nil {
			t.Errorf("a CPU type: %v", err)
		}
	})
}

// Scripts keep the same promise as machines.
func TestLostResponseMakesNoSecondScript(t *testing.T) {
	in := paperspace.ScriptCreate{Name: "twin", Description: "d", Text: "echo hello", IsEnabled: true}
	for _, c := range lostCreates {
		for _, dialect := range []string{"papers", "wild"} {
			t.Run(fmt.Sprint(c.kind, dialect), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					d := psfake.Papers()
					if dialect == "wild" {
						d = psfake.Wild()
					}
					w, client := world(t, psfake.WithDialect(d))
					if !d.UniqueScripts {
						w.AddScript(psfake.Script{Name: "twin", Description: "d"})
					}
					w.AddScript(psfake.Script{Name: "Other"})
					before := len(w.Scripts())
					w.Inject(psfake.Fault{Call: "scripts.create", Kind: c.kind, Times: 1, Delay: time.Hour})
					made, err := client.CreateScript(t.Context(), in)
					if err != nil {
						t.Fatal(err)
					}
					all := w.Scripts()
					if len(all) != before+1 || all[before].ID != made.Object.ID || made.Adopted != c.named {
						t.Errorf("got %+v, the service has %v", made, all)
					}
					if n := w.Journal().Count("scripts.create"); n != c.sent {
						t.Errorf("%d creates were sent, want %d", n, c.sent)
					}
				})
			})
		}
	}
}

// What the script of a lost create cannot be: one that was there before, and one
// that is not as ordered.
func TestOnlyTheOwnScriptIsAdopted(t *testing.T) {
	for _, c := range []struct {
		name   string
		before bool
		other  psfake.Script
		err    bool
	}{
		{"one that was there before", true, psfake.Script{Name: "x"}, false},
		{"a disabled one", false, psfake.Script{Name: "x", Disabled: true}, true},
		{"one that runs once", false, psfake.Script{Name: "x", RunOnce: true}, true},
		{"one that is described", false, psfake.Script{Name: "x", Description: "d"}, true},
		{"one of another name", false, psfake.Script{Name: "y"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := world(t)
				appeared := make(chan psfake.Script, 1)
				appear := func() { appeared <- w.AddScript(c.other) }
				if c.before {
					appear()
				} else {
					time.AfterFunc(time.Second, appear)
				}
				w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCut, Times: 1})
				made, err := client.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
				other := <-appeared
				if (err != nil) != c.err || made.Object.ID == other.ID {
					t.Errorf("adopted %+v (the other is %s), %v", made, other.ID, err)
				}
			})
		})
	}
}

func TestSeveralScriptsAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Times: 1})
		time.AfterFunc(time.Second, func() { w.AddScript(psfake.Script{Name: "x", Text: "x"}) })
		_, err := c.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
		if !errors.Is(err, paperspace.ErrConflict) {
			t.Fatal(err)
		}
		for _, s := range w.Scripts() {
			if !strings.Contains(err.Error(), s.ID) {
				t.Errorf("%s is not named: %v", s.ID, err)
			}
		}
		var e *paperspace.Error
		if errors.As(err, &e); strings.Contains(e.Advice, "money") {
			t.Errorf("scripts cost nothing: %s", e.Advice)
		}
	})
}

// A machine and a script of one name do not wait for each other; scripts of one
// name do.
func TestKeyedLocksAreOfOneKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 20 * time.Second, Times: 1})
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Create(t.Context(), ordered("same")); err != nil {
				t.Error(err)
			}
		})
		var mu sync.Mutex
		var quickest time.Duration
		ids := map[string]bool{}
		for range 10 {
			wg.Go(func() {
				s, err := c.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "same", Text: "x", IsEnabled: true})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				ids[s.Object.ID] = true
				if took := time.Since(began); quickest == 0 || took < quickest {
					quickest = took
				}
			})
		}
		wg.Wait()
		if len(ids) != 10 || len(w.Scripts()) != 10 {
			t.Errorf("%d ids, %d scripts, want 10", len(ids), len(w.Scripts()))
		}
		if quickest >= 20*time.Second {
			t.Errorf("the first script took %s: it waited for the machine", quickest)
		}
	})
}

// A script is gone only if show and list agree.
func TestFindScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		s := w.AddScript(psfake.Script{Name: "x", Text: "x"})
		if got, err := c.FindScript(t.Context(), s.ID); err != nil || !got.Found || got.Object.Name != "x" {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := c.FindScript(t.Context(), "scgone"); err != nil || got.Found || got.Empty {
			t.Errorf("one that is gone: %+v, %v", got, err)
		}
		deny := w.Inject(psfake.Fault{Call: "scripts.show", Kind: psfake.FaultRefuse, Status: 404, Message: "Script not found"})
		if got, err := c.FindScript(t.Context(), s.ID); err != nil || !got.Found {
			t.Errorf("a lone denial: %+v, %v", got, err)
		}
		w.Inject(psfake.Fault{Call: "scripts.list", Kind: psfake.FaultRefuse, Status: 403, Message: "no"})
		time.Sleep(6 * time.Minute) // the list that was read before is old by now
		if got, err := c.FindScript(t.Context(), s.ID); err == nil || errors.Is(err, paperspace.ErrNotFound) || got.Found {
			t.Errorf("nobody to ask: %+v, %v", got, err)
		}
		deny()
	})
}

// A name that is taken is named, with what to do.
func TestScriptWhoseNameIsTakenIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, psfake.WithDialect(psfake.Wild()))
		s := w.AddScript(psfake.Script{Name: "x"})
		_, err := c.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "secret-text", IsEnabled: true})
		var e *paperspace.Error
		if !errors.As(err, &e) || !strings.Contains(e.Advice, s.ID) || strings.Contains(err.Error()+e.Advice, "secret-text") {
			t.Errorf("%v, %+v", err, e)
		}
	})
}
