package ops_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func resize(id, machineType string) ops.Change {
	return ops.Change{ID: id, Name: "web", Update: paperspace.MachineUpdate{MachineType: &machineType}}
}

// halfAnHour returns a context with the timeout of an update.
func halfAnHour(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A change that Paperspace accepts and does not carry out is noticed soon, in both forms
// that an upgrade can take.
func TestChangeAcceptedWithoutEffect(t *testing.T) {
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.V1(t, ops.Options{}, psfake.WithBehavior(behavior))
				m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5"})
				w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultIgnore})
				began := time.Now()
				_, err := c.Change(halfAnHour(t), resize(m.ID, "C7"))
				if !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "machine_type: wanted C7, shown C5") {
					t.Errorf("%v", err)
				}
				if took := time.Since(began) - opstest.SlowTimings.Stop; took < time.Minute || took > 2*time.Minute {
					t.Errorf("it took %s after the stop", took)
				}
			})
		})
	}
}

// A change that takes long is waited for as long as its event is running.
func TestChangeThatTakesLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := opstest.SlowTimings
		slow.Update = 10 * time.Minute
		w, c := opstest.V1(t, ops.Options{}, psfake.WithBehavior(psfake.Observed()), psfake.WithTimings(slow))
		m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5"})
		got, err := c.Change(halfAnHour(t), resize(m.ID, "C7"))
		if err != nil || got.MachineType != "C7" || got.State != paperspace.Off {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// The responses of the stop and the update can be lost. The provider reads whether the
// requests took effect.
func TestChangeWhoseResponsesAreLost(t *testing.T) {
	for _, call := range []string{"machines.stop", "machines.update"} {
		t.Run(call, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.V1(t, ops.Options{})
				m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5"})
				w.Inject(psfake.Fault{Call: call, Kind: psfake.FaultCutAfter, Times: 1})
				w.Inject(psfake.Fault{Call: "machines.show", Kind: psfake.FaultHTML, Skip: 2, Times: 2}) // and an outage during the reads
				got, err := c.Change(halfAnHour(t), resize(m.ID, "C7"))
				if err != nil || got.MachineType != "C7" || wrote(w) != "stop update" {
					t.Errorf("%+v, %v, sent %q", got, err, wrote(w))
				}
			})
		})
	}
}

// A change that is rejected while Paperspace is working on the machine is retried
// afterward.
func TestChangeOfABusyMachine(t *testing.T) {
	for name, c := range map[string]struct {
		update paperspace.MachineUpdate
		sent   string
	}{
		"settings": {paperspace.MachineUpdate{Name: new("web2")}, "update update"},
		"a resize": {paperspace.MachineUpdate{MachineType: new("C7")}, "stop update update"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.V1(t, ops.Options{})
				m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5"})
				w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Status: 409, Message: "This machine is currently busy.", Times: 1})
				began := time.Now()
				snapshot := func(state string) {
					w.ChangeMachine(m.ID, func(m *psfake.Machine) {
						m.Events = append([]psfake.Event{{Name: "snapshot-create", State: state, Handle: "esnap", Created: began}}, m.Events...)
					})
				}
				snapshot(psfake.EventInProgress)
				time.AfterFunc(100*time.Second, func() {
					w.ChangeMachine(m.ID, func(m *psfake.Machine) {
						for i := range m.Events {
							if m.Events[i].Handle == "esnap" {
								m.Events[i].State = psfake.EventDone
							}
						}
					})
				})
				if _, err := client.Change(halfAnHour(t), ops.Change{ID: m.ID, Name: "web", Update: c.update}); err != nil || wrote(w) != c.sent {
					t.Errorf("%v, sent %q, want %q", err, wrote(w), c.sent)
				}
				if took := time.Since(began); took < 100*time.Second {
					t.Errorf("sent again after %s", took)
				}
			})
		})
	}
}

// A rejection that repeats is final for a machine that is not busy.
func TestChangeRejectedAtRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.V1(t, ops.Options{})
		m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5"})
		w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Status: 409, Message: "no"})
		_, err := c.Change(halfAnHour(t), resize(m.ID, "C7"))
		if !errors.Is(err, paperspace.ErrConflict) || wrote(w) != "stop update update update" {
			t.Errorf("%v, sent %q", err, wrote(w))
		}
	})
}

