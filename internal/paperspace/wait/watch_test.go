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

// The number of requests grows with the time waited and not with the number of machines,
// and each machine is noticed soon.
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

// A wait that begins while a request is in progress must not use its response, which can
// show the state from before the caller's own write.
func TestResponseFromBeforeTheWaitIsIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Restart: time.Minute}))
		a, b := w.AddMachine(psfake.Machine{Name: "a"}), w.AddMachine(psfake.Machine{Name: "b"})
		w.Inject(psfake.Fault{Call: "machines.show", Kind: psfake.FaultSlow, Delay: 10 * time.Second, Times: 1})
		go func() { // keeps the watcher busy with a slow poll from 3 s to 13 s
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

// A machine that hangs ends its wait with a timeout, although lists do not include events.
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

// A power request that Paperspace has accepted can take effect late. The old state in
// between is not a failure.
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
		// The failure of the first start is still the newest event that has ended.
		_, err = c.Watcher.Wait(t.Context(), wait.Wait{ID: m.ID, Target: wait.UntilReady, Known: paperspace.KnownEvents(events)})
		if err != nil {
			t.Errorf("a start after a failed one: %v", err)
		}
	})
}
