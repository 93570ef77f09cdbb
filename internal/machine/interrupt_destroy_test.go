package machine

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The destroy after an interrupted one meets a machine that is shown until it
// is gone, but which can no longer be asked for anything: that is waited for.
func TestMachineThatIsGoingIsWaitedFor(t *testing.T) {
	for name, dialect := range map[string]psfake.Dialect{"papers": psfake.Papers(), "wild": psfake.Wild()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := psfake.New(psfake.WithDialect(dialect), psfake.WithTimings(psfake.Timings{Destroy: time.Minute}))
				m := w.AddMachine(psfake.Machine{Name: "m"})
				if err := connect(t, w).Machines.Destroy(t.Context(), m.ID, false); err != nil {
					t.Fatal(err)
				}
				if err := remove(t.Context(), connect(t, w), &model{ID: types.StringValue(m.ID)}, nil); err != nil {
					t.Error(err)
				}
				if left := w.Machines(); len(left) != 0 {
					t.Errorf("it has not been waited for: %+v", left)
				}
			})
		})
	}
}
