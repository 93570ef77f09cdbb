package bulk_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func stock(w *psfake.Server, n int) (ids []string) {
	for i := range n {
		ids = append(ids, w.AddMachine(psfake.Machine{Name: fmt.Sprint("m", i)}).ID)
	}
	return ids
}

// readAll reads as Terraform does: ten at a time.
func readAll(t *testing.T, c *ops.Client, ids []string) {
	t.Helper()
	tokens := make(chan struct{}, 10)
	var wg sync.WaitGroup
	for _, id := range ids {
		tokens <- struct{}{}
		wg.Go(func() {
			defer func() { <-tokens }()
			got, err := c.BulkReader.Read(t.Context(), id)
			if err != nil || !got.Found || got.Object.ID != id {
				t.Errorf("%s: %+v, %v", id, got, err)
			}
		})
	}
	wg.Wait()
}

// A plan of 1,000 unchanged machines sends at most 10 requests. A full page of a list takes
// another request, which shows that the list has ended.
func TestManyReadsShareOneList(t *testing.T) {
	for n, most := range map[int]int{1: 1, 2: 2, 8: 8, 10: 9, 300: 9, 1000: 10} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t)
				ids := stock(w, n)
				w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: 100 * time.Millisecond})
				began := time.Now()
				readAll(t, c, ids)
				if got := len(w.Journal()); got > most {
					t.Errorf("%d requests for %d machines: %v", got, n, w.Journal().Counts())
				}
				if took := time.Since(began); took > 350*time.Millisecond {
					t.Errorf("took %s at 100 ms a request", took)
				}
				time.Sleep(time.Second) // until the last page of the list, which no read waits for
			})
		})
	}
}

// In API v1, where a page has 120 machines, a refresh of at least two machines sends the
// pages and at most two more requests. Machines show their scripts only in the list of
// scripts.
func TestManyReadsOfV1ShareThePages(t *testing.T) {
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		for n, most := range map[int]int{1: 2, 2: 3, 10: 3, 300: 5, 1000: 11} {
			t.Run(fmt.Sprint(name, n), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, c := opstest.V1(t, ops.Options{}, psfake.WithBehavior(behavior))
					ids := stock(w, n)
					w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: 100 * time.Millisecond})
					readAll(t, c, ids)
					time.Sleep(time.Minute) // until the last page of the list, which no read waits for
					if got := len(w.Journal()); got > most {
						t.Errorf("%d requests for %d machines: %v", got, n, w.Journal().Counts())
					}
				})
			})
		}
	}
}

func TestListFromBeforeAWriteServesNoRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 20)
		readAll(t, c, ids)
		name := "renamed"
		if err := c.Machines.Update(t.Context(), ids[7], paperspace.MachineUpdate{Name: &name}); err != nil {
			t.Fatal(err)
		}
		got, err := c.BulkReader.Read(t.Context(), ids[7])
		if err != nil || got.Object.Name != name {
			t.Errorf("%q, %v", got.Object.Name, err)
		}
	})
}

func TestListGrowsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 20)
		readAll(t, c, ids)
		w.ChangeMachine(ids[3], func(m *psfake.Machine) { m.Name = "changed" })
		time.Sleep(6 * time.Minute)
		if got, err := c.BulkReader.Read(t.Context(), ids[3]); err != nil || got.Object.Name != "changed" {
			t.Errorf("%q, %v", got.Object.Name, err)
		}
	})
}

func TestBadListFallsBackToShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 20)
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultHTML, Status: 503})
		readAll(t, c, ids)
		time.Sleep(time.Minute) // until the list and its retries end
		readAll(t, c, ids)
		if lists := w.Journal().Count("machines.list"); lists != 3 {
			t.Errorf("%d lists: it was requested again although it had failed with all its retries", lists)
		}
	})
}

// If a write happens while a read waits for the list, the read must not return the state
// from before the write.
func TestWaitingReadIsInvalidatedByAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 20)
		readAll(t, c, ids[:8])
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultSlow, Delay: 100 * time.Millisecond})
		read := make(chan bulk.Finding[paperspace.Machine])
		go func() {
			got, err := c.BulkReader.Read(t.Context(), ids[19])
			if err != nil {
				t.Error(err)
			}
			read <- got
		}()
		synctest.Wait() // the response is in progress, with the state from when it was requested
		name := "renamed"
		if err := c.Machines.Update(t.Context(), ids[19], paperspace.MachineUpdate{Name: &name}); err != nil {
			t.Fatal(err)
		}
		if got := <-read; got.Object.Name != name {
			t.Errorf("%q", got.Object.Name)
		}
	})
}

// A single 404 must not remove an object from the state: a retired host, a wrong endpoint,
// and a key of another team return it for everything.
func TestLoneNotFoundForgetsNothing(t *testing.T) {
	for name, f := range map[string]struct {
		fault psfake.Fault
		found bool
	}{
		"404 to everything":                      {psfake.Fault{Kind: psfake.FaultReject, Status: 404, Message: "Not found"}, false},
		"an HTML page with status 404":           {psfake.Fault{Kind: psfake.FaultHTML, Status: 404}, false},
		"404 to shows, but the list contains it": {psfake.Fault{Call: "machines.show", Kind: psfake.FaultReject, Status: 404, Message: "Machine not found"}, true},
	} {
		for _, n := range []int{1, 20} {
			t.Run(fmt.Sprint(name, ", ", n), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, c := opstest.Core(t)
					ids := stock(w, n)
					w.Inject(f.fault)
					var wg sync.WaitGroup
					for _, id := range ids {
						wg.Go(func() {
							got, err := c.BulkReader.Read(t.Context(), id)
							if f.found && (err != nil || !got.Found) || !f.found && err == nil {
								t.Errorf("%+v, %v", got, err)
							}
						})
					}
					wg.Wait()
				})
			})
		}
	}
}

func TestGoneIsGone(t *testing.T) {
	for _, others := range []int{0, 20} {
		synctest.Test(t, func(t *testing.T) {
			for _, behavior := range []psfake.Behavior{psfake.Documented(), psfake.Observed()} {
				w, c := opstest.Core(t, psfake.WithBehavior(behavior))
				ids := stock(w, others)
				readAll(t, c, ids)
				got, err := c.BulkReader.Read(t.Context(), "psgone123")
				if err != nil || got.Found || got.Empty != (others == 0) {
					t.Errorf("%d others: %+v, %v", others, got, err)
				}
			}
		})
	}
}

func TestReadErrorIsNoAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 1)
		w.Inject(psfake.Fault{Kind: psfake.FaultStatus, Status: 500})
		if got, err := c.BulkReader.Read(t.Context(), ids[0]); !errors.Is(err, paperspace.ErrUnavailable) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
