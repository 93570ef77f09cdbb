package conformance

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// changes are the rules about changes in place beyond the settings, as [ops.Client.Change]
// carries them out.
var changes = []rule{
	{"a machine is resized in one go and left off", resized},
	{"a machine that is up takes no new hardware", resizeNeedsOff},
	{"a disk never shrinks and a type stays in its group", resizeRejected},
	{"a resize that was interrupted is finished by the same change", resizeInterrupted},
	{"a resize with a lost response happens once", resizeLost},
	{"a resize that fails reports Paperspace's reason", resizeFails},
	{"a machine moves into a private network", moved},
	{"a move to an invalid network is rejected and does not destroy the machine", moveRejected},
	{"another script takes the place of the former one", scriptReplaced},
	{"a destroy that is rejected while the machine is running switches it off", destroyNeedsOff},
}

// According to its documentation, API v1 rejects the destroy of a running machine. The
// clients of API v1 assume that it does not.
func destroyNeedsOff(s *scene) {
	w := s.another(func(d *psfake.Behavior) { d.V1.DeleteNeedsOff = true })
	id := w.small(psfake.StateReady)
	ctx, cancel := context.WithTimeout(s.Context(), 10*time.Minute)
	defer cancel()
	w.must(ops.NewClient(w.api, ops.Options{}).Destroy(ctx, id, paperspace.Release{}))
	pass(timings.Destroy)
	if left := w.fake.Machines(); len(left) != 0 {
		s.Errorf("still there: %+v", left)
	}
}

// inPlace skips a rule if a change of one of its fields forces a new machine.
func (s *scene) inPlace(fields ...paperspace.Field) {
	s.Helper()
	for _, f := range fields {
		if !s.api.Traits.InPlace[f] {
			s.Skipf("another %s takes a new machine", f)
		}
	}
}

// change carries out a change as the resources do.
func (s *scene) change(ctx context.Context, id string, u paperspace.MachineUpdate) (paperspace.Machine, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	return ops.NewClient(s.api, ops.Options{}).Change(ctx, ops.Change{ID: id, Name: "web", Update: u})
}

// larger is a resize of the machine that small adds.
var larger = paperspace.MachineUpdate{MachineType: new("C7"), SizeGB: new(int64(100))}

func (s *scene) small(state string) string {
	return s.machine(psfake.Machine{Name: "web", MachineType: "C5", SizeGB: 50, State: state})
}

// isLarger checks the result of the resize larger.
func (s *scene) isLarger(what, id string) {
	s.Helper()
	m, _ := s.fake.Machine(id)
	if m.MachineType != "C7" || m.SizeGB != 100 || m.State != psfake.StateOff {
		s.Errorf("%s: it is a %s with %d GB, and %s", what, m.MachineType, m.SizeGB, m.State)
	}
	s.isTrue(what, s.show(id))
}

func resized(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	for state, calls := range map[string]map[string]int{
		psfake.StateReady:        {"machines.stop": 1, "machines.update": 1, "machines.start": 0},
		psfake.StateServiceReady: {"machines.stop": 1, "machines.update": 1, "machines.start": 0},
		psfake.StateOff:          {"machines.stop": 0, "machines.update": 1, "machines.start": 0},
	} {
		id := s.small(state)
		s.fake.ResetJournal()
		got, err := s.change(s.Context(), id, larger)
		s.must(err)
		s.isLarger("from "+state, id)
		s.isTrue("returned", got)
		for call, want := range calls {
			if n := s.fake.Journal().Count(call); n != want {
				s.Errorf("from %s: %d × %s, want %d", state, n, call, want)
			}
		}
		s.must(s.api.Machines.Start(s.Context(), id))
		s.isTrue("started afterwards", s.await(id, paperspace.Ready))
		s.fake.ResetJournal()
		if _, err = s.change(s.Context(), id, larger); err != nil || len(s.fake.Journal().Writes()) != 0 {
			s.Errorf("the same change again: %d writes, %v", len(s.fake.Journal().Writes()), err)
		}
	}
	for _, u := range []paperspace.MachineUpdate{{MachineType: larger.MachineType}, {SizeGB: larger.SizeGB}} {
		id := s.small(psfake.StateOff)
		want := s.truth(id)
		got, err := s.change(s.Context(), id, u)
		s.must(err)
		if len(u.Differs(got)) != 0 || len(u.Differs(want)) != 1 || (got.MachineType == want.MachineType) != (u.MachineType == nil) {
			s.Errorf("half of it: it became %+v", got)
		}
	}
}

func resizeNeedsOff(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	id := s.small(psfake.StateReady)
	before := s.show(id)
	err := s.api.Machines.Update(s.Context(), id, larger)
	s.wantKind("while it is up", err, paperspace.ErrConflict)
	if diff := cmp.Diff(before, s.show(id)); diff != "" || paperspace.HadEffect(err) {
		s.Errorf("had effect %v: -before +after:\n%s", paperspace.HadEffect(err), diff)
	}
}

func resizeRejected(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	id := s.small(psfake.StateOff)
	before := s.show(id)
	for what, u := range map[string]paperspace.MachineUpdate{
		"a smaller disk": {SizeGB: new(int64(20))}, "a type of another group": {MachineType: new("P4000")},
	} {
		_, err := s.change(s.Context(), id, u)
		s.wantKind(what, err, paperspace.ErrRejected)
		if diff := cmp.Diff(before, s.show(id)); diff != "" || paperspace.HadEffect(err) {
			s.Errorf("%s: had effect %v, %v: -before +after:\n%s", what, paperspace.HadEffect(err), err, diff)
		}
	}
}

