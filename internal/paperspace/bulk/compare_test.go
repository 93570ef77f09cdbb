package bulk_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// compared is a server whose shows and pages take a given time.
type compared struct {
	paperspace.Machines
	machines, page int // page 0 = everything in one, each machine costs 0.1 ms
	show, each     time.Duration
	fails          time.Duration // when the list fails, 0 = never
	limit          time.Duration // between two requests, 0 = none
	next           time.Time
	mu             sync.Mutex
	shows, lists   int
}

func (a *compared) Show(_ context.Context, id string) (paperspace.Machine, error) {
	a.mu.Lock()
	a.shows++
	a.mu.Unlock()
	a.queue()
	time.Sleep(a.show)
	return paperspace.Machine{ID: id}, nil
}

// queue waits as the pace does.
func (a *compared) queue() {
	a.mu.Lock()
	now := time.Now()
	if a.next.Before(now) {
		a.next = now
	}
	wait := a.next.Sub(now)
	a.next = a.next.Add(a.limit)
	a.mu.Unlock()
	time.Sleep(wait)
}

func (a *compared) List(context.Context, paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		if a.fails > 0 {
			a.lists++
			time.Sleep(a.fails)
			yield(paperspace.Machine{}, &paperspace.Error{Op: "x", Kind: paperspace.ErrUnavailable})
			return
		}
		page := a.page
		if page == 0 {
			page = 1000
		}
		for i := range a.machines {
			if i%page == 0 {
				a.lists++
				a.queue()
				time.Sleep(a.each + 100*time.Microsecond*time.Duration(min(page, a.machines-i)))
			}
			if !yield(paperspace.Machine{ID: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}

// TestCompareWaits logs the time of a refresh with the wait budget, and with fixed waits.
func TestCompareWaits(t *testing.T) {
	waits := []time.Duration{0, 1, bulk.AllowanceOnly, 250 * time.Millisecond, 2 * time.Second}
	measure := func(name string, a *compared, state, parallel int) {
		var line []string
		for _, w := range waits {
			synctest.Test(t, func(t *testing.T) {
				bulk.FixedWait = w
				b := &compared{machines: a.machines, page: a.page, show: a.show, each: a.each, fails: a.fails, limit: a.limit}
				c := ops.NewClient(paperspace.API{Machines: b, Traits: paperspace.Traits{PageSize: b.page}}, ops.Options{})
				began := time.Now()
				tokens := make(chan struct{}, parallel)
				var wg sync.WaitGroup
				for i := range state {
					tokens <- struct{}{}
					wg.Go(func() {
						defer func() { <-tokens }()
						if _, err := c.BulkReader.Read(t.Context(), fmt.Sprint(i*b.machines/state)); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				line = append(line, fmt.Sprintf("%7.2f s %3d", time.Since(began).Seconds(), b.shows+b.lists))
				time.Sleep(time.Hour)
			})
		}
		t.Logf("%-68s %s", name, strings.Join(line, " | "))
	}
	for _, parallel := range []int{10, 100} {
		for _, page := range []int{0, 120} {
			for _, state := range []int{20, 300, 1000} {
				for _, times := range []int{1, 10} {
					for _, limit := range []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, time.Second} {
						measure(fmt.Sprintf("parallel %d, page %d, state %d of %d, limit 1 per %s", parallel, page, state, state*times, limit),
							&compared{machines: state * times, page: page, show: 100 * time.Millisecond, each: 100 * time.Millisecond, limit: limit}, state, parallel)
					}
				}
			}
		}
	}
	for _, parallel := range []int{10, 100} {
		for _, page := range []int{0, 120} {
			for _, state := range []int{1, 9, 20, 300} {
				for _, each := range []time.Duration{20 * time.Millisecond, 100 * time.Millisecond, time.Second} {
					for _, times := range []int{1, 10, 100} {
						measure(fmt.Sprintf("parallel %d, page %d, state %d of %d, %s", parallel, page, state, state*times, each),
							&compared{machines: state * times, page: page, show: each, each: each}, state, parallel)
					}
					measure(fmt.Sprintf("parallel %d, page %d, state %d, %s, list ten times slower", parallel, page, state, each),
						&compared{machines: state, page: page, show: each, each: 10 * each}, state, parallel)
					measure(fmt.Sprintf("parallel %d, page %d, state %d, %s, list 30 s", parallel, page, state, each),
						&compared{machines: state, page: page, show: each, each: 30 * time.Second}, state, parallel)
					measure(fmt.Sprintf("parallel %d, page %d, state %d, %s, list fails at once", parallel, page, state, each),
						&compared{machines: state, page: page, show: each, fails: each}, state, parallel)
					measure(fmt.Sprintf("parallel %d, page %d, state %d, %s, list fails after 10 s", parallel, page, state, each),
						&compared{machines: state, page: page, show: each, fails: 10 * time.Second}, state, parallel)
				}
			}
		}
	}
}
