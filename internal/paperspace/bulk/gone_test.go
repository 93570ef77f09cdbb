package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// replica is a server whose reads and lists find an object, or fail, depending on the time
// since its start.
type replica struct {
	paperspace.Machines
	began time.Time
	// shown and listed report whether a read and a list find an object.
	shown, listed func(at time.Duration) bool
	fails         func(call string, at time.Duration) error

	wrote func() // see paperspace.API

	mu    sync.Mutex
	calls []string
}

func (r *replica) note(call string) (time.Duration, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, call)
	at := time.Since(r.began)
	if r.fails == nil {
		return at, nil
	}
	return at, r.fails(call, at)
}

func (r *replica) count(call string) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.calls {
		if c == call {
			n++
		}
	}
	return n
}

func (r *replica) Show(_ context.Context, id string) (paperspace.Machine, error) {
	at, err := r.note("show")
	if err != nil {
		return paperspace.Machine{}, err
	}
	if !r.shown(at) {
		return paperspace.Machine{}, &paperspace.Error{Op: "read machine " + id, Kind: paperspace.ErrNotFound, Method: "GET"}
	}
	return paperspace.Machine{ID: id}, nil
}

func (r *replica) List(context.Context, paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		at, err := r.note("list")
		if err != nil {
			yield(paperspace.Machine{}, err)
			return
		}
		if !yield(paperspace.Machine{ID: "psother"}, nil) {
			return
		}
		if r.listed(at) {
			yield(paperspace.Machine{ID: "ps1"}, nil)
		}
	}
}

func never(time.Duration) bool { return false }

func from(start time.Duration) func(time.Duration) bool {
	return func(at time.Duration) bool { return at >= start }
}

func client(r *replica, o ops.Options) *ops.Client {
	r.began = time.Now()
	return ops.NewClient(paperspace.API{Machines: r, OnWrite: func(wrote func()) { r.wrote = wrote }}, o)
}

// An object is gone only if two reads and two lists, at two moments at least five
// seconds apart, do not find it.
func TestGoneTakesTwoMoments(t *testing.T) {
	broken := &paperspace.Error{Op: "x", Kind: paperspace.ErrUnavailable, Method: "GET", Status: 503}
	nowhere := &paperspace.Error{Op: "x", Kind: paperspace.ErrNotFound, Method: "GET", Status: 404}
	failing := func(call string, start time.Duration, err error) func(string, time.Duration) error {
		return func(c string, at time.Duration) error {
			if c == call && at >= start {
				return err
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		shown, listed func(time.Duration) bool
		fails         func(string, time.Duration) error
		poll, timeout time.Duration
		found         bool
		kind          error
		took          time.Duration
		shows, lists  int
	}{
		"gone":                            {shown: never, listed: never, took: 5 * time.Second, shows: 2, lists: 2},
		"not found for a moment":          {shown: from(1500 * time.Millisecond), listed: from(1500 * time.Millisecond), found: true, took: 5 * time.Second, shows: 1, lists: 2},
		"not found for 4.9 s":             {shown: from(4900 * time.Millisecond), listed: from(4900 * time.Millisecond), found: true, took: 5 * time.Second, shows: 1, lists: 2},
		"the first list has it":           {shown: never, listed: from(0), found: true, shows: 1, lists: 1},
		"only the second read finds it":   {shown: from(time.Second), listed: never, found: true, took: 5 * time.Second, shows: 2, lists: 2},
		"the first list fails":            {shown: never, listed: never, fails: failing("list", 0, broken), kind: paperspace.ErrUnavailable, shows: 1, lists: 1},
		"the first list is not found":     {shown: never, listed: never, fails: failing("list", 0, nowhere), kind: paperspace.ErrUnavailable, shows: 1, lists: 1},
		"the second list fails":           {shown: never, listed: never, fails: failing("list", time.Second, broken), kind: paperspace.ErrUnavailable, took: 5 * time.Second, shows: 1, lists: 2},
		"the second list is not found":    {shown: never, listed: never, fails: failing("list", time.Second, nowhere), kind: paperspace.ErrUnavailable, took: 5 * time.Second, shows: 1, lists: 2},
		"the second read fails":           {shown: never, listed: never, fails: failing("show", time.Second, broken), kind: paperspace.ErrUnavailable, took: 5 * time.Second, shows: 2, lists: 2},
		"no time for the second moment":   {shown: never, listed: never, timeout: 3 * time.Second, kind: paperspace.ErrTimeout, took: 3 * time.Second, shows: 1, lists: 1},
		"a test that polls every 10 ms":   {shown: never, listed: never, poll: 10 * time.Millisecond, took: 500 * time.Millisecond, shows: 2, lists: 2},
		"100 ms is the usual pause again": {shown: never, listed: never, poll: 100 * time.Millisecond, took: 5 * time.Second, shows: 2, lists: 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &replica{shown: c.shown, listed: c.listed, fails: c.fails}
				p := client(r, ops.Options{PollInterval: c.poll})
				ctx := t.Context()
				if c.timeout > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.timeout)
					defer cancel()
				}
				got, err := p.BulkReader.Read(ctx, "ps1")
				if got.Found != c.found || (err != nil) != (c.kind != nil) || c.kind != nil && !errors.Is(err, c.kind) {
					t.Errorf("%+v, %v", got, err)
				}
				if errors.Is(err, paperspace.ErrNotFound) {
					t.Errorf("an error that looks like an absence: %v", err)
				}
				if kept, _ := opstest.ReasonIn[paperspace.GoneUnconfirmed](err); err != nil && kept.Noun != "machine" {
					t.Errorf("%v does not report that the machine counts as existing", err)
				}
				if took := time.Since(r.began); took != c.took {
					t.Errorf("took %s, want %s", took, c.took)
				}
				if shows, lists := r.count("show"), r.count("list"); shows != c.shows || lists != c.lists {
					t.Errorf("%d reads and %d lists, want %d and %d", shows, lists, c.shows, c.lists)
				}
			})
		})
	}
}

