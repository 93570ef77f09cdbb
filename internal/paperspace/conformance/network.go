package conformance

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// networks are the rules about the networks that machines are attached to.
var networks = []rule{
	{"networks are complete and found by every filter", networkFilters},
	{"a private network is made, renamed and destroyed", networkLife},
	{"an unknown network and a default one are not found", networkUnknown},
	{"a network with a machine in it stays", networkInUse},
	{"a network with a lost create response is created once and adopted", networkLost},
	{"a machine in a private network is not adopted for an order without one", strangersNetwork},
}

func networkFilters(s *scene) {
	if s.api.Networks == nil {
		s.Skip("no networks")
	}
	s.fake.AddNetwork(psfake.Network{Name: "Lab", Region: psfake.Europe, Network: "10.70.0.0", Netmask: "255.255.0.0"})
	privateOnly := !s.api.Traits.NetworksListed && !s.behavior.V1.ListDefaultNetwork
	var all []paperspace.Network
	for _, n := range s.fake.Networks() {
		if !privateOnly || !n.Default {
			all = append(all, s.network(n))
		}
	}
	list := func(f paperspace.Filter) ([]paperspace.Network, error) { return s.api.Networks.List(s.Context(), f) }
	findAll(s, all, list, "id", "name", "region", "network", "netmask", "team_id", "dt_created")
	if found, err := list(paperspace.Filter{"region": "ams1"}); err != nil || len(found) != 1 || found[0].Region != psfake.Europe {
		s.Errorf("a region's code finds %+v, %v", found, err)
	}
}

// network converts a network of the fake to the domain type.
func (s *scene) network(n psfake.Network) paperspace.Network {
	return returned(s, paperspace.Network{
		ID: n.ID, Name: n.Name, Region: n.Region, Network: n.Network, Netmask: n.Netmask, TeamID: n.TeamID, CreatedAt: date(n.Created),
	})
}

// private returns the API's PrivateNetworks. If there are none, it skips the rule.
func (s *scene) private() paperspace.PrivateNetworks {
	s.Helper()
	if s.api.PrivateNetworks == nil {
		s.Skip("no private networks")
	}
	return s.api.PrivateNetworks
}

// networksNamed returns the networks of the fake with the given name.
func (s *scene) networksNamed(name string) []psfake.Network {
	return slices.DeleteFunc(s.fake.Networks(), func(n psfake.Network) bool { return n.Name != name })
}

func networkLife(s *scene) {
	private := s.private()
	outside := s.show(s.machine(psfake.Machine{}))
	for region, name := range map[string]string{"ny2": "backend", "West Coast (CA1)": `a "b" & é 世`} {
		made, err := private.Create(s.Context(), paperspace.NetworkCreate{Name: name, Region: region})
		s.must(err)
		pass(timings.Update + time.Second) // no machine is attached
		all := s.networksNamed(name)
		if len(all) != 1 {
			s.Fatalf("%d networks %q", len(all), name)
		}
		if diff := cmp.Diff(s.network(all[0]), made, dates); diff != "" || !paperspace.SameRegion(made.Region, region) {
			s.Errorf("-fake +made:\n%s", diff)
		}
		if names, ok := private.(paperspace.Renamable); ok {
			s.must(names.Rename(s.Context(), made.ID, name+" 2"))
			made.Name += " 2"
		}
		shown, err := private.Show(s.Context(), made.ID)
		if diff := cmp.Diff(made, shown, dates); diff != "" || err != nil {
			s.Errorf("renamed: %v, -want +shown:\n%s", err, diff)
		}
		s.must(private.Destroy(s.Context(), made.ID))
		if n, err := private.Show(s.Context(), made.ID); !errors.Is(err, paperspace.ErrNotFound) {
			s.Errorf("destroyed, and shown as %+v, %v", n, err)
		}
		if found, err := s.api.Networks.List(s.Context(), paperspace.Filter{paperspace.FieldID: made.ID}); err != nil || len(found) != 0 {
			s.Errorf("destroyed, and listed as %+v, %v", found, err)
		}
		s.wantKind("destroyed once more", private.Destroy(s.Context(), made.ID), paperspace.ErrNotFound)
	}
	if diff := cmp.Diff(outside, s.show(outside.ID)); diff != "" {
		s.Errorf("a machine outside was touched: -before +after:\n%s", diff)
	}
}

