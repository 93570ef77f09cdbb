package wait_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// booting is an account of machines that become ready one after the other, between 20 and
// 25 seconds after its start, or are gone by then.
type booting struct {
	paperspace.Machines
	began    time.Time
	ids      []string
	gone     bool
	requests atomic.Int64
}

func newBooting(n int) *booting {
	b := &booting{began: time.Now()}
	for i := range n {
		b.ids = append(b.ids, fmt.Sprint("ps", i))
	}
	return b
}

// at returns when a machine is ready, or gone.
func (b *booting) at(i int) time.Time {
	return b.began.Add(20*time.Second + time.Duration(i)*5*time.Second/time.Duration(len(b.ids)))
}

// delays counts a request and takes its time.
func (b *booting) delays() {
	b.requests.Add(1)
	time.Sleep(50 * time.Millisecond)
}

func (b *booting) machine(i int, now time.Time) (m paperspace.Machine, there bool) {
	m = paperspace.Machine{ID: b.ids[i], Name: b.ids[i], State: paperspace.Provisioning}
	if now.Before(b.at(i)) {
		return m, true
	}
	m.State = paperspace.Ready
	return m, !b.gone
}

func (b *booting) List(_ context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		now := time.Now()
		b.delays()
		for i, id := range b.ids {
			if f != nil && f[paperspace.FieldID] != id {
				continue
			}
			if m, there := b.machine(i, now); there && !yield(m, nil) {
				return
			}
		}
	}
}

func (b *booting) Show(_ context.Context, id string) (paperspace.Machine, error) {
	now := time.Now()
	b.delays()
	m, there := b.machine(slices.Index(b.ids, id), now)
	if !there {
		return paperspace.Machine{}, &paperspace.Error{Kind: paperspace.ErrNotFound}
	}
	m.Events = []paperspace.Event{}
	return m, nil
}

// watched is the cost of waiting for all machines in parallel.
type watched struct {
	requests int64
	lag      time.Duration // the longest time from ready to noticed
	held     uint64        // bytes held while all wait
}

func (b *booting) watch(t *testing.T, target wait.Target) watched {
	t.Helper()
	before := heap()
	c := ops.NewClient(paperspace.API{Machines: b}, ops.Options{})
	held := make(chan uint64, 1)
	go func() {
		time.Sleep(time.Second)
		held <- heap()
	}()
	noticed, errs := opstest.WaitAll(t.Context(), c, target, b.ids...)
	var got watched
	for i, at := range noticed {
		got.lag = max(got.lag, at.Sub(b.at(i)))
		if errs[i] != nil {
			t.Error(errs[i])
		}
	}
	got.requests = b.requests.Load()
	got.held = max(<-held, before) - before
	return got
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkWatcher waits for many machines in parallel. It runs with a fake clock, so the
// time per operation is the work of waiting, not its duration. The account returns machines
// without decoding them from JSON.
func BenchmarkWatcher(b *testing.B) {
	for _, n := range []int{1, 10, 100, 1000, 10000} {
		if testing.Short() && n > 1000 {
			break
		}
		b.Run(fmt.Sprintf("waiters=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var got watched
			for b.Loop() {
				bubble(b, func(t *testing.T) { got = newBooting(n).watch(t, wait.UntilReady) })
			}
			b.ReportMetric(float64(got.requests), "requests/op")
			b.ReportMetric(float64(got.lag.Milliseconds()), "ms-lag")
			b.ReportMetric(float64(got.held)/float64(n), "B-held/waiter")
		})
	}
}

// bubble runs f with a fake clock, which only tests can have.
func bubble(b *testing.B, f func(t *testing.T)) {
	b.Helper()
	ran := false
	test := testing.InternalTest{Name: b.Name(), F: func(t *testing.T) {
		if !ran { // once only, because -count applies to the benchmark
			ran = true
			synctest.Test(t, f)
		}
	}}
	if !testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{test}) {
		b.Fatal("failed in its bubble")
	}
}

// Requests grow with the time waited and not with the number of machines, and a machine
// that is ready is noticed soon.
func TestWaitingCostsByTheTimeWaited(t *testing.T) {
	for _, n := range []int{1, 10, 100, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := newBooting(n).watch(t, wait.UntilReady)
				if got.requests > 26 || got.lag > 1600*time.Millisecond {
					t.Errorf("%d requests, %s from ready to noticed", got.requests, got.lag)
				}
			})
		})
	}
}

// Waiting for machines to be gone takes two shows for each machine, five seconds apart.
func TestWaitingForTheEndCostsTwoShowsEach(t *testing.T) {
	for _, n := range []int{1, 10, 100, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBooting(n)
				b.gone = true
				got := b.watch(t, wait.UntilGone)
				// A show takes 50 ms, and eight run in parallel.
				most := 5*time.Second + 1900*time.Millisecond + 2*time.Duration(n)/8*50*time.Millisecond
				if got.requests > 2*int64(n)+28 || got.lag > most {
					t.Errorf("%d requests, %s from gone to noticed", got.requests, got.lag)
				}
			})
		})
	}
}

// An apply of 100 machines with -parallelism=100, on a server that takes 20 seconds for
// each, sends at most 130 requests and ends at most 3 seconds after the last machine is
// ready.
func TestApplyOfAHundred(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Provision: 20 * time.Second}))
		w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: 100 * time.Millisecond})
		// These are the checks before the first create. They are made once, under a lock,
		// and the fake clock does not advance while a goroutine waits for a lock.
		if _, err := c.AllTemplates(t.Context()); err != nil {
			t.Fatal(err)
		}
		inParallel(t, 100, func(i int) error {
			name := fmt.Sprint("m", i)
			if _, err := c.BulkReader.Named(t.Context(), name); err != nil {
				return err
			}
			m, err := c.Create(t.Context(), opstest.Ordered(name))
			if err != nil {
				return err
			}
			_, err = c.Watcher.Wait(t.Context(), wait.Wait{ID: m.Object.ID, Name: name, Target: wait.UntilReady, New: true})
			return err
		})
		creates := w.Journal().Of("machines.create")
		ready := creates[len(creates)-1].At.Add(20 * time.Second)
		if late := time.Since(ready); late > 3*time.Second {
			t.Errorf("done %s after the last machine was ready", late)
		}
		if n := len(w.Journal()); n > 130 {
			t.Errorf("%d requests: %v", n, w.Journal().Counts())
		}
	})
}

// inParallel calls do n times in parallel.
func inParallel(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	errs := make(chan error, n)
	for i := range n {
		go func() { errs <- do(i) }()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
