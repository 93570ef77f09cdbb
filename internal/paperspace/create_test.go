package paperspace_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Whatever happens to the answer of a create, there is one machine afterwards,
// and its id is known.
func TestLostAnswerMakesNoSecondMachine(t *testing.T) {
	for kind, posts := range map[psfake.FaultKind]int{
		psfake.FaultCutAfter:    1,
		psfake.FaultStatusAfter: 1,
		psfake.FaultHTMLAfter:   1,
		psfake.FaultTruncate:    1,
		psfake.FaultNoBody:      1,
		psfake.FaultCut:         2, // nothing happened, which the service has to say twice
		psfake.FaultStatus:      2,
		psfake.FaultHTML:        2,
		psfake.FaultThrottle:    2, // never looked at, so sent again at once
	} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := world(t, provision(time.Minute))
				w.AddMachine(psfake.Machine{Name: "twin", MachineType: "C5", SizeGB: 50})
				time.Sleep(time.Minute)
				w.Inject(psfake.Fault{Call: "machines.create", Kind: kind, Times: 1})
				m, err := c.Create(t.Context(), order("twin"))
				if err != nil {
					t.Fatal(err)
				}
				all := w.Machines()
				if len(all) != 2 || all[1].ID != m.ID {
					t.Errorf("got %s, the service has %v", m.ID, all)
				}
				j := w.Journal()
				if n := j.Count("machines.create"); n != posts {
					t.Errorf("%d creates were sent, want %d", n, posts)
				}
				if lists := j.Count("machines.list"); posts == 2 && kind != psfake.FaultThrottle && lists != 2 {
					t.Errorf("the service was asked %d times before it was sent again, want 2", lists)
				}
			})
		})
	}
}

func TestSlowAnswerIsWaitedForByLooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(time.Minute))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1})
		m, err := c.Create(t.Context(), order("slow"))
		if err != nil || len(w.Machines()) != 1 || w.Machines()[0].ID != m.ID {
			t.Errorf("%s, %v, %v", m.ID, err, w.Machines())
		}
	})
}

// The machine of a lost create is told from one that was there before by the
// service's dates, and from one of another kind by what it is.
func TestOnlyTheOwnMachineIsAdopted(t *testing.T) {
	for name, other := range map[string]psfake.Machine{
		"an older one of the name": {Name: "x", MachineType: "C5", SizeGB: 50, Created: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)},
		"one of another type":      {Name: "x", MachineType: "C7", SizeGB: 50},
		"one of another size":      {Name: "x", MachineType: "C5", SizeGB: 500},
		"one of another region":    {Name: "x", MachineType: "C5", SizeGB: 50, Region: "Europe (AMS1)"},
		"one of another name":      {Name: "X", MachineType: "C5", SizeGB: 50},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := world(t, provision(0))
				other := w.AddMachine(other)
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Times: 1})
				m, err := c.Create(t.Context(), order("x"))
				if err != nil || m.ID == other.ID || len(w.Machines()) != 2 {
					t.Errorf("adopted %s (the other is %s), %v", m.ID, other.ID, err)
				}
			})
		})
	}
}

func TestSeveralCandidatesAreNamedAndNoneIsBought(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		time.AfterFunc(time.Second, func() { w.AddMachine(psfake.Machine{Name: "x", MachineType: "C5", SizeGB: 50}) })
		_, err := c.Create(t.Context(), order("x"))
		if !errors.Is(err, paperspace.ErrConflict) {
			t.Fatal(err)
		}
		for _, m := range w.Machines() {
			if !strings.Contains(err.Error(), m.ID) {
				t.Errorf("%s is not named: %v", m.ID, err)
			}
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

// Creates of one name take turns, so that the answers lost on the way cannot
// mix up their machines.
func TestEqualNamesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(time.Minute), psfake.WithSeed(7))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		const n = 20
		ids := make([]string, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				m, err := c.Create(t.Context(), order("same"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = m.ID
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

// A service that is away for a minute, just when a create has been lost, makes
// nobody look for a machine by hand.
func TestLookForALostCreateOutlastsAnOutage(t *testing.T) {
	for name, away := range map[string]psfake.Fault{
		"the service fails": {Kind: psfake.FaultStatus},
		"a proxy answers":   {Kind: psfake.FaultHTML, Status: 200},
		"half an answer":    {Kind: psfake.FaultTruncate},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := world(t, provision(time.Hour))
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
				back := w.Inject(away)
				time.AfterFunc(time.Minute, back)
				m, err := c.Create(t.Context(), order("lost"))
				if all := w.Machines(); err != nil || len(all) != 1 || all[0].ID != m.ID {
					t.Errorf("got %q, %v; the service has %v", m.ID, err, all)
				}
			})
		})
	}
}

