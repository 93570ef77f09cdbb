package bulk_test

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// account is a server with known costs: a show takes the latency and a millisecond, and a
// page of a list takes the latency and a tenth of a millisecond per machine.
type account struct {
	paperspace.Machines
	machines, page int
	latency        time.Duration
	shows, lists   atomic.Int64
}

const (
	showCost = time.Millisecond
	itemCost = 100 * time.Microsecond
)

func (a *account) Show(_ context.Context, id string) (paperspace.Machine, error) {
	a.shows.Add(1)
	time.Sleep(a.latency + showCost)
	return paperspace.Machine{ID: id}, nil
}

func (a *account) List(context.Context, paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	return func(yield func(paperspace.Machine, error) bool) {
		for i := range a.machines {
			if i%a.page == 0 {
				a.lists.Add(1)
				time.Sleep(a.latency + itemCost*time.Duration(min(a.page, a.machines-i)))
			}
			if !yield(paperspace.Machine{ID: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}

// refresh reads a state that is spread over the account, ten machines at a time.
func (a *account) refresh(t *testing.T, state int) (took time.Duration, requests int64) {
	t.Helper()
	c := ops.NewClient(paperspace.API{Machines: a}, ops.Options{})
	var ids []string
	for i := range state {
		ids = append(ids, fmt.Sprint(i*a.machines/state))
	}
	began := time.Now()
	readAll(t, c, ids)
	return time.Since(began), a.shows.Load() + a.lists.Load()
}

// rounds returns how long n calls take, ten at a time.
func rounds(n int, each time.Duration) time.Duration { return time.Duration((n+9)/10) * each }

// A refresh is never slower than shows alone by more than the allowance. If a list is worth
// waiting for, the refresh is nearly as fast as the list alone and needs few requests.
func TestRefreshCostsNoMoreThanShows(t *testing.T) {
	for _, page := range []int{120, 1_000_000} {
		for _, machines := range []int{10, 100, 1000, 10000} {
			for _, state := range []int{1, 8, 10, 100, 1000} {
				for _, latency := range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond} {
					if state > machines {
						continue
					}
					t.Run(fmt.Sprintf("page=%d/account=%d/state=%d/latency=%s", page, machines, state, latency), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							a := &account{machines: machines, page: page, latency: latency}
							took, requests := a.refresh(t, state)
							show := latency + showCost
							shows := rounds(state, show)
							pages := (machines + page - 1) / page
							list := time.Duration(pages)*latency + time.Duration(machines)*itemCost
							t.Logf("%d requests, %s; shows alone %s, the list alone %s", requests, took, shows, list)

							allowance := 200*time.Millisecond + 2*show
							if state <= 8 && (took != shows || requests != int64(state)) {
								t.Error("a small state waits for a list")
							}
							if took > shows+allowance+show {
								t.Errorf("slower than shows by %s", took-shows)
							}
							if took > list+allowance+2*show {
								t.Errorf("slower than the list by %s", took-list)
							}
							if list <= allowance && requests > int64(8+pages) {
								t.Error("the list was worth waiting for")
							}
							if most := int64(8 + 2 + pages); state == machines && requests > most {
								t.Errorf("more than %d requests for all machines of the account", most)
							}
							time.Sleep(time.Hour) // until the list ends that no read waits for
						})
					})
				}
			}
		}
	}
}
