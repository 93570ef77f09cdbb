package wait_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Requests grow with the time waited and not with the machines waited for, and
// the last machine is noticed soon.
func TestOneRequestPerPollServesAllWaits(t *testing.T) {
	reads := map[int]int{}
	for _, n := range []int{2, 10, 200} {
		synctest.Test(t, func(t *testing.T) {
			w, c := opstest.Core(t, opstest.Provision(20*time.Second))
			var names []string
			for i := range n {
				names = append(names, fmt.Sprint("m", i))
			}
			ids := opstest.CreateAll(t, c, names...)
			w.ResetJournal()
			ready := time.Now().Add(20 * time.Second)
			noticed, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...)
			for i := range ids {
				if errs[i] != nil {
					t.Fatal(errs[i])
				}
				if lag := noticed[i].Sub(ready); lag > 1500*time.Millisecond {
					t.Errorf("%d machines: %s was noticed %s after it was ready", n, ids[i], lag)
				}
			}
			reads[n] = len(w.Journal())
		})
	}
	if reads[10] > 20 || reads[200] > reads[2]+3 {
		t.Errorf("requests by number of waiting machines: %v", reads)
	}
}

func TestOneWaiterIsServedByShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, opstest.Provision(20*time.Second))
		ids := opstest.CreateAll(t, c, "alone")
		w.ResetJournal()
		if _, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...); errs[0] != nil {
			t.Fatal(errs[0])
		}
		if lists := w.Journal().Count("machines.list"); lists != 0 {
			t.Errorf("%d lists for one machine: %v", lists, w.Journal().Counts())
		}
	})
}

// Someone who joins while a request is under way must not get its response: it
// can show the state from before the caller's own write.
func TestSightingFromBeforeYouAskedIsNotYours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Restart: time.Minute}))
		a, b := w.AddMachine(psfake.Machine{Name: "a"}), w.AddMachine(psfake.Machine{Name: "b"})
		w.Inject(psfake.Fault{Call: "machines.show", Kind: psfake.FaultSlow, Delay: 10 * time.Second, Times: 1})
		go func() { // keeps the watcher busy with a slow look from 3 s to 13 s
			_, _ = c.Watcher.Wait(t.Context(), wait.Wait{ID: a.ID, Target: wait.UntilOff})
		}()
		time.Sleep(5 * time.Second)
		if err := c.Machines.Restart(t.Context(), b.ID); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := c.Watcher.Wait(t.Context(), wait.Wait{ID: b.ID, Target: wait.UntilReady}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < time.Minute {
			t.Errorf("a restart of a minute was over after %s", took)
		}
		if !w.ChangeMachine(a.ID, func(m *psfake.Machine) { m.State = "off" }) {
			t.Fatal("no machine a")
		}
		time.Sleep(time.Minute)
	})
}

func TestEachWaiterHasItsOwnDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := opstest.Core(t, opstest.Provision(5*time.Minute))
		ids := opstest.CreateAll(t, c, "a", "b")
		brief, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		done := make(chan error, 1)
		go func() {
			_, err := c.Watcher.Wait(t.Context(), wait.Wait{ID: ids[1], Name: "b", Target: wait.UntilReady, New: true})
			done <- err
		}()
		began := time.Now()
		_, err := c.Watcher.Wait(brief, wait.Wait{ID: ids[0], Name: "a", Target: wait.UntilReady, New: true})
		if !errors.Is(err, paperspace.ErrTimeout) || time.Since(began) > 61*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
		for _, word := range []string{`"a"`, ids[0], "ready", "provisioning", "create", "waited 1m;"} {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("the timeout does not say %q: %v", word, err)
			}
		}
		if err := <-done; err != nil {
			t.Errorf("the other wait: %v", err)
		}
	})
}

func TestInterruptEndsAWaitImmediately(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := opstest.Core(t, opstest.Provision(time.Hour))
		ids := opstest.CreateAll(t, c, "a")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		began := time.Now()
		_, err := c.Watcher.Wait(ctx, wait.Wait{ID: ids[0], Target: wait.UntilReady, New: true})
		if !errors.Is(err, context.Canceled) || time.Since(began) != 10*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}

// A key that is denied once might be good; the second denial ends every wait.
func TestSecondDenialEndsEveryWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, opstest.Provision(time.Hour))
		ids := opstest.CreateAll(t, c, "a", "b", "c")
		w.Inject(psfake.Fault{Call: "machines.*", Kind: psfake.FaultReject, Status: 403, Message: "no longer yours"})
		began := time.Now()
		_, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...)
		for _, err := range errs {
			if !errors.Is(err, paperspace.ErrDenied) {
				t.Error(err)
			}
		}
		if time.Since(began) > 20*time.Second {
			t.Errorf("took %s", time.Since(began))
		}
	})
}

// One 401, a proxy's page, and an outage say nothing about a machine.
func TestTemporaryDenialEndsNoWait(t *testing.T) {
	for _, fault := range []psfake.Fault{
		{Kind: psfake.FaultReject, Status: 401, Times: 1},
		{Kind: psfake.FaultReject, Status: 403, Times: 1},
		{Kind: psfake.FaultHTML, Status: 403, Times: 3},
		{Kind: psfake.FaultHTML, Status: 401, Times: 3},
	} {
		t.Run(fmt.Sprint(fault.Kind, fault.Status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t, opstest.Provision(time.Minute))
				ids := opstest.CreateAll(t, c, "a", "b", "c")
				fault.Call = "machines.*"
				w.Inject(fault)
				_, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...)
				if err := errors.Join(errs...); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Three looks in a row can fail, each with its own repeats; the fourth ends it.
func TestFourthFailedLookEndsAWait(t *testing.T) {
	for name, c := range map[string]struct {
		outage time.Duration
		fails  bool
	}{"a short outage is ridden out": {90 * time.Second, false}, "a long one is not": {20 * time.Minute, true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.Core(t, opstest.Provision(time.Minute))
				ids := opstest.CreateAll(t, client, "a", "b")
				end := w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStatus, Status: 503})
				time.AfterFunc(c.outage, end)
				_, errs := opstest.WaitAll(t.Context(), client, wait.UntilReady, ids...)
				for _, err := range errs {
					if (err != nil) != c.fails {
						t.Errorf("after an outage of %s: %v", c.outage, err)
					}
				}
			})
		})
	}
}

