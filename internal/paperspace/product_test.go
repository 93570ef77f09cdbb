package paperspace_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// productTimes are longer than the search for a lost create.
var productTimes = psfake.Timings{
	Start: 20 * time.Second, Stop: 40 * time.Second, ServiceReady: 5 * time.Second, Snapshot: 3 * time.Minute, Template: 10 * time.Minute, Mount: 20 * time.Second,
}

// inBoth plays a test in both behaviors of the service.
func inBoth(t *testing.T, test func(t *testing.T, w *psfake.World, c *paperspace.Client)) {
	t.Helper()
	for name, dialect := range map[string]psfake.Dialect{"papers": psfake.Papers(), "wild": psfake.Wild()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := worldV1(t, paperspace.Options{}, psfake.WithDialect(dialect), psfake.WithTimings(productTimes))
				test(t, w, c)
			})
		})
	}
}

// Thirty claims of addresses, of which 30% lose their response, before or after the
// effect: each address that is billed is in a state, or a message names it.
func TestNoAddressIsForgotten(t *testing.T) {
	for _, kind := range []psfake.FaultKind{psfake.FaultCut, psfake.FaultCutAfter, psfake.FaultHTMLAfter, psfake.FaultTwin} {
		for _, lag := range []time.Duration{0, 15 * time.Second} {
			t.Run(fmt.Sprintf("%s, lists %s behind", kind, lag), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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
						case kind != psfake.FaultTwin: // those of the other client are its own
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

// A template that is not shown until it is made is not ordered a second time when the
// response to the first request is lost.
func TestTemplateThatShowsLateIsCreatedOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// An object whose event fails is an error with the reason, also if the response with
// the handle of the event was lost, and although another one of the machine succeeds.
func TestEventThatFails(t *testing.T) {
	for _, lost := range []bool{false, true} {
		t.Run(fmt.Sprint("lost ", lost), func(t *testing.T) {
			inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// A machine without the Paperspace agent stays serviceready. The events of such a
// machine are read all the same.
func TestSnapshotOfMachineThatIsNotReady(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// More snapshots of one machine at the same time than CORE shows events.
func TestManySnapshotsOfOneMachine(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// The response to a delete is lost, and the snapshot takes longer to go than a replica
// can lag behind.
func TestSnapshotWhoseDeleteIsLost(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// A template that is still being made is not gone, whether or not it is shown. Its
// destroy waits until it can be destroyed.
func TestDestroyOfTemplateThatIsBeingMade(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// A restore whose response is lost and whose event fails is a failure.
func TestRestoreThatFailsAfterItsResponseWasLost(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
		s := w.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: m.ID})
		w.Inject(psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultCutAfter, Times: 1})
		done := make(chan error)
		go func() {
			done <- c.RestoreSnapshot(halfAnHour(t), s.ID, false, paperspace.Power{Wait: true})
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

// After a release, Paperspace might hand out the same address again.
func TestAddressIsHandedOutAgain(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
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

// An interrupt at any time leaves the machine of a template running, or the error says
// that it is off; and the template is known, or the error says that one might exist.
func TestInterruptOfTemplate(t *testing.T) {
	steps := []time.Duration{0, time.Second, 20 * time.Second, 39 * time.Second, 41 * time.Second, 45 * time.Second, time.Minute, 5 * time.Minute, 10*time.Minute + 45*time.Second, 11 * time.Minute}
	for _, at := range steps {
		for _, fault := range []psfake.FaultKind{"", psfake.FaultCutAfter, psfake.FaultFailure} {
			t.Run(fmt.Sprintf("%s after %s", fault, at), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
					m := w.AddMachine(psfake.Machine{Name: "m"})
					before := len(w.CustomTemplates())
					if fault != "" {
						w.Inject(psfake.Fault{Call: "templates.create", Kind: fault, Times: 1})
					}
					ctx, interrupt := context.WithCancel(t.Context())
					defer interrupt()
					time.AfterFunc(at, interrupt)
					ctx, cancel := paperspace.WithTimeout(ctx, 30*time.Minute)
					defer cancel()
					known := ""
					err := c.WhileOff(ctx, paperspace.Offness{Power: paperspace.Power{ID: m.ID}, Stop: true, Purpose: "test"}, func(ctx context.Context) error {
						made, err := c.CustomTemplates.Create(ctx, paperspace.TemplateCreate{Name: "golden", MachineID: m.ID})
						if err != nil {
							return err
						}
						known = made.Object.ID
						made.Object.ParentMachineID = m.ID
						return c.AwaitTemplate(ctx, made.Object)
					})
					advice := ""
					var e *paperspace.Error
					if errors.As(err, &e) {
						advice = e.Advice
					}
					text := fmt.Sprint(err, advice)
					<-time.After(2 * time.Minute)
					if now, _ := w.Machine(m.ID); now.State != psfake.StateReady && !strings.Contains(text, "is off") {
						t.Errorf("the machine is %s: %s", now.State, text)
					}
					<-time.After(time.Hour)
					if n := len(w.CustomTemplates()) - before; n > 1 || n == 1 && known == "" && !strings.Contains(text, "might exist") {
						t.Errorf("%d templates, known: %q: %s", n, known, text)
					}
				})
			})
		}
	}
}

// An interrupt of a snapshot loses none: it is known, or the error says that one might
// exist.
func TestInterruptOfSnapshot(t *testing.T) {
	for _, at := range []time.Duration{0, time.Second, 30 * time.Second, time.Minute, 2*time.Minute + time.Second, 4 * time.Minute} {
		for _, fault := range []psfake.FaultKind{"", psfake.FaultCut, psfake.FaultCutAfter, psfake.FaultFailure} {
			t.Run(fmt.Sprintf("%s after %s", fault, at), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
					m := w.AddMachine(psfake.Machine{Name: "m"})
					if fault != "" {
						w.Inject(psfake.Fault{Call: "snapshots.create", Kind: fault, Times: 1})
					}
					ctx, interrupt := context.WithCancel(t.Context())
					defer interrupt()
					time.AfterFunc(at, interrupt)
					known := ""
					made, err := c.Snapshots.Create(ctx, paperspace.SnapshotCreate{Name: "s", MachineID: m.ID})
					if err == nil {
						known = made.Object.ID
						err = c.AwaitSnapshot(ctx, made.Object)
					}
					var e *paperspace.Error
					said := errors.As(err, &e) && strings.Contains(e.Advice, "might exist")
					<-time.After(time.Hour)
					if n := len(w.Snapshots()); n > 1 || n == 1 && known == "" && !said {
						t.Errorf("%d snapshots, known: %q: %v", n, known, err)
					}
				})
			})
		}
	}
}

// A refresh reads 300 objects of each kind from lists, whose pages have 120: besides, the
// first reads of each kind get a request of their own.
func TestRefreshOfManyOfEachKind(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.World, c *paperspace.Client) {
		const many = 300
		network := w.AddNetwork(psfake.Network{Name: "lab"}).ID
		reads := map[string]func(ctx context.Context) (bool, error){}
		add := func(id string, found func(ctx context.Context) (bool, error)) { reads[id] = found }
		for i := range many {
			m := w.AddMachine(psfake.Machine{Name: fmt.Sprint("m", i), State: psfake.StateOff}).ID
			add(m, func(ctx context.Context) (bool, error) { got, err := c.Fleet.Read(ctx, m); return got.Found, err })
			ip := w.ClaimPublicIP(psfake.EastCoast).IP
			w.AssignPublicIP(ip, m)
			add(ip, func(ctx context.Context) (bool, error) { got, err := c.PublicIPs.Find(ctx, ip); return got.Found, err })
			s := w.AddSnapshot(psfake.Snapshot{Name: fmt.Sprint("s", i), MachineID: m}).ID
			add(s, func(ctx context.Context) (bool, error) { got, err := c.Snapshots.Find(ctx, s); return got.Found, err })
			tpl := w.AddCustomTemplate(psfake.Template{Label: fmt.Sprint("t", i), MachineID: m}).ID
			add(tpl, func(ctx context.Context) (bool, error) {
				got, err := c.CustomTemplates.Find(ctx, tpl)
				return got.Found, err
			})
			d := w.AddSharedDrive(psfake.SharedDrive{Name: fmt.Sprint("d", i), NetworkID: network}).ID
			add(d, func(ctx context.Context) (bool, error) {
				got, err := c.SharedDrives.Find(ctx, d)
				return got.Found, err
			})
		}
		var all sync.WaitGroup
		tokens := make(chan struct{}, 10)
		for id, found := range reads {
			tokens <- struct{}{}
			all.Go(func() {
				defer func() { <-tokens }()
				if ok, err := found(t.Context()); !ok || err != nil {
					t.Errorf("%s: %v, %v", id, ok, err)
				}
			})
		}
		all.Wait()
		t.Logf("%d requests: %v", len(w.Journal()), w.Journal().Counts())
		const pages, first, scripts = 3*5 + 3, 8 * 4, 1 // an address has no request of its own, and templates are listed twice
		if n := len(w.Journal()); n > pages+first+scripts {
			t.Errorf("%d requests for %d objects: %v", n, len(reads), w.Journal().Counts())
		}
		<-time.After(time.Hour) // the end of lists that nobody waits for
	})
}
