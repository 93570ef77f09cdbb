package bulk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The refresh of many machines waits for a server that does not respond at most twice, and
// not once for each machine: the reads that wait for the list can be sent just before the
// first ones fail. After a write or a minute, a read sends a request as before.
func TestSilentServerDelaysARefreshOnceOrTwice(t *testing.T) {
	for name, end := range map[string]func(ctx context.Context, c *ops.Client, id string){
		"a write":  func(ctx context.Context, c *ops.Client, id string) { _ = c.Stop(ctx, id) },
		"a minute": func(context.Context, *ops.Client, string) { time.Sleep(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t)
				ids := stock(w, 100)
				responds := w.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: time.Hour})
				began := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				var all sync.WaitGroup
				for _, id := range ids { // in parallel, so that most of them wait for the list first
					all.Go(func() {
						if _, err := c.BulkReader.Read(ctx, id); err == nil {
							t.Error("no error")
						}
					})
				}
				all.Wait()
				if took := time.Since(began); took > 4*time.Minute {
					t.Errorf("took %s", took)
				}
				responds()
				end(t.Context(), c, ids[0])
				readAll(t, c, ids)
				time.Sleep(10 * time.Minute) // until the lists end that no read waits for
			})
		})
	}
}