// A change that is certain to be rejected is rejected before anything is sent.
func TestChangeIsCheckedBeforeTheStop(t *testing.T) {
	a4000 := psfake.Machine{Name: "web", MachineType: "A4000", SizeGB: 100}
	for name, c := range map[string]struct {
		update  paperspace.MachineUpdate
		options ops.Options
		wait    bool
		says    string // "" = done
	}{
		"another group":            {paperspace.MachineUpdate{MachineType: new("C5")}, ops.Options{Preflight: true}, false, "different groups"},
		"the same group":           {paperspace.MachineUpdate{MachineType: new("A5000")}, ops.Options{Preflight: true}, false, ""},
		"no capacity":              {paperspace.MachineUpdate{MachineType: new("A6000")}, ops.Options{Preflight: true}, false, "no A6000 available in East Coast (NY2)"},
		"no capacity, not checked": {paperspace.MachineUpdate{MachineType: new("A6000")}, ops.Options{}, false, ""},
		"no capacity, waited for":  {paperspace.MachineUpdate{MachineType: new("A6000")}, ops.Options{}, true, "no A6000 became available"},
		"a larger disk":            {paperspace.MachineUpdate{SizeGB: new(int64(250))}, ops.Options{Preflight: true}, false, ""},
		"less than the disk has":   {paperspace.MachineUpdate{SizeGB: new(int64(75))}, ops.Options{Preflight: true}, false, "already has 100 GB"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.V1(t, c.options)
				w.SetAvailability(psfake.EastCoast, "A6000", false)
				m := w.AddMachine(a4000)
				_, err := client.Change(halfAnHour(t), ops.Change{ID: m.ID, Name: "web", Update: c.update, WaitForCapacity: c.wait})
				switch {
				case c.says == "":
					if err != nil || wrote(w) != "stop update" {
						t.Errorf("%v, sent %q", err, wrote(w))
					}
				case err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "Nothing was changed") || wrote(w) != "":
					t.Errorf("%v, sent %q", err, wrote(w))
				}
			})
		})
	}
}

// Capacity is waited for while the machine runs.
func TestChangeWaitsForCapacity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.V1(t, ops.Options{})
		m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "A4000"})
		w.SetAvailability(psfake.EastCoast, "A6000", false)
		time.AfterFunc(5*time.Minute, func() {
			if sent := wrote(w); sent != "" {
				t.Errorf("sent %q without capacity", sent)
			}
			w.SetAvailability(psfake.EastCoast, "A6000", true)
		})
		ch := resize(m.ID, "A6000")
		ch.WaitForCapacity = true
		if got, err := c.Change(halfAnHour(t), ch); err != nil || got.MachineType != "A6000" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// A machine is restored from every state that a failed change can leave it in, and despite
// an outage of Paperspace.
func TestRestore(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *psfake.Server, c *ops.Client, id string) error
		fault  psfake.Fault
		sent   string
		says   string // "" = it is up
	}{
		"off": {sent: "start"},
		"stopping": {before: func(_ *psfake.Server, c *ops.Client, id string) error {
			return c.Machines.Stop(context.Background(), id)
		}, sent: "stop start"},
		"starting": {before: func(_ *psfake.Server, c *ops.Client, id string) error {
			return c.Machines.Start(context.Background(), id)
		}, sent: "start"},
		"being upgraded": {before: func(_ *psfake.Server, c *ops.Client, id string) error {
			return c.Machines.Update(context.Background(), id, paperspace.MachineUpdate{MachineType: new("C7")})
		}, sent: "update start"},
		"an outage":       {fault: psfake.Fault{Kind: psfake.FaultStatus, Status: 503, For: 40 * time.Second}, sent: "start"},
		"a lost response": {fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultCutAfter, Times: 1}, sent: "start"},
		"no capacity":     {fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultFailure, Message: "insufficient capacity"}, sent: "start", says: "insufficient capacity"},
		"rejected":        {fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultReject, Message: "Not now"}, sent: "start", says: "Not now"},
		"stuck":           {fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultStuck}, sent: "start", says: "waited"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.V1(t, ops.Options{})
				state := "off"
				if name == "stopping" {
					state = "ready"
				}
				m := w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5", State: state})
				if c.before != nil {
					if err := c.before(w, client, m.ID); err != nil {
						t.Fatal(err)
					}
				}
				if c.fault.Kind != "" {
					w.Inject(c.fault)
				}
				began := time.Now()
				err := client.Restore(t.Context(), m.ID, wait.UntilReady)
				now, _ := w.Machine(m.ID)
				if c.says == "" && (err != nil || now.State != "ready") || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
					t.Errorf("%v, and it is %s", err, now.State)
				}
				if got := wrote(w); got != c.sent {
					t.Errorf("sent %q, want %q", got, c.sent)
				}
				if took := time.Since(began); took > 11*time.Minute {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}
