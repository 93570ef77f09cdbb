package ops_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// After an interrupt at any time, the machine of a template is running, or the error says
// that it is off. The template is known, or the error says that one might exist.
func TestInterruptOfTemplate(t *testing.T) {
	steps := []time.Duration{0, time.Second, 20 * time.Second, 39 * time.Second, 41 * time.Second, 45 * time.Second, time.Minute, 5 * time.Minute, 10*time.Minute + 45*time.Second, 11 * time.Minute}
	for _, at := range steps {
		for _, fault := range []psfake.FaultKind{"", psfake.FaultCutAfter, psfake.FaultFailure} {
			t.Run(fmt.Sprintf("%s after %s", fault, at), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
					m := w.AddMachine(psfake.Machine{Name: "m"})
					before := len(w.CustomTemplates())
					if fault != "" {
						w.Inject(psfake.Fault{Call: "templates.create", Kind: fault, Times: 1})
					}
					ctx, interrupt := context.WithCancel(t.Context())
					defer interrupt()
					time.AfterFunc(at, interrupt)
					ctx, cancel := timing.WithTimeout(ctx, 30*time.Minute)
					defer cancel()
					known := ""
					err := c.WhileOff(ctx, ops.Offness{Power: ops.Power{ID: m.ID}, Stop: true, Purpose: "test"}, func(ctx context.Context) error {
						made, err := c.CustomTemplates.Create(ctx, paperspace.TemplateCreate{Name: "golden", MachineID: m.ID})
						if err != nil {
							return err
						}
						known = made.Object.ID
						made.Object.ParentMachineID = m.ID
						return c.AwaitTemplate(ctx, made.Object)
					})
					_, off := opstest.ReasonIn[paperspace.StoppedAndOff](err)
					_, might := opstest.ReasonIn[paperspace.MightExist](err)
					<-time.After(2 * time.Minute)
					if now, _ := w.Machine(m.ID); now.State != psfake.StateReady && !off {
						t.Errorf("the machine is %s: %v", now.State, err)
					}
					<-time.After(time.Hour)
					if n := len(w.CustomTemplates()) - before; n > 1 || n == 1 && known == "" && !might {
						t.Errorf("%d templates, known: %q: %v", n, known, err)
					}
				})
			})
		}
	}
}

// After an interrupt, a snapshot is known, or the error says that one might exist.
func TestInterruptOfSnapshot(t *testing.T) {
	for _, at := range []time.Duration{0, time.Second, 30 * time.Second, time.Minute, 2*time.Minute + time.Second, 4 * time.Minute} {
		for _, fault := range []psfake.FaultKind{"", psfake.FaultCut, psfake.FaultCutAfter, psfake.FaultFailure} {
			t.Run(fmt.Sprintf("%s after %s", fault, at), func(t *testing.T) {
				inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
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
					_, said := opstest.ReasonIn[paperspace.MightExist](err)
					<-time.After(time.Hour)
					if n := len(w.Snapshots()); n > 1 || n == 1 && known == "" && !said {
						t.Errorf("%d snapshots, known: %q: %v", n, known, err)
					}
				})
			})
		}
	}
}

// A refresh reads 300 objects of each kind from lists with pages of 120. In addition, the
// first reads of each kind have their own requests.
func TestRefreshOfManyOfEachKind(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		const many = 300
		network := w.AddNetwork(psfake.Network{Name: "lab"}).ID
		reads := map[string]func(ctx context.Context) (bool, error){}
		add := func(id string, found func(ctx context.Context) (bool, error)) { reads[id] = found }
		for i := range many {
			m := w.AddMachine(psfake.Machine{Name: fmt.Sprint("m", i), State: psfake.StateOff}).ID
			add(m, func(ctx context.Context) (bool, error) { got, err := c.BulkReader.Read(ctx, m); return got.Found, err })
			ip := w.ClaimPublicIP(psfake.EastCoast).IP
			w.AssignPublicIP(ip, m)
			add(ip, func(ctx context.Context) (bool, error) { got, err := c.PublicIPs.Read(ctx, ip); return got.Found, err })
			s := w.AddSnapshot(psfake.Snapshot{Name: fmt.Sprint("s", i), MachineID: m}).ID
			add(s, func(ctx context.Context) (bool, error) { got, err := c.Snapshots.Read(ctx, s); return got.Found, err })
			tpl := w.AddCustomTemplate(psfake.Template{Label: fmt.Sprint("t", i), MachineID: m}).ID
			add(tpl, func(ctx context.Context) (bool, error) {
				got, err := c.CustomTemplates.Read(ctx, tpl)
				return got.Found, err
			})
			d := w.AddSharedDrive(psfake.SharedDrive{Name: fmt.Sprint("d", i), NetworkID: network}).ID
			add(d, func(ctx context.Context) (bool, error) {
				got, err := c.SharedDrives.Read(ctx, d)
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
		const pages, first, scripts = 3*5 + 3, 4, 1 // an address has no show, and templates are listed twice
		if n := len(w.Journal()); n > pages+first+scripts {
			t.Errorf("%d requests for %d objects: %v", n, len(reads), w.Journal().Counts())
		}
		<-time.After(time.Hour) // until the lists end that no read waits for
	})
}

// A machine that something else has stopped, or is stopping, is reported, because a run
// that was killed might have stopped it. It stays off.
func TestWhileOffReportsMachineThatWasOff(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		for _, stop := range []bool{true, false} {
			for _, stopping := range []bool{true, false} {
				m := w.AddMachine(psfake.Machine{Name: "m"})
				if err := c.Stop(t.Context(), m.ID); err != nil {
					t.Fatal(err)
				}
				if !stopping {
					<-time.After(time.Hour)
				}
				reported := ""
				err := c.WhileOff(t.Context(), ops.Offness{
					Power: ops.Power{ID: m.ID}, Stop: stop, WasOff: func(m paperspace.Machine) { reported = m.ID },
				}, func(context.Context) error { return nil })
				now, _ := w.Machine(m.ID)
				if want := map[bool]string{true: m.ID}[stop]; err != nil || reported != want || now.State != psfake.StateOff {
					t.Errorf("stop %t, stopping %t: %v, reported %q, the machine is %s", stop, stopping, err, reported, now.State)
				}
			}
		}
	})
}

// Work that times out while it waits for other work on its machine returns a timeout.
func TestWhileOffWaitsForItsTurn(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff})
		o := ops.Offness{Power: ops.Power{ID: m.ID}, Purpose: `create custom template "a"`}
		begun, end := make(chan struct{}), make(chan struct{})
		var first sync.WaitGroup
		first.Go(func() {
			_ = c.WhileOff(t.Context(), o, func(context.Context) error { close(begun); <-end; return nil })
		})
		<-begun
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := c.WhileOff(ctx, o, func(context.Context) error { t.Error("the work began"); return nil })
		if _, advised := opstest.ReasonIn[paperspace.TimeOver](err); !errors.Is(err, paperspace.ErrTimeout) || !advised {
			t.Errorf("%v", err)
		}
		close(end)
		first.Wait()
	})
}