// A run pauses once and reads two lists, however many machines are missing, and reads each
// machine at most twice. Deletes and other writes do not change that.
func TestEverythingMissingSharesOnePause(t *testing.T) {
	for name, write := range map[string]func(*ops.Client){
		"a refresh":           func(*ops.Client) {},
		"with writes between": func(c *ops.Client) { _ = c.Machines.Stop(t.Context(), "psother") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &replica{shown: never, listed: never}
				c := client(r, ops.Options{})
				var ids []string
				for i := range 30 {
					ids = append(ids, fmt.Sprint("ps", i))
				}
				inParallel(t, ids, func(id string) error {
					write(c)
					got, err := c.BulkReader.Read(t.Context(), id)
					if got.Found {
						t.Errorf("%s is found", id)
					}
					return err
				})
				if took := time.Since(r.began); took != 5*time.Second {
					t.Errorf("took %s", took)
				}
				if shows, lists := r.count("show"), r.count("list"); shows > 60 || lists > 3 {
					t.Errorf("%d reads and %d lists for 30 missing machines", shows, lists)
				}
			})
		})
	}
}

func (r *replica) Stop(context.Context, string) error {
	r.wrote()
	return nil
}

// emptyNetworks is the private networks of an account that has none.
type emptyNetworks struct{ paperspace.PrivateNetworks }

func (emptyNetworks) Show(_ context.Context, id string) (paperspace.Network, error) {
	return paperspace.Network{}, &paperspace.Error{Op: "read private network " + id, Kind: paperspace.ErrNotFound, Method: "GET"}
}

func (emptyNetworks) List(context.Context, paperspace.Filter) ([]paperspace.Network, error) {
	return nil, nil
}

// Terraform reads a machine only after its network. If both are missing, the run
// pauses once.
func TestMachineOfAMissingNetworkDoesNotPauseAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &replica{shown: never, listed: never, began: time.Now()}
		c := ops.NewClient(paperspace.API{Machines: r, Networks: emptyNetworks{}, PrivateNetworks: emptyNetworks{}}, ops.Options{})
		network, err := c.PrivateNetworks.Read(t.Context(), "n1")
		if err != nil || network.Found || !network.Empty {
			t.Errorf("network: %+v, %v", network, err)
		}
		machine, err := c.BulkReader.Read(t.Context(), "ps1")
		if err != nil || machine.Found || machine.Empty {
			t.Errorf("machine: %+v, %v", machine, err)
		}
		if took := time.Since(r.began); took != 5*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// A list that began before an object was last seen is no evidence that the object is gone.
func TestSightingStartsThePauseAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		there := func(at time.Duration) bool { return at >= 6*time.Second && at < 8*time.Second }
		r := &replica{shown: there, listed: there}
		c := client(r, ops.Options{})
		if got, err := c.BulkReader.Read(t.Context(), "psgone"); err != nil || got.Found {
			t.Fatalf("%+v, %v", got, err)
		}
		time.Sleep(2 * time.Second)
		if got, err := c.BulkReader.Read(t.Context(), "ps1"); err != nil || !got.Found {
			t.Fatalf("%+v, %v", got, err)
		}
		time.Sleep(2 * time.Second)
		began := time.Now()
		got, err := c.BulkReader.Read(t.Context(), "ps1")
		if took := time.Since(began); err != nil || got.Found || took != 5*time.Second {
			t.Errorf("%+v, %v after %s", got, err, took)
		}
	})
}

// The same rule ends a wait: a machine that is missing for a moment, in any number of
// polls, is not gone.
func TestWaitTakesTwoMoments(t *testing.T) {
	away := func(at time.Duration) bool { return at < 4*time.Second || at >= 8500*time.Millisecond }
	back := func(end time.Duration) func(time.Duration) bool {
		return func(at time.Duration) bool { return away(at) && at < end }
	}
	for name, c := range map[string]struct {
		target wait.Target
		there  func(time.Duration) bool
		after  time.Duration // the earliest time
		kind   error
	}{
		"gone":                        {wait.UntilGone, func(at time.Duration) bool { return at < 4*time.Second }, 9 * time.Second, nil},
		"gone, after a moment":        {wait.UntilGone, back(30 * time.Second), 35 * time.Second, nil},
		"ready, and it vanished":      {wait.UntilReady, func(at time.Duration) bool { return at < 4*time.Second }, 9 * time.Second, paperspace.ErrNotFound},
		"ready, and it was away once": {wait.UntilReady, back(30 * time.Second), 35 * time.Second, paperspace.ErrNotFound},
	} {
		for _, n := range []int{1, 5} {
			t.Run(fmt.Sprint(name, ", ", n), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := &replica{shown: c.there, listed: c.there}
					p := client(r, ops.Options{PollInterval: 700 * time.Millisecond})
					var all sync.WaitGroup
					for range n {
						all.Go(func() {
							_, err := p.Watcher.Wait(t.Context(), wait.Wait{ID: "ps1", Target: c.target})
							if !errors.Is(err, c.kind) {
								t.Errorf("%v", err)
							}
							if took := time.Since(r.began); took < c.after || took > c.after+5*time.Second {
								t.Errorf("took %s, want a little more than %s", took, c.after)
							}
						})
					}
					all.Wait()
				})
			})
		}
	}
}
