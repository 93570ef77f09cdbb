package ops_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// productTimes are longer than the search for a create whose response was lost.
var productTimes = psfake.Timings{
	Start: 20 * time.Second, Stop: 40 * time.Second, ServiceReady: 5 * time.Second, Snapshot: 3 * time.Minute, Template: 10 * time.Minute, Mount: 20 * time.Second,
}

// inBoth runs a test with both behaviors of Paperspace.
func inBoth(t *testing.T, test func(t *testing.T, w *psfake.Server, c *ops.Client)) {
	t.Helper()
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.V1(t, ops.Options{}, psfake.WithBehavior(behavior), psfake.WithTimings(productTimes))
				test(t, w, c)
			})
		})
	}
}

// Of thirty claims of addresses, 30% lose their response, before or after the effect. Each
// address that is billed is in a state, or a message names it.
func TestNoAddressIsForgotten(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultCut, psfake.FaultCutAfter, psfake.FaultHTMLAfter, psfake.FaultTwin} {
		for _, lag := range []time.Duration{0, 15 * time.Second} {
			t.Run(fmt.Sprintf("%s, lists %s behind", kind, lag), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
					w.ClaimPublicIP(psfake.EastCoast)
					<-time.After(time.Hour)
					w.Inject(psfake.Fault{Call: "publicips.claim", Kind: kind, Rate: 0.3})
					if kind == psfake.FaultTwin {
						w.Inject(psfake.Fault{Call: "publicips.claim", Kind: psfake.FaultCutAfter, Rate: 0.3})
					}
					if lag > 0 {
						w.Inject(psfake.Fault{Call: "publicips.list", Kind: psfake.FaultLag, Age: lag})
					}
					var mu sync.Mutex
					var all sync.WaitGroup
					var said strings.Builder
					var state []string
					failed := 0
					for range 30 {
						all.Go(func() {
							made, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"})
							mu.Lock()
							defer mu.Unlock()
							fmt.Fprintln(&said, err, made.Others)
							if err != nil {
								failed++
								return
							}
							if slices.Contains(state, made.Object.Address) {
								t.Errorf("%s is in the state twice", made.Object.Address)
							}
							state = append(state, made.Object.Address)
						})
					}
					all.Wait()
					w.ClearFaults()
					alive, named := w.PublicIPs()[1:], 0
					for _, a := range alive {
						switch {
						case slices.Contains(state, a.IP):
						case strings.Contains(said.String(), a.IP):
							named++
						case kind != psfake.FaultTwin: // the other client keeps its own addresses
							t.Errorf("%s is billed, in no state, and in no message", a.IP)
						}
					}
					t.Logf("%d addresses: %d in the state, %d named in a message; %d claims failed", len(alive), len(state), named, failed)
					if kind != psfake.FaultTwin && len(alive) != len(state)+named {
						t.Errorf("%d addresses, %d in the state, %d named", len(alive), len(state), named)
					}
					for _, ip := range state {
						if !slices.ContainsFunc(alive, func(a psfake.Address) bool { return a.IP == ip }) {
							t.Errorf("%s is in the state, and does not exist", ip)
						}
					}
				})
			})
		}
	}
}

// A template that is not shown until it is made is not created a second time if the
// response to the first request is lost.
func TestTemplateThatShowsLateIsCreatedOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
		before := len(w.CustomTemplates())
		w.Inject(psfake.Fault{Call: "templates.create", Kind: psfake.FaultCutAfter, Times: 1})
		made, err := c.CustomTemplates.Create(halfAnHour(t), paperspace.TemplateCreate{Name: "golden", MachineID: m.ID})
		if err != nil || !made.Adopted || len(w.CustomTemplates())-before != 1 || w.Journal().Count("templates.create") != 1 {
			t.Errorf("%+v, %v, %d templates", made, err, len(w.CustomTemplates())-before)
		}
		if err := c.AwaitTemplate(halfAnHour(t), made.Object); err != nil {
			t.Errorf("the adopted template: %v", err)
		}
	})
}

// If the event of an object fails, the error has the reason, even if the response with the
// handle of the event was lost, and although another event of the machine succeeds.
func TestEventThatFails(t *testing.T) {
	for _, lost := range []bool{false, true} {
		t.Run(fmt.Sprint("lost ", lost), func(t *testing.T) {
			inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
				m := w.AddMachine(psfake.Machine{Name: "m"})
				w.Inject(psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultFailure, Message: "the disk is broken", Times: 1})
				s, err := c.Snapshots.Create(t.Context(), paperspace.SnapshotCreate{Name: "fails", MachineID: m.ID})
				if err != nil {
					t.Fatal(err)
				}
				other, err := c.Snapshots.Create(t.Context(), paperspace.SnapshotCreate{Name: "succeeds", MachineID: m.ID})
				if err != nil {
					t.Fatal(err)
				}
				want := "the disk is broken"
				if lost {
					s.Object.Event, want = "", "does not show it any more"
				}
				if err := c.AwaitSnapshot(halfAnHour(t), other.Object); err != nil {
					t.Errorf("the other one: %v", err)
				}
				if err := c.AwaitSnapshot(halfAnHour(t), s.Object); !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), want) {
					t.Errorf("%v", err)
				}
			})
		})
	}
}

