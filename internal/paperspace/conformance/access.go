package conformance

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// accesses are the rules about the users that can use a machine besides its owner.
var accesses = []rule{
	{"access is granted, twice without harm, and revoked", accessLife},
	{"access without a user or a machine is rejected", accessUnknown},
	{"a list of users with access is complete and has no former users", accessList},
}

// users returns the IDs of the users with access to a machine, as the fake has them. If the
// API version lists them, the list must agree.
func (s *scene) users(machineID string) []string {
	s.Helper()
	m, _ := s.fake.Machine(machineID)
	fake := slices.Sorted(slices.Values(m.Access))
	if s.api.AccessList != nil {
		listed, err := s.api.AccessList.Users(s.Context(), machineID)
		s.must(err)
		if diff := cmp.Diff(fake, slices.Sorted(slices.Values(listed))); diff != "" {
			s.Errorf("-fake +listed:\n%s", diff)
		}
	}
	return fake
}

func accessLife(s *scene) {
	if s.api.Access == nil {
		s.Skip("no access")
	}
	ann, bob := s.fake.AddUser(psfake.User{Email: "ann@example.com"}).ID, s.fake.AddUser(psfake.User{Email: "bob@example.com"}).ID
	id, other := s.machine(psfake.Machine{}), s.machine(psfake.Machine{})
	want := func(what string, users ...string) {
		s.Helper()
		slices.Sort(users)
		if got := s.users(id); !slices.Equal(got, users) {
			s.Errorf("%s: %v have access, want %v", what, got, users)
		}
	}
	want("at first")
	s.must(s.api.Access.Grant(s.Context(), id, ann))
	s.must(s.api.Access.Grant(s.Context(), id, bob))
	want("granted", ann, bob)
	s.must(s.api.Access.Grant(s.Context(), id, ann))
	want("granted twice", ann, bob)
	s.must(s.api.Access.Revoke(s.Context(), id, ann))
	want("revoked", bob)
	s.must(s.api.Access.Grant(s.Context(), id, ann))
	want("granted again", ann, bob)
	if got := s.users(other); len(got) != 0 {
		s.Errorf("%v have access to another machine", got)
	}
	s.fake.Inject(psfake.Fault{Call: "machines.setAccess", Kind: psfake.FaultCutAfter, Times: 1})
	s.must(s.api.Access.Grant(s.Context(), other, bob))
	if got := s.users(other); !slices.Equal(got, []string{bob}) {
		s.Errorf("after a lost response, %v have access", got)
	}
}

func accessUnknown(s *scene) {
	if s.api.Access == nil {
		s.Skip("no access")
	}
	id := s.machine(psfake.Machine{Access: []string{"u123abc"}})
	for what, err := range map[string]error{
		"granted without a user":  s.api.Access.Grant(s.Context(), id, "u0000000"),
		"granted to no machine":   s.api.Access.Grant(s.Context(), "ps0000000", "u123abc"),
		"revoked without a user":  s.api.Access.Revoke(s.Context(), id, "u0000000"),
		"revoked from no machine": s.api.Access.Revoke(s.Context(), "ps0000000", "u123abc"),
	} {
		if err == nil || paperspace.HadEffect(err) {
			s.Errorf("%s: had effect %v, %v", what, paperspace.HadEffect(err), err)
		}
	}
	s.wantKind("granted to no machine", s.api.Access.Grant(s.Context(), "ps0000000", "u123abc"), paperspace.ErrNotFound)
	s.wantKind("revoked from no machine", s.api.Access.Revoke(s.Context(), "ps0000000", "u123abc"), paperspace.ErrNotFound)
	if n := effects(s.fake); n != 0 {
		s.Errorf("%d requests had an effect", n)
	}
}

func accessList(s *scene) {
	if s.api.AccessList == nil {
		s.Skip("no list of who has access")
	}
	id := s.machine(psfake.Machine{})
	for range 250 { // more than two pages
		s.must(s.api.Access.Grant(s.Context(), id, s.fake.AddUser(psfake.User{}).ID))
	}
	all := s.users(id)
	s.must(s.api.Access.Revoke(s.Context(), id, all[7]))
	if left := s.users(id); len(all) != 250 || len(left) != 249 {
		s.Errorf("%d have access, and %d after one was revoked", len(all), len(left))
	}
	_, err := s.api.AccessList.Users(s.Context(), "ps0000000")
	s.wantKind("of no machine", err, paperspace.ErrNotFound)
}