// What will not pass is said at once.
func TestLookForALostCreateEndsWithARefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultRefuse, Status: 403})
		began := time.Now()
		_, err := c.Create(t.Context(), order("lost"))
		if !errors.Is(err, paperspace.ErrDenied) || !paperspace.HadEffect(err) || time.Since(began) > 5*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}

func TestFateUnknownIsSaidAndNothingIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStatus, Status: 500})
		_, err := c.Create(t.Context(), order("lost"))
		if err == nil || !strings.Contains(err.Error(), `"lost"`) || !paperspace.HadEffect(err) {
			t.Errorf("%v", err)
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

func TestRefusedCreateIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		in := order("x")
		in.TemplateID = "t0000000"
		_, err := c.Create(t.Context(), in)
		if !errors.Is(err, paperspace.ErrRefused) || !strings.Contains(err.Error(), "templateId") {
			t.Errorf("%v", err)
		}
		if n := len(w.Journal()); n != 1 {
			t.Errorf("%d requests: %v", n, w.Journal().Counts())
		}
	})
}

// The service makes the user first; after a failed create it must be named.
func TestUserOfAFailedCreateIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t)
		in := order("x")
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

// Scripts keep the same promise as machines, in both dialects.
func TestLostAnswerMakesNoSecondScript(t *testing.T) {
	in := paperspace.ScriptCreate{Name: "twin", Description: "d", Text: "echo hello", IsEnabled: true}
	for kind, posts := range map[psfake.FaultKind]int{
		psfake.FaultCutAfter:    1,
		psfake.FaultStatusAfter: 1,
		psfake.FaultHTMLAfter:   1,
		psfake.FaultTruncate:    1,
		psfake.FaultNoBody:      1,
		psfake.FaultSlow:        1,
		psfake.FaultCut:         2,
		psfake.FaultStatus:      2,
		psfake.FaultHTML:        2,
		psfake.FaultThrottle:    2,
	} {
		for dialect, d := range map[string]psfake.Dialect{"papers": psfake.Papers(), "wild": psfake.Wild()} {
			t.Run(string(kind)+"/"+dialect, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, c := world(t, psfake.WithDialect(d))
					if !d.UniqueScripts {
						w.AddScript(psfake.Script{Name: "twin", Description: "d"})
					}
					w.AddScript(psfake.Script{Name: "Twin"})
					before := len(w.Scripts())
					time.Sleep(time.Minute)
					w.Inject(psfake.Fault{Call: "scripts.create", Kind: kind, Times: 1, Delay: time.Hour})
					s, err := c.CreateScript(t.Context(), in)
					if err != nil {
						t.Fatal(err)
					}
					all := w.Scripts()
					if len(all) != before+1 || all[before].ID != s.ID {
						t.Errorf("got %s, the service has %v", s.ID, all)
					}
					if n := w.Journal().Count("scripts.create"); n != posts {
						t.Errorf("%d creates were sent, want %d", n, posts)
					}
				})
			})
		}
	}
}

// What the script of a lost create cannot be: an older one, one that this
// client knows, one that is not as ordered.
func TestOnlyTheOwnScriptIsAdopted(t *testing.T) {
	for name, other := range map[string]psfake.Script{
		"an older one":             {Name: "x", Created: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)},
		"a disabled one":           {Name: "x", Disabled: true},
		"one that runs once":       {Name: "x", RunOnce: true},
		"one that is described":    {Name: "x", Description: "d"},
		"one of another name":      {Name: "X"},
		"one that was read before": {Name: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := world(t)
				other := w.AddScript(other)
				if name == "one that was read before" {
					if _, err := c.FindScript(t.Context(), other.ID); err != nil {
						t.Fatal(err)
					}
				}
				w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCut, Times: 1})
				s, err := c.CreateScript(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
				if err != nil || s.ID == other.ID || len(w.Scripts()) != 2 {
					t.Errorf("adopted %s (the other is %s), %v", s.ID, other.ID, err)
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
func TestTurnsAreOfOneKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := world(t, provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 20 * time.Second, Times: 1})
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Create(t.Context(), order("same")); err != nil {
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
				ids[s.ID] = true
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
func TestNamesakeIsNamed(t *testing.T) {
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

func TestUnbrokenContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	free, done, err := paperspace.Unbroken(ctx, "create", "Nothing was created.")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	cancel()
	if _, has := free.Deadline(); !has || free.Err() != nil {
		t.Errorf("deadline %v, %v", has, free.Err())
	}
	if _, _, err := paperspace.Unbroken(ctx, "create", "Nothing was created."); !errors.Is(err, context.Canceled) {
		t.Errorf("begun after the interrupt: %v", err)
	}
}
