package once_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A machine and a script with the same name do not wait for each other; scripts with
// the same name do.
func TestKeyedLocksAreOfOneKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: 20 * time.Second, Times: 1})
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Rate: 0.5})
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Create(t.Context(), opstest.Ordered("same")); err != nil {
				t.Error(err)
			}
		})
		var mu sync.Mutex
		var quickest time.Duration
		ids := map[string]bool{}
		for range 10 {
			wg.Go(func() {
				s, err := c.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "same", Text: "x", IsEnabled: true})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				ids[s.Object.ID] = true
				if took := time.Since(began); quickest == 0 || took < quickest {
					quickest = took
				}
			})
		}
		wg.Wait()
		if len(ids) != 10 || len(w.Scripts()) != 10 {
			t.Errorf("%d ids, %d scripts, want 10", len(ids), len(w.Scripts()))
		}
		if quickest >= 20*time.Second {
			t.Errorf("the first script took %s: it waited for the machine", quickest)
		}
	})
}
