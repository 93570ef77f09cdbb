package main

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

const key = "live-key-8c21"

var behaviors = map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()}

// serveFake starts a fake server of API v1, and returns it with its account.
func serveFake(t *testing.T, d psfake.Behavior, timings psfake.Timings) (*psfake.Server, account) {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(key), psfake.WithBehavior(d), psfake.WithTimings(timings))
	server := httptest.NewServer(fakev1.New(w))
	t.Cleanup(server.Close)
	return w, account{endpoint: server.URL + psfake.V1Prefix, key: key, poll: 10 * time.Millisecond}
}

// objectsOf lists the objects that are not being deleted, except default networks.
func objectsOf(w *psfake.Server) (all []string) {
	for _, m := range w.Machines() {
		if !m.Destroying {
			all = append(all, "machine "+m.Name)
		}
	}
	for _, s := range w.Snapshots() {
		all = append(all, "snapshot "+s.Name)
	}
	for _, o := range w.CustomTemplates() {
		if o.Deleted == nil {
			all = append(all, "template "+o.Label)
		}
	}
	for _, a := range w.PublicIPs() {
		all = append(all, "address "+a.IP)
	}
	for _, d := range w.SharedDrives() {
		all = append(all, "drive "+d.Name)
	}
	for _, n := range w.Networks() {
		if !n.Default {
			all = append(all, "network "+n.Name)
		}
	}
	for _, s := range w.Scripts() {
		if s.Deleted == nil {
			all = append(all, "script "+s.Name)
		}
	}
	return all
}

// fill adds one object of each kind, all with the same name, and returns the address.
func fill(w *psfake.Server, name string, created time.Time) (ip string) {
	n := w.AddNetwork(psfake.Network{Name: name, Created: created})
	m := w.AddMachine(psfake.Machine{Name: name, NetworkID: n.ID, Created: created})
	w.AddSnapshot(psfake.Snapshot{Name: name, MachineID: m.ID, Created: created})
	w.AddCustomTemplate(psfake.Template{Label: name, MachineID: m.ID, Created: created})
	w.AddSharedDrive(psfake.SharedDrive{Name: name, NetworkID: n.ID, Created: created})
	w.AddScript(psfake.Script{Name: name, Text: "true", Created: created})
	ip = w.ClaimPublicIP(psfake.EastCoast).IP
	w.AssignPublicIP(ip, m.ID)
	return ip
}

// sweepOf sweeps an account, and returns the output.
func sweepOf(t *testing.T, a account, o sweeping) (string, error) {
	t.Helper()
	client, err := a.client()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	o.out = &out
	_, err = sweep(t.Context(), client, o)
	return out.String(), err
}

func TestSweepRemovesWhatIsOursAndOld(t *testing.T) {
	t.Parallel()
	for name, d := range behaviors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, a := serveFake(t, d, psfake.Timings{Destroy: 100 * time.Millisecond, Snapshot: 50 * time.Millisecond})
			old := time.Now().Add(-3 * time.Hour)
			others := []string{"tfacc", "mine", "tfacc-web-1", "tfacc-production", "tfaccount-old222-one", "TFACC-old222-one", "my-tfacc-old222-one"}
			for _, name := range others {
				fill(w, name, old)
			}
			unassigned := w.ClaimPublicIP(psfake.EastCoast).IP
			notOurs := objectsOf(w)
			fill(w, "tfacc-new222-one", time.Now())
			before := objectsOf(w)
			ip := fill(w, "tfacc-old222-one", old)

			dry, err := sweepOf(t, a, sweeping{prefix: prefix, dry: true})
			if err != nil || !slices.Contains(objectsOf(w), "machine tfacc-old222-one") {
				t.Errorf("the dry run: %v, left %v", err, objectsOf(w))
			}
			out, err := sweepOf(t, a, sweeping{prefix: prefix})
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if after := objectsOf(w); !slices.Equal(before, after) {
				t.Errorf("left %v\nwant %v", after, before)
			}
			for _, text := range []string{dry, out} {
				for _, want := range []string{"machine", "snapshot", "custom template", "shared drive", "private network", "startup script", ip,
					"tfacc-old222-one", "goes with its machine", "6 objects named tfacc-… not touched", "1 public IP address without a machine: not touched"} {
					if !strings.Contains(text, want) {
						t.Errorf("%q is missing in\n%s", want, text)
					}
				}
				for _, bad := range append([]string{"tfacc-new222-one", unassigned, key}, others[1:]...) {
					if strings.Contains(text, bad) {
						t.Errorf("%q is in\n%s", bad, text)
					}
				}
			}
			if order := removed(w); !slices.IsSortedFunc(order, func(a, b string) int { return slices.Index(inOrder, a) - slices.Index(inOrder, b) }) {
				t.Errorf("removed in the order %v", order)
			}

			if out, err = sweepOf(t, a, sweeping{prefix: prefix, allAges: true}); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if all := objectsOf(w); !slices.Equal(notOurs, all) {
				t.Errorf("left %v\nwant %v", all, notOurs)
			}
		})
	}
}