// A default network is not a private network, so requests about private networks do not
// find it.
func networkUnknown(s *scene) {
	private := s.private()
	before := s.fake.Networks()
	byDefault := s.show(s.machine(psfake.Machine{})).NetworkID
	client := ops.NewClient(s.api, ops.Options{})
	for _, id := range []string{"n0000000", "n 1?2", byDefault} {
		n, err := private.Show(s.Context(), id)
		if listed := s.api.Traits.NetworksListed && id == byDefault; listed != (err == nil) || !listed && !errors.Is(err, paperspace.ErrNotFound) || listed != (n.ID != "") {
			s.Errorf("show of %q: %+v, %v", id, n, err)
		}
		if names, ok := private.(paperspace.Renamable); ok {
			s.wantKind("rename of "+id, names.Rename(s.Context(), id, "renamed"), paperspace.ErrNotFound)
		}
		s.wantKind("destroy of "+id, private.Destroy(s.Context(), id), paperspace.ErrNotFound)
		if got, err := client.PrivateNetworks.Read(s.Context(), id); err != nil || got.Empty || got.Found && id != byDefault {
			s.Errorf("looked for %q and found %+v, %v", id, got, err)
		}
	}
	if diff := cmp.Diff(before, s.fake.Networks()); diff != "" {
		s.Errorf("-before +after:\n%s", diff)
	}
}

func networkInUse(s *scene) {
	private := s.private()
	n := s.fake.AddNetwork(psfake.Network{Name: "backend"})
	id := s.machine(psfake.Machine{NetworkID: n.ID})
	err := private.Destroy(s.Context(), n.ID)
	s.wantKind("with a machine in it", err, s.occupied())
	if paperspace.HadEffect(err) {
		s.Errorf("a rejection reports an effect: %v", err)
	}
	s.must(s.api.Machines.Destroy(s.Context(), id, paperspace.Release{}))
	pass(timings.Destroy + time.Second)
	s.must(private.Destroy(s.Context(), n.ID))
}

// occupied returns the kind of error for the destroy of a network that has machines.
func (s *scene) occupied() error {
	if s.api.Traits.NetworksListed {
		return paperspace.ErrRejected
	}
	return paperspace.ErrConflict
}

// Another client creates a machine with the same values in its private network, and our
// request is lost.
func strangersNetwork(s *scene) {
	s.private()
	if s.api.Traits.NetworksListed {
		s.Skip("nothing shows which networks are private")
	}
	n := s.fake.AddNetwork(psfake.Network{Name: "theirs"})
	end := s.fake.Inject(psfake.Fault{Kind: psfake.FaultInstead, Call: "machines.create", Times: 1, Value: map[string]any{"NetworkID": n.ID}})
	defer end()
	made, err := ops.NewClient(s.api, ops.Options{}).Create(s.Context(), order("web"))
	if !errors.Is(err, paperspace.ErrConflict) || count(s.fake, "web") != 1 {
		s.Errorf("got %+v, %v, and the server has %d", made, err, count(s.fake, "web"))
	}
}

// Other networks have the same name, one in the same region and one in another.
func networkLost(s *scene) {
	s.private()
	faults := append(after[:len(after):len(after)], psfake.Fault{Kind: psfake.FaultNoBody}, psfake.Fault{Kind: psfake.FaultTruncate})
	for i, f := range faults {
		name := fmt.Sprint("backend", i)
		s.fake.AddNetwork(psfake.Network{Name: name})
		s.fake.AddNetwork(psfake.Network{Name: name, Region: psfake.Europe})
		f.Call, f.Times = "networks.create", 1
		end := s.fake.Inject(f)
		s.fake.ResetJournal()
		made, err := ops.NewClient(s.api, ops.Options{}).PrivateNetworks.Create(s.Context(), paperspace.NetworkCreate{Name: name, Region: "ny2"})
		end()
		all := s.networksNamed(name)
		if err != nil || len(all) != 3 || made.Object.ID != all[2].ID || !made.Adopted {
			s.Errorf("%s %d: adopted %+v, %v of %+v", f.Kind, f.Status, made, err, all)
		}
		if n := s.fake.Journal().Count("networks.create"); n != 1 {
			s.Errorf("%s %d: %d creates", f.Kind, f.Status, n)
		}
	}
}
