package ops_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
)

func TestCapacityIsAwaitedWithOneQuestionForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		w.SetAvailability("East Coast (NY2)", "P4000", false)
		time.AfterFunc(time.Minute, func() { w.SetAvailability("East Coast (NY2)", "P4000", true) })
		began := time.Now()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if err := c.AwaitCapacity(t.Context(), "m", "East Coast (NY2)", "P4000"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took < time.Minute || took > 70*time.Second {
			t.Errorf("took %s", took)
		}
		if n := w.Journal().Count("machines.availability"); n > 15 {
			t.Errorf("%d requests in a minute", n)
		}
		w.SetAvailability("East Coast (NY2)", "V100", false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := c.AwaitCapacity(ctx, "m", "East Coast (NY2)", "V100"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("no capacity until the deadline: %v", err)
		}
		if err := c.AwaitCapacity(t.Context(), "m", "East Coast (NY2)", "C5"); err != nil {
			t.Errorf("a CPU type: %v", err)
		}
	})
}
