package once_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The timeout of the operation does not end the search, and no request is sent that the
// timeout could cut off.
func TestTimeoutCutsOffNoCreate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		opstest.CreateAll(t, client, "first")
		ctx, cancel := timing.WithTimeout(t.Context(), 31*time.Second)
		defer cancel()
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: time.Hour, Times: 1})
		made, err := client.Create(ctx, opstest.Ordered("slow"))
		if err != nil || !made.Adopted || len(w.Machines()) != 2 {
			t.Errorf("%+v, %v, %v", made, err, w.Machines())
		}
		short, cancel := timing.WithTimeout(t.Context(), 29*time.Second)
		defer cancel()
		nothingCreated(t, w, func() error { _, err := client.Create(short, opstest.Ordered("short")); return err })
	})
}

// nothingCreated fails unless do returns an error that says that nothing was created, and
// no create was sent.
func nothingCreated(t *testing.T, w *psfake.Server, do func() error) {
	t.Helper()
	before := w.Journal().Count("machines.create")
	err := do()
	if _, nothing := opstest.ReasonIn[paperspace.NothingCreated](err); !nothing || paperspace.HadEffect(err) {
		t.Errorf("%v", err)
	}
	if n := w.Journal().Count("machines.create"); n != before {
		t.Errorf("%d creates were sent", n-before)
	}
}

// An interrupt before the request is sent creates nothing, whatever the create is waiting
// for.
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
				w := psfake.New(psfake.Strict(), opstest.Provision(0))
				client := opstest.Connect(t, w, ops.Options{}, c.limit)
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
						_, errs[i] = client.Create(ctx, opstest.Ordered("same"))
					})
				}
				wg.Wait()
				failed := 0
				for _, err := range errs {
					if err == nil {
						continue
					}
					failed++
					if _, nothing := opstest.ReasonIn[paperspace.NothingCreated](err); !nothing {
						t.Errorf("%v", err)
					}
				}
				time.Sleep(10 * time.Minute) // for requests that are still in progress
				if alive := len(w.Machines()); failed == 0 || alive != len(errs)-failed {
					t.Errorf("%d of %d failed, and %d machines exist", failed, len(errs), alive)
				}
			})
		})
	}
}

// If a create times out before its request, the error says so and what to do.
func TestTimeoutBeforeTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 25 * time.Second, Times: 1})
		var first sync.WaitGroup
		first.Go(func() { opstest.CreateAll(t, client, "same") })
		time.Sleep(time.Second)
		ctx, cancel := timing.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := client.Create(ctx, opstest.Ordered("same"))
		_, advised := opstest.ReasonIn[paperspace.TimeOver](err)
		if _, nothing := opstest.ReasonIn[paperspace.NothingCreated](err); !errors.Is(err, paperspace.ErrTimeout) || !nothing || !advised {
			t.Errorf("%v", err)
		}
		first.Wait()
	})
}

// A request that is in progress when the interrupt comes is not cut off, and the machine
// that it created is known afterward.
func TestInterruptDuringTheRequestLosesNothing(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultSlow, psfake.FaultCutAfter} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.Core(t, opstest.Provision(0))
				ctx, interrupt := context.WithCancel(t.Context())
				w.Inject(psfake.Fault{Call: "machines.create", Kind: kind, Delay: 10 * time.Second})
				time.AfterFunc(time.Second, interrupt)
				made, err := client.Create(ctx, opstest.Ordered("x"))
				if all := w.Machines(); err != nil || len(all) != 1 || all[0].ID != made.Object.ID {
					t.Errorf("%+v, %v; the service has %v", made, err, all)
				}
			})
		})
	}
}

// If an interrupt ends the search, the error says that the machine might exist.
func TestInterruptedSearchReportsWhatMightExist(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		opstest.CreateAll(t, client, "first")
		ctx, interrupt := context.WithCancel(t.Context())
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStale, Age: time.Hour})
		time.AfterFunc(time.Minute, interrupt)
		began := time.Now()
		_, err := client.Create(ctx, opstest.Ordered("x"))
		mightExist(t, err, "x")
		if took := time.Since(began); took > 80*time.Second {
			t.Errorf("took %s", took)
		}
	})
}
