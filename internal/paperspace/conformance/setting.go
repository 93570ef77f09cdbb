package conformance

import (
	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// settings are the rules about the settings that an update can change.
var settings = []rule{
	{"each setting of an update shows afterwards and changes nothing else", updatesShow},
	{"an update of all settings is visible afterward", updateAll},
	{"an update without settings changes nothing", updateNothing},
	{"a dynamic address comes and goes", updateAddress},
	{"shutdown_timeout_forces without a shutdown timeout is accepted", updateForceOfNone},
	{"settings can be changed while a machine is off", updateOff},
}

// The machine is updated step by step, starting with all settings on.
func updatesShow(s *scene) {
	id := s.machine(psfake.Machine{Name: "web", ShutdownHours: new(24), AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4)})
	for _, step := range []struct {
		name   string
		update paperspace.MachineUpdate
		want   func(m *paperspace.Machine)
	}{
		{"a name", paperspace.MachineUpdate{Name: new(`a "b" <c> & d\e é 世`)},
			func(m *paperspace.Machine) { m.Name = `a "b" <c> & d\e é 世` }},
		{"hours", paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(168))},
			func(m *paperspace.Machine) { m.ShutdownTimeoutHours = 168 }},
		{"force", paperspace.MachineUpdate{ShutdownTimeoutForces: new(true)},
			func(m *paperspace.Machine) { m.ShutdownTimeoutForces = true }},
		{"no force", paperspace.MachineUpdate{ShutdownTimeoutForces: new(false)},
			func(m *paperspace.Machine) { m.ShutdownTimeoutForces = false }},
		{"never", paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(0))},
			func(m *paperspace.Machine) { m.ShutdownTimeoutHours = 0 }},
		{"hours after never", paperspace.MachineUpdate{ShutdownTimeoutHours: new(int64(1))},
			func(m *paperspace.Machine) { m.ShutdownTimeoutHours = 1 }},
		{"a snapshot a day", paperspace.MachineUpdate{AutoSnapshotFrequency: new("day")},
			func(m *paperspace.Machine) { m.AutoSnapshotFrequency = "day" }},
		{"a snapshot an hour", paperspace.MachineUpdate{AutoSnapshotFrequency: new("hour")},
			func(m *paperspace.Machine) { m.AutoSnapshotFrequency = "hour" }},
		{"nine snapshots", paperspace.MachineUpdate{AutoSnapshotSaveCount: new(int64(9))},
			func(m *paperspace.Machine) { m.AutoSnapshotSaveCount = new(int64(9)) }},
		{"no snapshots", paperspace.MachineUpdate{AutoSnapshot: new(false), AutoSnapshotFrequency: new("")},
			func(m *paperspace.Machine) {
				m.AutoSnapshot, m.AutoSnapshotFrequency = false, ""
				if s.behavior.Observed || s.quirks.OffForgets {
					m.AutoSnapshotSaveCount = nil
				}
			}},
		{"snapshots again", paperspace.MachineUpdate{AutoSnapshot: new(true), AutoSnapshotFrequency: new("week"), AutoSnapshotSaveCount: new(int64(2))},
			func(m *paperspace.Machine) {
				m.AutoSnapshot, m.AutoSnapshotFrequency, m.AutoSnapshotSaveCount = true, "week", new(int64(2))
			}},
	} {
		want := s.show(id)
		step.want(&want)
		s.must(s.api.Machines.Update(s.Context(), id, step.update))
		got := s.show(id)
		if diff := cmp.Diff(want, got, s.withoutEvents()); diff != "" {
			s.Errorf("%s: -want +shown:\n%s", step.name, diff)
		}
		s.isTrue(step.name, got)
		if differs := step.update.Differs(got); len(differs) > 0 {
			s.Errorf("%s: differs in %v", step.name, differs)
		}
	}
}

func updateAll(s *scene) {
	id := s.machine(psfake.Machine{State: s.forAddress()})
	u := paperspace.MachineUpdate{
		Name: new("renamed"), ShutdownTimeoutHours: new(int64(8)), ShutdownTimeoutForces: new(true),
		AutoSnapshot: new(true), AutoSnapshotFrequency: new("day"), AutoSnapshotSaveCount: new(int64(3)), DynamicPublicIP: new(true),
	}
	s.must(s.api.Machines.Update(s.Context(), id, u))
	got := s.show(id)
	s.isTrue("updated", got)
	if differs := u.Differs(got); len(differs) > 0 || got.Name != "renamed" {
		s.Errorf("differs in %v", differs)
	}
}

func updateNothing(s *scene) {
	id := s.machine(psfake.Machine{ShutdownHours: new(24), AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4)})
	before := s.show(id)
	s.must(s.api.Machines.Update(s.Context(), id, paperspace.MachineUpdate{}))
	if diff := cmp.Diff(before, s.show(id)); diff != "" {
		s.Errorf("-before +after:\n%s", diff)
	}
}

func updateOff(s *scene) {
	id := s.machine(psfake.Machine{State: psfake.StateOff, ShutdownHours: new(24)})
	s.must(s.api.Machines.Update(s.Context(), id, paperspace.MachineUpdate{Name: new("renamed"), ShutdownTimeoutHours: new(int64(0))}))
	if m := s.show(id); m.Name != "renamed" || m.ShutdownTimeoutHours != 0 || m.State != paperspace.Off {
		s.Errorf("it became %+v", m)
	}
}

func updateForceOfNone(s *scene) {
	id := s.machine(psfake.Machine{})
	want := s.show(id)
	for _, forces := range []bool{true, false} {
		s.must(s.api.Machines.Update(s.Context(), id, paperspace.MachineUpdate{ShutdownTimeoutForces: &forces}))
		want.ShutdownTimeoutForces = forces && !s.quirks.OffForgets
		if diff := cmp.Diff(want, s.show(id), s.withoutEvents()); diff != "" {
			s.Errorf("force %v: -want +shown:\n%s", forces, diff)
		}
	}
}

// forAddress returns the state in which a machine accepts another kind of public IP
// address. For API versions that change it in place, no source documents whether the
// machine has to be off.
func (s *scene) forAddress() string {
	if s.api.Traits.InPlace[paperspace.FieldAssignPublicIP] && s.behavior.V1.OfflineUpdates {
		return psfake.StateOff
	}
	return psfake.StateReady
}

// The address itself can change at the next boot only.
func updateAddress(s *scene) {
	for _, state := range []string{psfake.StateReady, psfake.StateOff} {
		id := s.machine(psfake.Machine{State: state})
		for _, dynamic := range []bool{true, false} {
			want := s.show(id)
			err := s.api.Machines.Update(s.Context(), id, paperspace.MachineUpdate{DynamicPublicIP: &dynamic})
			if state != s.forAddress() && state == psfake.StateReady && dynamic != want.DynamicPublicIP {
				s.wantKind("while it is up", err, paperspace.ErrConflict)
			} else {
				s.must(err)
				want.DynamicPublicIP, want.PublicIPAddress = dynamic, s.truth(id).PublicIPAddress
			}
			if diff := cmp.Diff(want, s.show(id), s.withoutEvents()); diff != "" {
				s.Errorf("%s, dynamic %v: -want +shown:\n%s", state, dynamic, diff)
			}
		}
	}
}