// A machine without the Paperspace agent stays serviceready. Its events are read
// nevertheless.
func TestSnapshotOfMachineThatIsNotReady(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateServiceReady})
		began := time.Now()
		s, err := c.Snapshots.Create(t.Context(), paperspace.SnapshotCreate{Name: "s", MachineID: m.ID})
		if err == nil {
			err = c.AwaitSnapshot(halfAnHour(t), s.Object)
		}
		if took := time.Since(began); err != nil || took > productTimes.Snapshot+15*time.Second {
			t.Errorf("%v, after %s", err, took)
		}
	})
}

// One machine can have more snapshots in progress than the number of events that CORE
// shows.
func TestManySnapshotsOfOneMachine(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m"})
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				s, err := c.Snapshots.Create(t.Context(), paperspace.SnapshotCreate{Name: fmt.Sprint(i), MachineID: m.ID})
				if err == nil {
					err = c.AwaitSnapshot(halfAnHour(t), s.Object)
				}
				if err != nil {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		all.Wait()
	})
}

// The response to a delete is lost, and the snapshot still exists for longer than a replica
// can lag behind.
func TestSnapshotWhoseDeleteIsLost(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m"})
		s := w.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: m.ID})
		w.Inject(psfake.Fault{Call: "snapshots.delete", Kind: psfake.FaultCutAfter, Times: 1})
		if err := c.Snapshots.Destroy(halfAnHour(t), s.ID); err != nil || len(w.Snapshots()) != 0 {
			t.Errorf("%v, left: %v", err, w.Snapshots())
		}
		w.Inject(psfake.Fault{Call: "snapshots.delete", Kind: psfake.FaultFailure, Message: "in use"})
		s = w.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: m.ID})
		if err := c.Snapshots.Destroy(halfAnHour(t), s.ID); err == nil || !strings.Contains(err.Error(), "in use") {
			t.Errorf("a delete that fails: %v", err)
		}
	})
}

// A template that is still being made is not gone, whether or not it is shown. Its destroy
// waits until it can be destroyed.
func TestDestroyOfTemplateThatIsBeingMade(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
		before := len(w.CustomTemplates())
		in := paperspace.TemplateCreate{Name: "golden", MachineID: m.ID}
		made, err := c.CustomTemplates.Create(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if !c.CustomTemplates.Making(t.Context(), in) {
			t.Error("the template is not being made")
		}
		err = c.CustomTemplates.Settle(halfAnHour(t), made.Object.ID, in)
		if err == nil {
			err = c.CustomTemplates.Destroy(halfAnHour(t), made.Object.ID)
		}
		<-time.After(time.Hour)
		left := slices.DeleteFunc(w.CustomTemplates()[before:], func(t psfake.Template) bool { return t.Deleted != nil })
		if err != nil || len(left) != 0 {
			t.Errorf("%v, left: %+v", err, left)
		}
		if c.CustomTemplates.Making(t.Context(), in) {
			t.Error("the template is being made")
		}
	})
}

// A restore whose response is lost and whose event fails returns an error.
func TestRestoreThatFailsAfterItsResponseWasLost(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
		s := w.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: m.ID})
		w.Inject(psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultCutAfter, Times: 1})
		done := make(chan error)
		go func() {
			done <- c.RestoreSnapshot(halfAnHour(t), s.ID, paperspace.SnapshotRestore{}, ops.Power{Wait: true})
		}()
		for w.Journal().Count("snapshots.restore") == 0 {
			<-time.After(time.Second)
		}
		w.ChangeMachine(m.ID, func(m *psfake.Machine) {
			m.State = psfake.StateOff
			m.Events[0].State, m.Events[0].Error = psfake.EventError, "no space left"
			m.Events[0].Finished = new(time.Now())
		})
		if err := <-done; !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%v", err)
		}
	})
}

// A claim with a lost response adopts the address that it gets, even if the address
// belonged to another client and was seen before the claim.
func TestForeignAddressIsHandedOutAgain(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		theirs := w.ClaimPublicIP(psfake.EastCoast).IP
		if _, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"}); err != nil {
			t.Fatal(err)
		}
		w.ReleasePublicIP(theirs)
		<-time.After(time.Minute)
		w.ReuseAddress(theirs)
		w.Inject(psfake.Fault{Call: "publicips.claim", Kind: psfake.FaultCutAfter, Times: 1})
		made, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"})
		if err != nil || made.Object.Address != theirs || !made.Adopted || len(w.PublicIPs()) != 2 {
			t.Errorf("%+v, %v, %+v", made, err, w.PublicIPs())
		}
	})
}

// After a release, Paperspace might hand out the same address again.
func TestAddressIsHandedOutAgain(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		first, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.PublicIPs.Destroy(t.Context(), first.Object.Address); err != nil {
			t.Fatal(err)
		}
		w.ReuseAddress(first.Object.Address)
		second, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"})
		if err != nil || second.Object.Address != first.Object.Address || len(w.PublicIPs()) != 1 {
			t.Errorf("%+v, %v", second, err)
		}
		w.ReleasePublicIP(first.Object.Address)
		w.ReuseAddress(first.Object.Address)
		w.Inject(psfake.Fault{Call: "publicips.claim", Kind: psfake.FaultCutAfter, Times: 1})
		_ = c.PublicIPs.Destroy(t.Context(), first.Object.Address)
		third, err := c.PublicIPs.Create(t.Context(), paperspace.PublicIPClaim{Region: "ny2"})
		if err != nil || third.Object.Address != first.Object.Address || len(w.PublicIPs()) != 1 {
			t.Errorf("after a lost response: %+v, %v", third, err)
		}
	})
}
