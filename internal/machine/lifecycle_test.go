package machine

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

func connect(t *testing.T, w *psfake.Server) *ops.Client {
	t.Helper()
	endpoint, err := url.Parse("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	return ops.NewClient(coreapi.New(coreapi.Options{
		Endpoint: endpoint, Key: "test-key", Timeout: 30 * time.Second, RoundTripper: psfake.RoundTripper(fakecore.New(w)),
	}), ops.Options{})
}

// If Paperspace never shows a new value, the wait fails after a minute instead of at the
// operation's timeout. The error contains the value and what is shown instead.
func TestValueThatIsNeverShownIsNamedAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		behavior := psfake.Documented()
		behavior.KeepsTimeoutOnNull = true
		w := psfake.New(psfake.Strict(), psfake.WithBehavior(behavior))
		hours := 24
		m := w.AddMachine(psfake.Machine{Name: "m", ShutdownHours: &hours})
		c := connect(t, w)
		never := int64(0)
		began := time.Now()
		_, err := applySettings(t.Context(), c, paperspace.Machine{ID: m.ID}, &model{WaitFor: types.StringValue(waitReady)},
			paperspace.MachineUpdate{ShutdownTimeoutHours: &never})
		if !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "shutdown_timeout_in_hours: wanted 0, shown 24") {
			t.Errorf("%v", err)
		}
		if took := time.Since(began); took < time.Minute || took > 75*time.Second {
			t.Errorf("it took %s", took)
		}
		if n := w.Journal().Count("machines.update"); n != 1 {
			t.Errorf("the change was sent %d times", n)
		}
	})
}

// The wait lasts until Paperspace shows a change, even if that takes a while.
func TestChangeThatShowsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.Strict())
		m := w.AddMachine(psfake.Machine{Name: "old"})
		c := connect(t, w)
		time.Sleep(time.Minute)
		w.Inject(psfake.Fault{Call: "machines.show", Kind: psfake.FaultStale, Age: 10 * time.Second})
		name := "new"
		got, err := applySettings(t.Context(), c, paperspace.Machine{ID: m.ID}, &model{WaitFor: types.StringValue(waitReady)},
			paperspace.MachineUpdate{Name: &name})
		if err != nil || got.Name != "new" {
			t.Errorf("%q, %v", got.Name, err)
		}
	})
}

// The first recorded state contains the whole plan, so that arguments such as
// release_public_ip_on_destroy apply even if the create fails later.
func TestFirstRecordedStateIsWhole(t *testing.T) {
	plan := model{
		Name: types.StringValue("m"), ReleasePublicIPOnDestroy: types.BoolValue(true),
		State: types.StringUnknown(), NetworkID: types.StringUnknown(), RAM: types.Int64Unknown(), ID: types.StringUnknown(),
	}
	plan.fill(paperspace.Machine{ID: "ps1", State: paperspace.Provisioning})
	if plan.ID.ValueString() != "ps1" || !plan.ReleasePublicIPOnDestroy.ValueBool() || !plan.NetworkID.IsNull() || !plan.RAM.IsNull() {
		t.Errorf("%+v", plan)
	}
}

// An adopted machine might belong to another run, which can destroy it at any time. A list that
// was requested before the wait does not prove that it came up.
func TestOlderListDoesNotShowThatAnAdoptedMachineIsUp(t *testing.T) {
	for _, adopted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := psfake.New(psfake.Strict())
			c := connect(t, w)
			made := w.AddMachine(psfake.Machine{Name: "made"})
			ctx, cancel := context.WithCancel(t.Context())
			w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultSlow, Delay: 10 * time.Second, Times: 1})
			var others sync.WaitGroup
			for _, name := range []string{"a", "b"} { // the response to their first list arrives at 13 s
				id := w.AddMachine(psfake.Machine{Name: name}).ID
				others.Go(func() { _, _ = c.Watcher.Wait(ctx, wait.Wait{ID: id, Target: wait.UntilOff}) })
			}
			time.Sleep(5 * time.Second)
			w.RemoveMachine(made.ID)
			_, _, err := comeUp(t.Context(), c, once.Created[paperspace.Machine]{Object: paperspace.Machine{ID: made.ID}, Adopted: adopted}, &model{})
			if errors.Is(err, paperspace.ErrNotFound) != adopted {
				t.Errorf("adopted: %t: %v", adopted, err)
			}
			cancel()
			others.Wait()
		})
	}
}
