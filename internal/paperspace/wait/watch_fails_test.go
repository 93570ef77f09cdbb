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

// A key that is denied once might be valid. The second denial ends every wait.
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

// A destroy that times out between the two checks says so, and not that the machine was never seen.
func TestTimeoutBetweenTheChecksOfADestroy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := opstest.Core(t)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := c.Watcher.Wait(ctx, wait.Wait{ID: "psgone", Name: "m", Target: wait.UntilGone})
		if !errors.Is(err, paperspace.ErrTimeout) || !strings.Contains(err.Error(), "waited 3s; it was not found, but the check that confirms this was still to come") {
			t.Error(err)
		}
	})
}

// One 401, the page of a proxy, and an outage do not end a wait.
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

// A wait outlasts a short outage, and a long outage ends it.
func TestOnlyALongOutageEndsAWait(t *testing.T) {
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

// The failures of waits that have ended say nothing about later waits, and a poll that the
// end of its last wait cuts off is no failure. Otherwise the first poll of the next wait
// would come a minute later.
func TestFailuresOfEarlierWaitsDelayNoLaterWait(t *testing.T) {
	for name, fault := range map[string]psfake.Fault{
		"an outage":               {Call: "machines.*", Kind: psfake.FaultStatus, Status: 503},
		"polls that were cut off": {Call: "machines.*", Kind: psfake.FaultSlow, Delay: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t, opstest.Provision(time.Second))
				ids := opstest.CreateAll(t, c, "a", "b")
				end := w.Inject(fault)
				for range 4 {
					brief, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
					if _, errs := opstest.WaitAll(brief, c, wait.UntilReady, ids[0]); errs[0] == nil {
						t.Fatal("the fault did not end the wait")
					}
					cancel()
				}
				end()
				began := time.Now()
				if _, errs := opstest.WaitAll(t.Context(), c, wait.UntilReady, ids[1]); errs[0] != nil || time.Since(began) > 5*time.Second {
					t.Errorf("after %s: %v", time.Since(began), errs)
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