// A run that was killed an hour ago has left objects that are billed. A sweep must not say
// that nothing is left.
func TestSweepReportsWhatIsTooYoung(t *testing.T) {
	t.Parallel()
	w, a := serveFake(t, psfake.Documented(), psfake.Timings{})
	w.AddMachine(psfake.Machine{Name: "tfacc-one222-one", Created: time.Now().Add(-time.Hour)})
	for _, dry := range []bool{true, false} {
		out, err := sweepOf(t, a, sweeping{prefix: prefix, dry: dry})
		if err != nil || strings.Contains(out, "Nothing") || !strings.Contains(out, "1 object named tfacc-… not touched") ||
			!strings.Contains(out, "make sweep ARGS=-all-ages") {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if !slices.Contains(objectsOf(w), "machine tfacc-one222-one") {
		t.Error("the machine was removed")
	}
}

var inOrder = []string{"machines.destroy", "snapshots.delete", "templates.delete", "publicips.release", "drives.delete", "networks.destroy", "scripts.destroy"}

// removed returns the calls that deleted something, in order of the first request of each
// that had an effect.
func removed(w *psfake.Server) (calls []string) {
	for _, e := range w.Journal().Of(inOrder...) {
		if e.Effect && !slices.Contains(calls, e.Call) {
			calls = append(calls, e.Call)
		}
	}
	return calls
}

// If an object cannot be removed, an error names it, and the others are still removed.
func TestSweepGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	w, a := serveFake(t, psfake.Documented(), psfake.Timings{})
	a.poll = time.Millisecond // the sweep waits for a network that is in use
	fill(w, "tfacc-one222-one", time.Now().Add(-3*time.Hour))
	w.Inject(psfake.Fault{Call: "drives.delete", Kind: psfake.FaultReject, Status: 403, Message: "You are not an administrator"})
	w.Inject(psfake.Fault{Call: "templates.list", Kind: psfake.FaultReject, Status: 403})
	_, err := sweepOf(t, a, sweeping{prefix: prefix})
	if err == nil || !strings.Contains(err.Error(), "shared drive tfacc-one222-one") || !strings.Contains(err.Error(), "not an administrator") {
		t.Errorf("error %v", err)
	}
	for _, o := range objectsOf(w) {
		if strings.HasPrefix(o, "machine tfacc") || strings.HasPrefix(o, "script tfacc") {
			t.Errorf("left %s", o)
		}
	}
}

// A sweep has created nothing that an interrupt would remove.
func TestNoticeOfASweep(t *testing.T) {
	for _, c := range []struct {
		args    []string
		removes bool
	}{{nil, true}, {[]string{"-only", "script"}, true}, {[]string{"sweep", "-n"}, false}} {
		if text := notice(c.args); strings.Contains(text, "removing what was created") != c.removes {
			t.Errorf("%v: %s", c.args, text)
		}
	}
}