func resizeInterrupted(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	upgrade := timings.Stop + 5*time.Second // watchers notice the end of the stop within seconds
	for _, end := range []time.Duration{time.Millisecond, 5 * time.Second, timings.Stop - time.Second, upgrade, upgrade + 10*time.Second} {
		id := s.small(psfake.StateReady)
		s.fake.ResetJournal()
		ctx, cancel := context.WithCancel(s.Context())
		time.AfterFunc(end, cancel)
		if _, err := s.change(ctx, id, larger); !errors.Is(err, context.Canceled) {
			s.Errorf("interrupted after %s: %v", end, err)
		}
		cancel()
		got, err := s.change(s.Context(), id, larger)
		if err != nil {
			s.Errorf("taken up after %s: %v", end, err)
			continue
		}
		s.isTrue("returned", got)
		s.isLarger("taken up after "+end.String(), id)
		for _, call := range []string{"machines.stop", "machines.update"} {
			if n := effects(s.fake, call); n != 1 {
				s.Errorf("interrupted after %s: %s carried out %d times", end, call, n)
			}
		}
	}
}

func resizeLost(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	for _, f := range after {
		for _, call := range []string{"machines.stop", "machines.update"} {
			id := s.small(psfake.StateReady)
			s.fake.ResetJournal()
			f.Call, f.Times = call, 1
			end := s.fake.Inject(f)
			_, err := s.change(s.Context(), id, larger)
			end()
			if err == nil {
				s.isLarger(call+" "+string(f.Kind), id)
			} else if !paperspace.HadEffect(err) {
				s.Errorf("%s %s %d: does not admit its effect: %v", call, f.Kind, f.Status, err)
			}
			if n := effects(s.fake, call); n != 1 {
				s.Errorf("%s %s %d: carried out %d times", call, f.Kind, f.Status, n)
			}
		}
	}
}

func resizeFails(s *scene) {
	s.inPlace(paperspace.FieldMachineType, paperspace.FieldSize)
	id := s.small(psfake.StateReady)
	s.fake.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure, Message: "no C7 left", Times: 1})
	began := time.Now()
	_, err := s.change(s.Context(), id, larger)
	s.wantKind("a resize that fails", err, paperspace.ErrFailed)
	s.wantMessage("a resize that fails", err, "no C7 left")
	if took := time.Since(began); took > 2*time.Minute {
		s.Errorf("the failure was reported after %s", took)
	}
	if m := s.show(id); m.State != paperspace.Off || m.MachineType != "C5" || !m.HasSizeGB(50) {
		s.Errorf("it became %+v", m)
	}
	_, err = s.change(s.Context(), id, larger)
	s.must(err)
	s.isLarger("at the second attempt", id)
}

func moved(s *scene) {
	s.inPlace(paperspace.FieldNetworkID)
	id := s.machine(psfake.Machine{State: s.forAddress()})
	for _, address := range []string{"10.70.0.0", "10.71.0.0"} { // from the default network to a private one, and from there to another
		n := s.fake.AddNetwork(psfake.Network{Network: address})
		got, err := s.change(s.Context(), id, paperspace.MachineUpdate{NetworkID: &n.ID, Name: new("moved")})
		s.must(err)
		s.isTrue("returned", got)
		if got.NetworkID != n.ID || !strings.HasPrefix(got.PrivateIPAddress, address[:6]) || got.Name != "moved" {
			s.Errorf("moved to %s, it is in %s with %s", n.ID, got.NetworkID, got.PrivateIPAddress)
		}
	}
}

func moveRejected(s *scene) {
	s.inPlace(paperspace.FieldNetworkID)
	elsewhere := s.fake.AddNetwork(psfake.Network{Region: psfake.Europe}).ID
	private := s.fake.AddNetwork(psfake.Network{}).ID
	byDefault := s.show(s.machine(psfake.Machine{})).NetworkID
	id := s.machine(psfake.Machine{State: s.forAddress(), NetworkID: private})
	before := s.show(id)
	for what, network := range map[string]string{"the default network": byDefault, "an unknown one": "n0000000", "one of another region": elsewhere} {
		_, err := s.change(s.Context(), id, paperspace.MachineUpdate{NetworkID: &network})
		s.wantKind(what, err, paperspace.ErrRejected)
		if errors.Is(err, paperspace.ErrNotFound) || paperspace.HadEffect(err) {
			s.Errorf("%s: had effect %v, %v", what, paperspace.HadEffect(err), err)
		}
		if diff := cmp.Diff(before, s.show(id)); diff != "" {
			s.Errorf("%s: -before +after:\n%s", what, diff)
		}
	}
	err := s.api.Machines.Update(s.Context(), "ps0000000", paperspace.MachineUpdate{NetworkID: &private})
	s.wantKind("a machine that does not exist", err, paperspace.ErrNotFound)
}

func scriptReplaced(s *scene) {
	s.inPlace(paperspace.FieldScriptID)
	one := s.fake.AddScript(psfake.Script{Name: "one", Text: "exit"}).ID
	two := s.fake.AddScript(psfake.Script{Name: "two", Text: "exit"}).ID
	id, other := s.machine(psfake.Machine{ScriptID: one}), s.machine(psfake.Machine{ScriptID: one})
	for _, script := range []string{two, two, one} {
		_, err := s.change(s.Context(), id, paperspace.MachineUpdate{ScriptID: &script})
		s.must(err)
		s.wantScript("changed", id, script)
		s.wantScript("untouched", other, one)
	}
	s.must(s.api.Machines.Restart(s.Context(), id))
	pass(timings.Restart + time.Second)
	if m, _ := s.fake.Machine(id); m.LastRun == nil {
		s.Errorf("the script did not run at the next boot")
	}
}
