package ops_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A destroy of N machines with -parallelism=100 sends at most 1.1 N + 10 requests, even if
// the waits are spread over time because Terraform needs its processors for each machine.
// It takes at most 7.5 seconds for each hundred: the two checks are 5 seconds apart.
func TestDestroyOfManyMachines(t *testing.T) {
	for _, c := range []struct {
		n                     int
		latency, pollInterval time.Duration
	}{
		{200, time.Millisecond, 100 * time.Millisecond}, {200, 100 * time.Millisecond, 5 * time.Second},
		{1000, time.Millisecond, 5 * time.Second}, {1000, 100 * time.Millisecond, 100 * time.Millisecond}, // the worst case
	} {
		t.Run(fmt.Sprintf("%d, latency %s, poll interval %s", c.n, c.latency, c.pollInterval), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := psfake.New(psfake.Strict())
				client := opstest.Connect(t, w, ops.Options{PollInterval: c.pollInterval})
				w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: c.latency})
				began := time.Now()
				destroyMany(t, w, client, c.n)
				if requests := len(w.Journal()); requests > c.n+c.n/10+10 {
					t.Errorf("%d requests: %v", requests, w.Journal().Counts())
				}
				if took := time.Since(began); took > time.Duration(c.n)*75*time.Millisecond {
					t.Error(took)
				}
			})
		})
	}
}

// destroyMany destroys n machines as Terraform does with -parallelism=100 on two
// processors.
func destroyMany(t *testing.T, w *psfake.Server, c *ops.Client, n int) {
	t.Helper()
	running, processors := make(chan bool, 100), make(chan bool, 2)
	terraform := func() {
		processors <- true
		<-time.After(10 * time.Millisecond)
		<-processors
	}
	for i := range n {
		id := fmt.Sprint("ps", i)
		w.AddMachine(psfake.Machine{ID: id, Name: id})
	}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			running <- true
			terraform()
			id := fmt.Sprint("ps", i)
			if err := c.DestroyMachine(t.Context(), ops.Destruction{ID: id, Name: id}); err != nil {
				t.Error(err)
			}
			terraform()
			<-running
		})
	}
	all.Wait()
}

// If Paperspace limits the rate, the reads that confirm the lists can take long. That does
// not lead to a read of every machine, which would prolong the destroy.
func TestThrottledDestroyOfManyMachinesReadsFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 200
		w, c := opstest.Core(t)
		w.Limit(1, 5)
		destroyMany(t, w, c, n)
		if shows := w.Journal().Count("machines.show"); shows > n/4 {
			t.Errorf("%d machines were read: %v", shows, w.Journal().Counts())
		}
	})
}

// If lists have pages, no request lists a single machine. The machines that reads of one
// poll do not find share one list.
func TestMissingMachinesOfAPollShareThePagesOfAList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.V1(t, ops.Options{})
		for range 1000 {
			w.AddMachine(psfake.Machine{})
		}
		const pages, waves = 9, 3
		for range waves {
			destroyMany(t, w, c, 8)
		}
		if lists := w.Journal().Count("machines.list"); lists > 2*pages*waves {
			t.Errorf("%d pages: %v", lists, w.Journal().Counts())
		}
	})
}
