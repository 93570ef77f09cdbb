package machine

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A destroy after an interrupted one waits until the machine is gone, although
// Paperspace rejects all requests to change it.
func TestMachineThatIsGoingIsWaitedFor(t *testing.T) {
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := psfake.New(psfake.Strict(), psfake.WithBehavior(behavior), psfake.WithTimings(psfake.Timings{Destroy: time.Minute}))
				m := w.AddMachine(psfake.Machine{Name: "m"})
				if err := connect(t, w).Machines.Destroy(t.Context(), m.ID, paperspace.Release{}); err != nil {
					t.Fatal(err)
				}
				if err := remove(t.Context(), connect(t, w), &model{ID: types.StringValue(m.ID)}, nil, nil); err != nil {
					t.Error(err)
				}
				if left := w.Machines(); len(left) != 0 {
					t.Errorf("it has not been waited for: %+v", left)
				}
			})
		})
	}
}

// written is a private state that records what is written.
type written map[string]string

func (w written) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	w[key] = string(value)
	return nil
}

// A new machine that is never shown is marked as withdrawn after an apply has waited
// for it. The "not found" of a single request marks nothing.
func TestMachineThatNeverShowsUpIsMarked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.Strict())
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateProvisioning})
		w.Inject(psfake.Fault{Kind: psfake.FaultMissing, ID: m.ID})
		c := connect(t, w)
		var diags diag.Diagnostics
		private := written{}

		_, err := c.Machines.Show(t.Context(), m.ID)
		if markWithdrawn(t.Context(), private, err, &diags); !errors.Is(err, paperspace.ErrNotFound) || len(private) != 0 {
			t.Errorf("a single request: %v, %v", private, err)
		}
		began := time.Now()
		plan := &model{ID: types.StringValue(m.ID), Name: types.StringValue("m"), WaitFor: types.StringValue(waitReady)}
		_, err = change(t.Context(), c, plan, &model{ID: plan.ID, Name: plan.Name, WaitFor: plan.WaitFor}, begun{create: &creating{}})
		if took := time.Since(began); !errors.Is(err, paperspace.ErrNotFound) || took < 10*time.Minute || took > 11*time.Minute {
			t.Errorf("after %s: %v", took, err)
		}
		if markWithdrawn(t.Context(), private, err, &diags); private[keyCreating] != `{"withdrawn":true}` || diags.HasError() {
			t.Errorf("%v, %v", private, diags)
		}
	})
}