func TestFailedCreateReportsPaperspacesReason(t *testing.T) {
	for _, n := range []int{1, 3} {
		t.Run(fmt.Sprint(n, " waiting"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t, opstest.Provision(time.Minute))
				w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Machine: "a"})
				ids := opstest.CreateAll(t, c, "a", "b", "c")[:n]
				_, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...)
				if !errors.Is(errs[0], paperspace.ErrFailed) || !strings.Contains(errs[0].Error(), "insufficient capacity") {
					t.Errorf("the failed one: %v", errs[0])
				}
				for _, err := range errs[1:] {
					if err != nil {
						t.Errorf("another one: %v", err)
					}
				}
			})
		})
	}
}

// An event list that a list does not carry must not hide a machine that hangs.
func TestStuckMachineTimeoutReportsTheLastState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, opstest.Provision(time.Minute))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultStuck, Machine: "a"})
		ids := opstest.CreateAll(t, c, "a", "b")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		_, errs := opstest.WaitAll(ctx, c, wait.UntilReady, ids...)
		if !errors.Is(errs[0], paperspace.ErrTimeout) || errs[1] != nil {
			t.Errorf("%v, %v", errs[0], errs[1])
		}
	})
}

func TestMissingFromTheListIsNotGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		behavior := psfake.Documented()
		behavior.ListHidesDestroyed = true
		w, c := opstest.Core(t, psfake.WithBehavior(behavior), psfake.WithTimings(psfake.Timings{Destroy: time.Minute}))
		a, b := w.AddMachine(psfake.Machine{Name: "a"}), w.AddMachine(psfake.Machine{Name: "b"})
		for _, m := range []psfake.Machine{a, b} {
			if err := c.Machines.Destroy(t.Context(), m.ID, paperspace.Release{}); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		noticed, errs := opstest.WaitAll(t.Context(), c, wait.UntilGone, a.ID, b.ID)
		for i, err := range errs {
			if err != nil || noticed[i].Sub(began) < time.Minute {
				t.Errorf("%s: gone after %s, %v", []string{"a", "b"}[i], noticed[i].Sub(began), err)
			}
		}
	})
}

func TestVanishedMachineEndsAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, opstest.Provision(time.Hour))
		ids := opstest.CreateAll(t, c, "a", "b")
		time.AfterFunc(30*time.Second, func() { w.RemoveMachine(ids[0]); w.RemoveMachine(ids[1]) })
		_, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...)
		for _, err := range errs {
			if !errors.Is(err, paperspace.ErrNotFound) {
				t.Error(err)
			}
		}
	})
}

// A stop that Paperspace has accepted can show its effect late, and the old
// state in between is no failure.
func TestOldStateAfterAPowerCallIsNoResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		behavior := psfake.Observed()
		w, c := opstest.Core(t, psfake.WithBehavior(behavior), psfake.WithTimings(psfake.Timings{Stop: time.Minute, Start: time.Minute}))
		m := w.AddMachine(psfake.Machine{Name: "a"})
		if err := c.Machines.Stop(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		got, err := c.Watcher.Wait(t.Context(), wait.Wait{ID: m.ID, Target: wait.UntilOff})
		if err != nil || got.State != paperspace.Off {
			t.Fatalf("%q, %v", got.State, err)
		}
		known := paperspace.KnownEvents(got.Events)
		w.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultFailure, Times: 1})
		if err := c.Machines.Start(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		_, err = c.Watcher.Wait(t.Context(), wait.Wait{ID: m.ID, Target: wait.UntilReady, Known: known})
		if !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "capacity") {
			t.Errorf("a start that failed: %v", err)
		}
		events, err := c.Machines.Events(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Machines.Start(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		// The failure of the first start is still the newest that is over.
		_, err = c.Watcher.Wait(t.Context(), wait.Wait{ID: m.ID, Target: wait.UntilReady, Known: paperspace.KnownEvents(events)})
		if err != nil {
			t.Errorf("a start after a failed one: %v", err)
		}
	})
}

// One machine whose reads hang does not hold up the others.
func TestHangingReadDelaysNoOtherWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Provision: 20 * time.Second, Destroy: 20 * time.Second}))
		ids := opstest.CreateAll(t, c, "hangs", "b", "c")
		if _, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...); errors.Join(errs...) != nil {
			t.Fatal(errs)
		}
		for _, id := range ids {
			if err := c.Destroy(t.Context(), id, paperspace.Release{}); err != nil {
				t.Fatal(err)
			}
		}
		back := w.Inject(psfake.Fault{Call: "machines.show", Machine: ids[0], Kind: psfake.FaultSlow, Delay: time.Hour})
		time.AfterFunc(4*time.Minute, back)
		began := time.Now()
		noticed, errs := opstest.WaitAll(t.Context(), c, wait.UntilGone, ids...)
		if errors.Join(errs...) != nil {
			t.Fatal(errs)
		}
		for i, at := range noticed {
			if waited := at.Sub(began); i > 0 && waited > 55*time.Second {
				t.Errorf("machine %d was noticed after %s", i, waited)
			}
		}
	})
}
