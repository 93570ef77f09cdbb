package wait_test

import (
	"context"
	"iter"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A response that shows an untouched machine proves its state whenever it was requested: no
// request has changed the machine since its create.
func TestResponseFromBeforeTheWaitShowsAnUntouchedMachine(t *testing.T) {
	for untouched, want := range map[bool]int{true: 1, false: 2} {
		synctest.Test(t, func(t *testing.T) {
			w := psfake.New(psfake.Strict(), opstest.Provision(time.Hour))
			var reported []string
			c := opstest.Connect(t, w, ops.Options{Progress: func(_ context.Context, p wait.Progress) { reported = append(reported, p.Machine+" "+p.State) }})
			ids := opstest.CreateAll(t, c, "a", "b")
			ready := w.AddMachine(psfake.Machine{Name: "ready"})
			w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultSlow, Delay: 10 * time.Second, Times: 1})
			w.ResetJournal()
			ctx, cancel := context.WithCancel(t.Context())
			var others sync.WaitGroup
			for _, id := range ids { // keep the watcher busy with a slow list from about 3 s to 13 s
				others.Go(func() {
					_, _ = c.Watcher.Wait(ctx, wait.Wait{ID: id, Target: wait.UntilReady, New: true, Untouched: true})
				})
			}
			time.Sleep(5 * time.Second)
			if _, err := c.Watcher.Wait(t.Context(), wait.Wait{ID: ready.ID, Name: ready.Name, Target: wait.UntilReady, New: true, Untouched: untouched}); err != nil {
				t.Fatal(err)
			}
			if lists := w.Journal().Count("machines.list"); lists != want {
				t.Errorf("untouched: %t: %d lists, want %d", untouched, lists, want)
			}
			if synctest.Wait(); !slices.Contains(reported, "ready ready") {
				t.Errorf("untouched: %t: reported %q", untouched, reported)
			}
			cancel()
			others.Wait()
		})
	}
}

// arriving calls arrived between the response to the first list and its first machine.
type arriving struct {
	paperspace.Machines
	arrived func()
}

// List implements paperspace.Machines.
func (a *arriving) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		for m, err := range a.Machines.List(ctx, f) {
			if arrived := a.arrived; arrived != nil {
				a.arrived = nil
				arrived()
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// When the last wait ends, so does the loop. The list that it is still reading ends no wait of
// the next loop.
func TestEndedLoopLeavesTheNextLoopAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		var ids []string
		for _, name := range []string{"a", "b", "next"} {
			ids = append(ids, w.AddMachine(psfake.Machine{Name: name}).ID)
		}
		machines := &arriving{Machines: c.Machines}
		watcher := ops.NewClient(paperspace.API{Machines: machines}, ops.Options{}).Watcher
		ctx, interrupt := context.WithCancel(t.Context())
		var first sync.WaitGroup
		next := make(chan error)
		machines.arrived = func() {
			interrupt()
			first.Wait()
			go func() {
				_, err := watcher.Wait(t.Context(), wait.Wait{ID: ids[2], Target: wait.UntilReady, New: true, Untouched: true})
				next <- err
			}()
			time.Sleep(time.Second) // before the first poll of the next loop
		}
		for _, id := range ids[:2] {
			first.Go(func() { _, _ = watcher.Wait(ctx, wait.Wait{ID: id, Target: wait.UntilOff}) })
		}
		if err := <-next; err != nil {
			t.Error(err)
		}
		if shows := w.Journal().Count("machines.show"); shows != 1 {
			t.Errorf("the next loop sent %d shows, want 1: %v", shows, w.Journal().Counts())
		}
	})
}

// No machine is ready before three seconds have passed, so earlier polls would be wasted. The
// first one comes earlier only with a poll interval that is shorter.
func TestFirstPollIsNotTooEarly(t *testing.T) {
	for _, interval := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			w := psfake.New(psfake.Strict(), opstest.Provision(20*time.Second))
			c := opstest.Connect(t, w, ops.Options{PollInterval: interval})
			ids := opstest.CreateAll(t, c, "a")
			w.ResetJournal()
			began := time.Now()
			if _, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids...); errs[0] != nil {
				t.Fatal(errs[0])
			}
			if first := w.Journal().Of("machines.show")[0].At.Sub(began); first < min(interval, 3*time.Second)*9/10 {
				t.Errorf("poll interval %s: the first poll came after %s", interval, first)
			}
		})
	}
}
