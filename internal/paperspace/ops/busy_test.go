package ops_test

import (
	"context"
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

// writes are the requests that write to an existing object, by the name of the call in the
// fake server.
var writes = map[string]func(ctx context.Context, c *ops.Client, o objects) error{
	"machines.start": func(ctx context.Context, c *ops.Client, o objects) error { return c.Start(ctx, o.off) },
	"machines.stop":  func(ctx context.Context, c *ops.Client, o objects) error { return c.Stop(ctx, o.on) },
	"machines.restart": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.Restart(ctx, ops.Power{ID: o.on})
	},
	"machines.update": func(ctx context.Context, c *ops.Client, o objects) error {
		_, err := c.Change(ctx, ops.Change{ID: o.on, Name: "on", Update: paperspace.MachineUpdate{Name: new("new")}})
		return err
	},
	"machines.destroy": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.DestroyMachine(ctx, ops.Destruction{ID: o.off, Name: "off"})
	},
	"scripts.destroy": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.Scripts.Destroy(ctx, o.script)
	},
	"scripts.update": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.ScriptEdits.Update(ctx, o.script, paperspace.ScriptUpdate{Name: new("new")})
	},
	"scripts.assign": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.ScriptEdits.Assign(ctx, o.script, o.on)
	},
	"networks.update": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.PrivateNetworks.Rename(ctx, o.network, "new")
	},
	"networks.destroy": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.PrivateNetworks.Destroy(ctx, o.network)
	},
	"machines.setAccess": func(ctx context.Context, c *ops.Client, o objects) error {
		return c.Access.Grant(ctx, o.on, o.user)
	},
}

// No write to an existing object fails because Paperspace is busy, whatever the wording of
// the response.
func TestBusyIsNotNo(t *testing.T) {
	for call, write := range writes {
		for _, busy := range []psfake.Fault{
			{Status: 409, Message: "This machine is currently busy."},
			{Status: 423, Message: "Locked"},
			{Status: 400, Message: "The machine is currently upgrading"},
			{Status: 409, Message: "Machine must be in the ready or off state"},
			{Status: 422, Message: "Machine is provisioning"},
		} {
			worded := busy.Status == 423 || strings.Contains(busy.Message, "currently")
			if !worded && !strings.HasPrefix(call, "machines.") && call != "scripts.assign" {
				continue // nothing shows that Paperspace is busy
			}
			t.Run(fmt.Sprint(call, " ", busy.Status, " ", busy.Message), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, c := opstest.V1(t, ops.Options{})
					o := objectsOf(w)
					busy.Kind, busy.Call = psfake.FaultReject, call
					// The machines have an event that shows what Paperspace is doing.
					began := w.Now()
					for _, id := range []string{o.on, o.off} {
						w.ChangeMachine(id, func(m *psfake.Machine) {
							m.Events = append(m.Events, psfake.Event{Name: "snapshot-create", State: psfake.EventInProgress, Handle: "busy" + id, Created: began})
						})
					}
					end := w.Inject(busy)
					time.AfterFunc(time.Minute, func() {
						end() // before the events, because a rejection by a machine that is not busy is final
						for _, id := range []string{o.on, o.off} {
							w.ChangeMachine(id, func(m *psfake.Machine) { m.Events[len(m.Events)-1].State = psfake.EventDone })
						}
					})
					if err := write(t.Context(), c, o); err != nil {
						t.Errorf("%v", err)
					}
					if n := w.Journal().Count(call); n < 2 {
						t.Errorf("%d requests", n)
					}
				})
			})
		}
	}
}

// If the other work ends between the rejection and the read that looks for it, the
// request is retried although nothing shows why it was rejected. A rejection that
// repeats is final.
func TestRejectionJustBeforeTheWorkEndsIsNotFinal(t *testing.T) {
	for call, write := range writes {
		for _, busy := range []psfake.Fault{
			{Status: 409, Message: "Conflict"},
			{Status: 423, Message: "Locked"},
			{Status: 400, Message: "The machine is currently upgrading"},
			{Status: 400, Message: "Machine is already being updated"},
			{Status: 422, Message: "Machine is provisioning"},
		} {
			if !strings.HasPrefix(call, "machines.") && call != "scripts.assign" {
				continue // there is no machine to read; see saysBusy
			}
			for times, wanted := range map[int]bool{1: true, 2: true, 0: false} {
				t.Run(fmt.Sprint(call, " ", busy.Status, " ", busy.Message, " ", times), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						w, c := opstest.V1(t, ops.Options{})
						o := objectsOf(w)
						busy.Kind, busy.Call, busy.Times = psfake.FaultReject, call, times
						w.Inject(busy)
						if err := write(t.Context(), c, o); (err == nil) != wanted {
							t.Error(err)
						}
						if n := w.Journal().Count(call); times > 0 && n != times+1 || n < 3 && times == 0 {
							t.Errorf("%d requests", n)
						}
					})
				})
			}
		}
	}
}

// A rejection that is about the request itself is final.
func TestRejectionOfTheRequestIsNotRepeated(t *testing.T) {
	for call, write := range writes {
		t.Run(call, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.V1(t, ops.Options{})
				o := objectsOf(w)
				w.Inject(psfake.Fault{Kind: psfake.FaultReject, Call: call, Status: 400, Message: "name is too long"})
				if err := write(t.Context(), c, o); err == nil {
					t.Error("no error")
				}
				if n := w.Journal().Count(call); n != 1 {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

// objects holds the ID of one object of each kind.
type objects struct{ on, off, script, network, user string }

func objectsOf(w *psfake.Server) objects {
	return objects{
		on:      w.AddMachine(psfake.Machine{Name: "on", State: psfake.StateReady}).ID,
		off:     w.AddMachine(psfake.Machine{Name: "off", State: psfake.StateOff}).ID,
		script:  w.AddScript(psfake.Script{Name: "s", Text: "x"}).ID,
		network: w.AddNetwork(psfake.Network{Name: "n"}).ID,
		user:    w.AddUser(psfake.User{Email: "ann@example.com"}).ID,
	}
}

// A destroy of a machine that is already being destroyed waits for its end, whatever the
// status of the rejection.
func TestDestroyOfWhatIsBeingDestroyedIsAWait(t *testing.T) {
	for _, rejected := range []psfake.Fault{
		{Status: 400, Message: "This machine is already marked for deletion"},
		{Status: 409, Message: "This machine is already being deleted."},
		{Status: 422, Message: "Machine is already marked for deletion"},
	} {
		t.Run(fmt.Sprint(rejected.Status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.V1(t, ops.Options{}, psfake.WithTimings(psfake.Timings{Destroy: 3 * time.Minute}))
				m := w.AddMachine(psfake.Machine{Name: "m"})
				w.DestroyMachine(m.ID)
				rejected.Kind, rejected.Call = psfake.FaultReject, "machines.destroy"
				w.Inject(rejected)
				if err := c.DestroyMachine(t.Context(), ops.Destruction{ID: m.ID, Name: m.Name}); err != nil {
					t.Error(err)
				}
				if all := w.Machines(); len(all) != 0 {
					t.Errorf("the machine is there: %+v", all)
				}
			})
		})
	}
}
