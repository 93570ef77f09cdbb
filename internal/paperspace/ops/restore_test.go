package ops_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// restores runs a test with API v1 and a running machine that has a snapshot.
func restores(t *testing.T, test func(t *testing.T, w *psfake.Server, restore power)) {
	t.Helper()
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				takes := psfake.Timings{Start: 40 * time.Second, Stop: 20 * time.Second, Snapshot: time.Minute}
				w, c := opstest.V1(t, ops.Options{}, psfake.WithBehavior(behavior), psfake.WithTimings(takes))
				w.AddMachine(psfake.Machine{ID: "psweb", Name: "web"})
				w.AddSnapshot(psfake.Snapshot{ID: "slgolden", Name: "golden", MachineID: "psweb"})
				test(t, w, func(_ *ops.Client, ctx context.Context, p ops.Power) error {
					return c.RestoreSnapshot(ctx, p.ID, paperspace.SnapshotRestore{}, p)
				})
			})
		})
	}
}

// Whenever an interrupt comes, the machine is running afterward, and the snapshot is
// restored at most once.
func TestInterruptedRestoreStartsTheMachine(t *testing.T) {
	for after := time.Duration(0); after <= 130*time.Second; after += 5 * time.Second {
		t.Run(after.String(), func(t *testing.T) {
			restores(t, func(t *testing.T, w *psfake.Server, restore power) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(after, cancel)
				said, err := reported(ctx, nil, restore, "slgolden", true)
				time.Sleep(10 * time.Minute)
				if m, _ := w.Machine("psweb"); m.State != psfake.StateReady || w.Journal().Count("snapshots.restore") > 1 {
					t.Errorf("is %s, sent %s: %v\n%s", m.State, wrote(w), err, said)
				}
			})
		})
	}
}

// If a restore takes too long, the error says what state the machine is in.
func TestRestoreThatTakesTooLong(t *testing.T) {
	for call, stuck := range map[string]bool{"machines.stop": true, "snapshots.restore": true, "slow": false} {
		t.Run(call, func(t *testing.T) {
			restores(t, func(t *testing.T, w *psfake.Server, restore power) {
				limit := 30 * time.Minute
				if stuck {
					w.Inject(psfake.Fault{Call: call, Kind: psfake.FaultStuck})
				} else {
					limit = 50 * time.Second // within the restore
				}
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				_, err := reported(ctx, nil, restore, "slgolden", true)
				off, isOff := opstest.ReasonIn[paperspace.StoppedAndOff](err)
				if !errors.Is(err, paperspace.ErrTimeout) || isOff != stuck || stuck && off.Machine != `"web" (psweb)` {
					t.Errorf("%v: %+v", err, off)
				}
				time.Sleep(10 * time.Minute)
				if m, _ := w.Machine("psweb"); (m.State == psfake.StateReady) == stuck {
					t.Errorf("is %s, sent %s", m.State, wrote(w))
				}
			})
		})
	}
}

// If the caller does not wait, the machine stays off after Paperspace accepts a restore.
func TestRestoreWithoutWaiting(t *testing.T) {
	for _, rejected := range []bool{false, true} {
		t.Run(fmt.Sprintf("rejected %t", rejected), func(t *testing.T) {
			restores(t, func(t *testing.T, w *psfake.Server, restore power) {
				want, sent := psfake.StateOff, "stop snapshots.restore"
				if rejected {
					w.Inject(psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultReject, Status: 403})
					want, sent = psfake.StateReady, "stop snapshots.restore start"
				}
				said, err := reported(t.Context(), nil, restore, "slgolden", false)
				time.Sleep(10 * time.Minute)
				if m, _ := w.Machine("psweb"); m.State != want || wrote(w) != sent || (err != nil) != rejected || strings.Contains(said, `Machine "web" (psweb) stays off.`) == rejected {
					t.Errorf("is %s, sent %s: %v\n%s", m.State, wrote(w), err, said)
				}
			})
		})
	}
}
