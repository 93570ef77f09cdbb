package conformance

import (
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// addresses are the rules about static and dynamic public IP addresses, and about which of
// them stay billed.
var addresses = []rule{
	{"the kind of public IP address changes in place", addressKinds},
	{"half of the setting leaves the other half alone", addressHalf},
	{"one machine does not get two kinds of address", addressTwice},
	{"only the address of the machine that goes is released", addressReleased},
	{"an address that is released already is no hindrance", addressGone},
}

// kind is the pair of flags that make up the kind of public IP address.
type kind struct{ static, dynamic bool }

func (s *scene) kindOf(id string) kind {
	m, _ := s.fake.Machine(id)
	return kind{m.AssignPublicIP, m.DynamicPublicIP}
}

func addressKinds(s *scene) {
	s.inPlace(paperspace.FieldAssignPublicIP)
	id := s.machine(psfake.Machine{State: s.forAddress()})
	none, static, dynamic := kind{}, kind{static: true}, kind{dynamic: true}
	for _, k := range []kind{static, dynamic, static, none, dynamic, none} {
		got, err := s.change(s.Context(), id, paperspace.MachineUpdate{AssignPublicIP: &k.static, DynamicPublicIP: &k.dynamic})
		s.must(err)
		s.isTrue("returned", got)
		if s.kindOf(id) != k || got.AssignPublicIP == nil || *got.AssignPublicIP != k.static || got.DynamicPublicIP != k.dynamic {
			s.Errorf("it has the kind %+v and shows %v, %v, want %+v", s.kindOf(id), got.AssignPublicIP, got.DynamicPublicIP, k)
		}
		if has := got.PublicIPAddress != ""; has != k.static && !k.dynamic {
			s.Errorf("%+v: the address is %q", k, got.PublicIPAddress)
		}
	}
}

// An update of one flag leaves the other one alone, except that turning one on turns the
// other off.
func addressHalf(s *scene) {
	s.inPlace(paperspace.FieldAssignPublicIP)
	for _, c := range []struct {
		from   kind
		update paperspace.MachineUpdate
		want   kind
	}{
		{kind{static: true}, paperspace.MachineUpdate{DynamicPublicIP: new(false)}, kind{static: true}},
		{kind{static: true}, paperspace.MachineUpdate{DynamicPublicIP: new(true)}, kind{dynamic: true}},
		{kind{dynamic: true}, paperspace.MachineUpdate{AssignPublicIP: new(false)}, kind{dynamic: true}},
		{kind{dynamic: true}, paperspace.MachineUpdate{AssignPublicIP: new(true)}, kind{static: true}},
		{kind{}, paperspace.MachineUpdate{AssignPublicIP: new(false)}, kind{}},
		{kind{static: true}, paperspace.MachineUpdate{AssignPublicIP: new(false)}, kind{}},
		{kind{static: true}, paperspace.MachineUpdate{Name: new("renamed")}, kind{static: true}},
	} {
		id := s.machine(psfake.Machine{State: s.forAddress(), AssignPublicIP: c.from.static, DynamicPublicIP: c.from.dynamic})
		s.must(s.api.Machines.Update(s.Context(), id, c.update))
		if got := s.kindOf(id); got != c.want {
			s.Errorf("%+v became %+v, want %+v", c.from, got, c.want)
		}
	}
}

func addressTwice(s *scene) {
	s.inPlace(paperspace.FieldAssignPublicIP)
	id := s.machine(psfake.Machine{State: s.forAddress()})
	err := s.api.Machines.Update(s.Context(), id, paperspace.MachineUpdate{AssignPublicIP: new(true), DynamicPublicIP: new(true)})
	s.wantKind("both together", err, paperspace.ErrRejected)
	if got := s.kindOf(id); got != (kind{}) {
		s.Errorf("it has the kind %+v", got)
	}
}

// The account has more addresses than fit on a page, and some of them are not assigned.
func addressReleased(s *scene) {
	s.can(paperspace.FieldAssignPublicIP)
	var ids []string
	for i := range 150 {
		ids = append(ids, s.machine(psfake.Machine{AssignPublicIP: true}))
		if i%5 == 0 {
			s.fake.ClaimPublicIP(psfake.EastCoast)
		}
	}
	before := len(s.fake.PublicIPs())
	gone := ids[len(ids)-1]
	s.must(s.api.Machines.Destroy(s.Context(), gone, paperspace.Release{Any: true}))
	held := map[string]bool{}
	for _, a := range s.fake.PublicIPs() {
		held[a.MachineID] = true
	}
	if n := len(s.fake.PublicIPs()); n != before-1 || held[gone] || !held[ids[0]] || !held[""] {
		s.Errorf("%d addresses became %d", before, n)
	}
}

func addressGone(s *scene) {
	s.can(paperspace.FieldAssignPublicIP)
	id := s.machine(psfake.Machine{AssignPublicIP: true})
	s.fake.ReleasePublicIP(s.show(id).PublicIPAddress)
	s.must(s.api.Machines.Destroy(s.Context(), id, paperspace.Release{Any: true}))
	if n := len(s.fake.PublicIPs()); n != 0 {
		s.Errorf("%d addresses", n)
	}
}
